"""The walk before issue."""
