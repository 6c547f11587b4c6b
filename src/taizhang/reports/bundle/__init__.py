"""What an edition's bundle carries: rows, definitions as data, and the two programs that recompute it with Python alone."""
