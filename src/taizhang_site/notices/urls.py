"""Addresses of notices and letters."""

from __future__ import annotations

from django.urls import path

from taizhang_site.notices import feeds, letters, told, writing

urlpatterns = [
    path("notices", told.notices_page, name="notices"),
    path("notices/read", told.mark_notices_read, name="notices_read"),
    path("notices/<slug:matter>", told.notice_open, name="notice_open"),
    path("account/calendar", feeds.feed, name="feed"),
    path("calendar/<str:token>.ics", feeds.calendar, name="calendar"),
    path("letters", letters.letters, name="letters"),
    path("letters/export", letters.letters_export, name="letters_export"),
    path("letters/write", writing.letters_write, name="letters_write"),
    path("matter/<slug:matter>/letter/<int:step>", letters.letter, name="letter"),
    path("matter/<slug:matter>/letter/<int:step>/word", letters.letter_file, name="letter_file"),
]
