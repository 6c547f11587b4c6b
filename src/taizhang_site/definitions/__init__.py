"""Definitions: the dictionary of every figure."""
