"""The house keeps itself: sizes, names, documented problems, nothing that should not be in the tree."""
