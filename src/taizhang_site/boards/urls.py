"""Addresses of boards and figures."""

from __future__ import annotations

from django.urls import path

from taizhang_site.boards import boards, figures, why

urlpatterns = [
    path("board", boards.render_board, name="board"),
    path("board/targets", boards.targets, name="board_targets"),
    path("board/movement", boards.movement_page, name="board_movement"),
    path("board/file/<slug:kind>", boards.file, name="board_file"),
    path("board/charts/<slug:name>.<slug:kind>", boards.chart, name="board_chart"),
    path("figures", figures.figures, name="figures"),
    path("figures/<slug:name>", figures.figure, name="figure"),
    path("figures/<slug:name>/why", why.why, name="why"),
]
