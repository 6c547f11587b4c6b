"""Addresses of the dictionary."""

from __future__ import annotations

from django.urls import path

from taizhang_site.definitions import agreeing, changing, checks, new_figure, pages

urlpatterns = [
    path("definitions", pages.definitions, name="definitions"),
    path("definitions/<slug:name>", pages.definition, name="definition"),
    path("definitions/<slug:name>/change", changing.definition_change, name="definition_change"),
    path("checks", checks.checks, name="checks"),
    path("definition-agree", agreeing.definition_agree, name="definition_agree"),
    path("definition-new", new_figure.definition_new, name="definition_new"),
    path("definition-changes", changing.definition_changes, name="definition_changes"),
    path("definition-changes/<slug:matter>", changing.definition_proposal, name="definition_proposal"),
]
