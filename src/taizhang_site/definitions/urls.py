"""Addresses of the dictionary."""

from __future__ import annotations

from django.urls import path

from taizhang_site.definitions import pages

urlpatterns = [
    path("definitions", pages.definitions, name="definitions"),
    path("definitions/<slug:name>", pages.definition, name="definition"),
]
