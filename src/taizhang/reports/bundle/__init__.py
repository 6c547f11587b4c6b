"""What an edition's bundle carries: rows, definitions as data, and the program that verifies it with Python alone."""
