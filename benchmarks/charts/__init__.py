"""Charts as pictures, beside what one would take instead."""
