"""The folder of a body and the one door to it."""
