"""Who may do and see what: posts, one table of rights, and the two questions asked of it."""
