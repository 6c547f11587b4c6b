"""What the machine has, as far as it tells."""

from __future__ import annotations

import os
from pathlib import Path

# Granted to the group of processes this one belongs to (control groups, version 2): a service or a container.
_GRANTED = Path("/sys/fs/cgroup/memory.max")


def memory(granted: Path = _GRANTED) -> int:
    """Bytes of memory: the machine's, or fewer where its group of processes is granted fewer; 0 where nobody tells."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 0
    try:
        return min(whole, int(granted.read_text("ascii")))
    except (OSError, ValueError):
        return whole
