"""Slips of the pen: the tables, the judge of evidence, and what is found with them."""
