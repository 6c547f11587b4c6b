"""What an edition's bundle carries: rows, definitions as data, and two programs that verify it: for any Python, and for a browser.

``verify.py`` takes the steps; ``recompute.py``, ``printed.py`` and ``seals.py`` beside it are what they stand on.
"""

from importlib.resources import files

PROGRAMS = ("verify.py", "recompute.py", "printed.py", "seals.py", "verify.html")


def programs() -> dict[str, bytes]:
    """The programs' files by name."""
    return {name: files(__name__).joinpath(name).read_bytes() for name in PROGRAMS}
