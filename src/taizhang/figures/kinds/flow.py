"""Rows whose date falls in the period."""

from __future__ import annotations

from taizhang.figures.kinds.rows import counting

KIND = counting("flow", "当期流量", "当期（流量）：{date}在期间内的{what}")
