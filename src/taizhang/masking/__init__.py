"""Copies for release: what declared rules name is masked, each always alike, and what is left is looked for."""
