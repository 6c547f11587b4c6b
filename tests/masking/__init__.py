"""Copies for release: masked alike everywhere, and honest about what is left."""
