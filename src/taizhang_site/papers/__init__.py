"""Papers: the text beside its pages, problems in the margin, last year beside it, export and approval."""
