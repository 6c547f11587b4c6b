"""What an edition's bundle carries: rows, definitions as data, and two programs that verify it: for any Python, and for a browser."""

from importlib.resources import files

PROGRAMS = ("verify.py", "verify.html")


def programs() -> dict[str, bytes]:
    """The two programs by name."""
    return {name: files(__name__).joinpath(name).read_bytes() for name in PROGRAMS}
