"""Keys, and values sealed under them: a data key for each matter, person and file, wrapped under the site's key."""
