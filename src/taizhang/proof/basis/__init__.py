"""The basis gate: what a document cites, held against the statutes and documents its office keeps."""
