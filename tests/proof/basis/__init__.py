"""Citations held against the shelf of an office."""
