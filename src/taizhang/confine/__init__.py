"""Limited child processes for what others made: what may be opened at all, and who opens it."""
