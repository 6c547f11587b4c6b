"""Acts on matters already opened: corrections, relations, sampling, history, totals, archive lists."""
