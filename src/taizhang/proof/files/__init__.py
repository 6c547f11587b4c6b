"""Files read and marked: Word, PDF, plain text."""
