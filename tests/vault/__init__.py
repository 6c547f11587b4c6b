"""Tests of keys and of what is encrypted under them."""
