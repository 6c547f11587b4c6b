"""Rows that stand open at the period's end, or at its start."""

from __future__ import annotations

from taizhang.figures.kinds.rows import counting

KIND = counting("stock", "期末存量", "期末数（存量）：{at}仍{standing}、也没有终止的{what}")
