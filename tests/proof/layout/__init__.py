"""The form of Word files, held against the standard and repaired."""
