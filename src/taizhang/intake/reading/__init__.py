"""Office files as grids of cells: ``files`` asks a limited child process, which runs ``child`` and nothing it does not need."""
