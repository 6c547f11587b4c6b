"""Rows, filters and counts derived from the heads of matters."""
