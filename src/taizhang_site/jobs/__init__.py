"""Long work outside the request: asked for, done by a worker, watched, called off, and its result fetched."""
