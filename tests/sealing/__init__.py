"""Checkpoints, their signatures and their witnesses."""
