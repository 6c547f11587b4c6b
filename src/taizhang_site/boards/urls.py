"""Addresses of boards and figures."""

from __future__ import annotations

from django.urls import path

from taizhang_site.boards import boards, figures

urlpatterns = [
    path("board", boards.board, name="board"),
    path("figures", figures.figures, name="figures"),
    path("figures/<slug:name>", figures.figure, name="figure"),
]
