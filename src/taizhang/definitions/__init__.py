"""Figures proposed, reviewed and approved."""
