"""Evidence shown in place: text, thumbnails, pages."""
