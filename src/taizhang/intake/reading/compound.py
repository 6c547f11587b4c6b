"""An OLE compound file's directory and streams (MS-CFB), as far as an old workbook needs them."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from taizhang.intake.reading.kinds import COMPOUND

# MS-CFB 2.1: end of chain, free sector.
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
# MS-CFB 2.2 and 2.6: bytes of a directory entry, places in the header, size below which streams are in the mini
# stream.
_ENTRY, _HEADER_FAT, _SMALL = 128, 109, 4096


class Broken(Exception):
    """The file is no whole compound file."""


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """One stream or storage: its name, where its directory entry stands in the file, first sector and size in bytes."""

    name: str
    place: int
    first: int
    size: int
    stream: bool


class Compound:
    """A compound file in memory. Raises Broken when its chains lead nowhere."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(COMPOUND):
            raise Broken
        self._data = data
        shift, small = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small != 6:
            raise Broken
        self._size = 1 << shift
        self._fat = self._sectors_table()
        first = struct.unpack_from("<I", data, 48)[0]
        self.entries = tuple(self._entries(first))
        root = next((one for one in self.entries if not one.stream), None)
        self._small_first = struct.unpack_from("<I", data, 60)[0]
        self._mini = self._chain(root.first)[: root.size] if root else b""

    def read(self, entry: DirectoryEntry) -> bytes:
        """The bytes of a stream."""
        if entry.size >= _SMALL:
            return self._chain(entry.first)[: entry.size]
        table = self._chain(self._small_first)
        parts, sector, seen = [], entry.first, 0
        while sector < _END:
            seen += 1
            if seen > len(table) // 4 + 1 or 4 * sector + 4 > len(table):
                raise Broken
            parts.append(self._mini[sector * 64 : sector * 64 + 64])
            sector = struct.unpack_from("<I", table, 4 * sector)[0]
        return b"".join(parts)[: entry.size]

    def _sectors_table(self) -> tuple[int, ...]:
        count = struct.unpack_from("<I", self._data, 44)[0]
        places = list(struct.unpack_from(f"<{_HEADER_FAT}I", self._data, 76))
        following, extra = struct.unpack_from("<I", self._data, 68)[0], 0
        while following < _END:
            extra += 1
            if extra > len(self._data) // self._size + 1:
                raise Broken
            block = self._sector(following)
            *more, following = struct.unpack(f"<{len(block) // 4}I", block)
            places += more
        table: list[int] = []
        for place in places[:count]:
            if place < _END:
                block = self._sector(place)
                table += struct.unpack(f"<{len(block) // 4}I", block)
        return tuple(table)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        block = self._data[start : start + self._size]
        if not block or len(block) % 4:
            raise Broken
        return block

    def _places(self, first: int) -> list[int]:
        places: list[int] = []
        sector = first
        while sector < _END:
            if sector >= len(self._fat) or len(places) > len(self._fat):
                raise Broken
            places.append(sector)
            sector = self._fat[sector]
        return places

    def _chain(self, first: int) -> bytes:
        size = self._size
        return b"".join(self._data[(place + 1) * size : (place + 2) * size] for place in self._places(first))

    def _entries(self, first: int) -> list[DirectoryEntry]:
        found = []
        for place in self._places(first):
            for start in range((place + 1) * self._size, (place + 2) * self._size, _ENTRY):
                raw = self._data[start : start + _ENTRY]
                if len(raw) < _ENTRY or raw[66] not in (1, 2, 5):
                    continue
                length = max(min(struct.unpack_from("<H", raw, 64)[0], 64) - 2, 0)
                name = raw[:length].decode("utf-16-le", errors="replace")
                begin, size = struct.unpack_from("<IQ", raw, 116)
                found.append(
                    DirectoryEntry(name, start, begin, size & 0xFFFFFFFF if self._size == 512 else size, raw[66] == 2)
                )
        return found


def with_name(data: bytes, entry: DirectoryEntry, name: str) -> bytes:
    """The file with one stream's name written as ``name``, of the same length; readers look for its exact letters."""
    raw = name.encode("utf-16-le")
    return data[: entry.place] + raw + data[entry.place + len(raw) :]
