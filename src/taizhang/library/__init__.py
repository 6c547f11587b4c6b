"""Past documents kept, found, compared, reused with their origin, and masked for release."""
