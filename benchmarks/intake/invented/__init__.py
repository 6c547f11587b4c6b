"""Invented workbooks with their right answers, and how right proposals are on them."""
