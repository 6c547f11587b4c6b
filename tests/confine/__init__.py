"""What may be opened, and who opens it."""
