"""The life of a paper: draft, report, gates, edition."""
