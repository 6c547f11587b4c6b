"""The programs a bundle carries: a bundle made by hand, and each step seen failing."""
