"""``taizhang library``: past documents taken in, found, compared, used again and masked for release."""
