"""What happened: the only truth, append-only, one writer, one Merkle tree."""
