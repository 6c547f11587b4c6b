"""The limits a child takes on itself before it opens anything: memory, processor time, files, what it may write."""

from __future__ import annotations

import contextlib

try:
    import resource
except ImportError:  # not a POSIX system: the parent's wall clock still holds
    resource = None  # type: ignore[assignment]

# Bytes. Chosen: more is no longer handed on as one file, nor read in the time a child is granted.
LARGEST_FILE = 100 * 1024 * 1024
# Chosen: far above what a reader of one file holds open or writes beside it, far below what would harm the machine.
FILES, WRITTEN = 64, 1024 * 1024


def confine(memory: int) -> None:
    """Takes away for good what reading a file does not need; ``memory`` in bytes."""
    if resource is None:
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def grant(seconds: int) -> None:
    """So many seconds of processor time from now; the process is ended when they are used up."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def limit_child(process: int, memory: int, seconds: int) -> None:
    """Limits another program just started, and all that it starts: bytes of memory, seconds of processor time."""
    if resource is None or not hasattr(resource, "prlimit"):
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.prlimit(process, kind, (most, most))
