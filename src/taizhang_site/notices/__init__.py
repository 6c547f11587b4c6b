"""Notices of each person, letters that fall due, and issuing them."""
