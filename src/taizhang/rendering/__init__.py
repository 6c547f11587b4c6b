"""Papers as files people keep: Word by GB/T 9704, and a page that opens every number without a network."""
