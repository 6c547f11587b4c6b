"""The walk before issue: basis, content, format, approval."""
