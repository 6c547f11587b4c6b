"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig


class Accounts(AppConfig):
    """Accounts of people."""

    name = "taizhang_site.accounts"
    label = "accounts"
