"""Give sample data that belongs to nobody: generators of invented offices."""
