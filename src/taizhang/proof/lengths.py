"""Lengths of pages and of Word files in one another: millimetres, points and twips."""

from __future__ import annotations

# An inch has 25.4 mm, 72 points (PDF, ISO 32000-1 8.3.2.3) and 1440 twips (ECMA-376 part 1, 22.9.2.14).
MM_OF_POINT = 25.4 / 72
POINTS_OF_MM = 72 / 25.4
MM_OF_TWIP = 25.4 / 1440
TWIPS_OF_MM = 1440 / 25.4
POINTS_OF_TWIP = 72 / 1440
