"""Charts and their drawings."""
