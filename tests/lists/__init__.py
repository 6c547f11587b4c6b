"""Tests of rows, filters and counts."""
