"""Hold one module a ledger: its clean records, its headings and the mess of its own."""
