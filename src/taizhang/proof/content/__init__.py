"""Rules of content: what a text says against itself."""
