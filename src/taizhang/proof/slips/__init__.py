"""Slips of the pen: what is attested in official writing, and which characters are confused."""
