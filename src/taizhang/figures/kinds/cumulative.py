"""Rows whose date is not after the period's end."""

from __future__ import annotations

from taizhang.figures.kinds.rows import counting

KIND = counting("cumulative", "累计", "累计：{date}不晚于{at}的{what}")
