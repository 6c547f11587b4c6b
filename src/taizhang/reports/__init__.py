"""Values become a paper in which every number knows its source."""
