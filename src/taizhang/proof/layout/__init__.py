"""The format gate: a Word file held against GB/T 9704-2012, and repaired in form alone."""
