"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig


class Matters(AppConfig):
    """Lists, forms and imports of matters."""

    name = "taizhang_site.matters"
    label = "matters"
