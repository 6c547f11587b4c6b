"""The three gates a document passes before it leaves: basis, content, format."""
