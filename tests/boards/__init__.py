"""The leader's board in the core."""
