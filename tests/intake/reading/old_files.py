"""Old Office files made by hand, for tests: a compound file of named streams, and a small .xls in it."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
Value = str | float | bytes
"""A text, a number, or an error's code as one byte."""


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (MS-CFB version 3) that holds the streams, each padded to 4096 bytes at least."""
    bodies = {name: body.ljust(4096, b"\0") for name, body in streams.items()}
    sectors = [part for body in bodies.values() for part in _cut(body)]
    fat: list[int] = []
    firsts = {}
    for name, body in bodies.items():
        firsts[name] = len(fat)
        count = len(_cut(body))
        fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1 if bodies else 0xFFFFFFFF)
    for n, (name, body) in enumerate(bodies.items(), 1):
        directory += _entry(name, 2, firsts[name], len(body), right=n + 1 if n < len(bodies) else 0xFFFFFFFF)
    place = len(sectors)
    parts = _cut(directory)
    fat += [*range(place + 1, place + len(parts)), 0xFFFFFFFE]
    sectors += parts
    table_at = len(sectors)
    tables = (len(fat) + 200) // 128
    fat += [0xFFFFFFFD] * tables
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(tables * _SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIIII", 0, tables, place, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)[: 9 * 4]
    head = head.ljust(76, b"\0") + struct.pack(f"<{tables}I", *range(table_at, table_at + tables))
    return head.ljust(_SECTOR, b"\xff") + b"".join(sectors) + table


def _cut(body: bytes) -> list[bytes]:
    return [body[n : n + _SECTOR].ljust(_SECTOR, b"\0") for n in range(0, len(body), _SECTOR)]


def _entry(name: str, kind: int, first: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
    return head + struct.pack("<III", 0xFFFFFFFF, right, child) + b"\0" * 36 + struct.pack("<IQ", first, size)


def old_book(
    rows: Sequence[Sequence[Value | None]],
    formats: Mapping[tuple[int, int], str] | None = None,
    name: str = "Workbook",
    further: bytes = b"",
) -> bytes:
    """An .xls (BIFF8) of one sheet; formats by row and column. further: records at its end."""
    formats = formats or {}
    codes = sorted(set(formats.values()))
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    start += b"".join(record(0x41E, struct.pack("<H", 164 + n) + _words(code, 2)) for n, code in enumerate(codes))
    styles = [0, *(164 + n for n in range(len(codes)))]
    start += b"".join(record(0xE0, struct.pack("<HH", 0, form) + b"\0" * 16) for form in styles)
    title = _words("2026年", 1)
    length = len(start) + 4 + 6 + len(title) + 4
    start += record(0x85, struct.pack("<IH", length, 0) + title) + record(0x0A, b"")
    body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            style = codes.index(formats[row, column]) + 1 if (row, column) in formats else 0
            body += cell(row, column, value, style) if value is not None else b""
    return compound({name: start + body + further + record(0x0A, b"")})


def cell(row: int, column: int, value: Value, style: int = 0) -> bytes:
    """The record of one cell."""
    head = struct.pack("<HHH", row, column, style)
    if isinstance(value, str):
        return record(0x204, head + _words(value, 2))
    if isinstance(value, bytes):
        return record(0x205, head + value + b"\1")
    return record(0x203, head + struct.pack("<d", value))


def record(kind: int, body: bytes) -> bytes:
    """A record of the workbook stream."""
    return struct.pack("<HH", kind, len(body)) + body


def _words(text: str, width: int) -> bytes:
    return len(text).to_bytes(width, "little") + b"\1" + text.encode("utf-16-le")
