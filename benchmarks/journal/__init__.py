"""What the journal costs beside plain SQLite."""
