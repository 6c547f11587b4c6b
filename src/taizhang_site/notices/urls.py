"""Addresses of notices and letters."""

from __future__ import annotations

from django.urls import path

from taizhang_site.notices import letters, writing

urlpatterns = [
    path("letters", letters.letters, name="letters"),
    path("letters/export", letters.letters_export, name="letters_export"),
    path("letters/write", writing.letters_write, name="letters_write"),
    path("matter/<slug:matter>/letter/<int:step>", letters.letter, name="letter"),
    path("matter/<slug:matter>/letter/<int:step>/word", letters.letter_file, name="letter_file"),
]
