"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig


class Jobs(AppConfig):
    """Long work in the background."""

    name = "taizhang_site.jobs"
    label = "jobs"
