"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from taizhang_site.finder import pages, taking

urlpatterns = [
    path("library", pages.find, name="library"),
    path("library/add", pages.add, name="library_add"),
    path("library/alike", pages.alike, name="library_alike"),
    path("library/chosen", taking.take_chosen, name="library_chosen"),
    path("library/collections", taking.shelf, name="library_shelf"),
    path("library/<int:pk>", pages.document, name="library_document"),
    path("library/<int:pk>/file", pages.original, name="library_file"),
    path("library/<int:pk>/insert", taking.insert, name="library_insert"),
    path("library/<int:pk>/release", taking.release, name="library_release"),
    path("library/<int:pk>/compare/<int:other>", pages.compare, name="library_compare"),
]
