"""Matters: lists, one matter, acts, registration, import and export."""
