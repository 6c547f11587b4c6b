"""Benchmarks of intake."""
