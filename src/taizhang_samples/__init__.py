"""Sample data made by seeded generators: everything in it is invented, and the same command writes the same bytes."""
