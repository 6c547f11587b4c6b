"""The rules of a matter: lifecycles, acts, due dates and lamps, as pure functions."""
