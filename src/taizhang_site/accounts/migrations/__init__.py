"""The schema of accounts."""
