"""Attacks on a site of invented people: each must fail, and its answers must tell nothing."""
