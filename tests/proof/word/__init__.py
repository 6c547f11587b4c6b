"""Word files as they stand, marked and repaired."""
