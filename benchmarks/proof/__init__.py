"""Benchmarks of the rules of the text: clean texts, planted errors, speed."""
