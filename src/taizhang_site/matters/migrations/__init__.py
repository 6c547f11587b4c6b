"""The schema of lists."""
