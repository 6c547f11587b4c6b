"""Lengths of pages and of Word files in one another: millimetres, points and twips."""

from __future__ import annotations

# An inch has 25.4 mm, 72 points (PDF, ISO 32000-1 8.3.2.3) and 1440 twips (ECMA-376 part 1, 22.9.2.14).
_MM, _POINTS, _TWIPS = 25.4, 72, 1440
MM_OF_POINT = _MM / _POINTS
POINTS_OF_MM = _POINTS / _MM
MM_OF_TWIP = _MM / _TWIPS
TWIPS_OF_MM = _TWIPS / _MM
POINTS_OF_TWIP = _POINTS / _TWIPS
