"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig


class Notices(AppConfig):
    """Notices of each person, letters, calendars."""

    name = "taizhang_site.notices"
    label = "notices"
