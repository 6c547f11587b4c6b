"""Exit codes of every command."""

PROBLEMS, USAGE, UNKNOWN = 1, 2, 3
"""Something is wrong and was listed; called wrongly; the machine failed and the outcome is unknown."""
