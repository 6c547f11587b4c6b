"""Rows whose date falls in the period and that meet a further condition by its end."""

from __future__ import annotations

from taizhang.figures.kinds.rows import counting

KIND = counting("cohort", "同批", "同批：{date}在期间内、且到截止日{met}的{what}")
