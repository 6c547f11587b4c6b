"""Registers the template tags."""

from __future__ import annotations

from django.apps import AppConfig


class Rendering(AppConfig):
    """What every page shares."""

    name = "taizhang_site.rendering"
    label = "rendering"
