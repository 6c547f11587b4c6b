"""What every page shares: words in two languages, tables, problems, navigation."""
