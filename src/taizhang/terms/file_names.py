"""Names of files handed in, made fit to be kept: without a path, not longer than a folder takes, each once."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

LONGEST = 200
"""Bytes of UTF-8. Linux file systems take 255; what is added while a file is written must fit as well."""
_OUT = frozenset('/\\:*?"<>|')


def fit_file_name(written: str, taken: Collection[str] = ()) -> str:
    """The name without folders, control signs and signs no Windows takes, shortened by bytes before its ending.

    taken: names the folder has already; the name then gets （2）, （3）… before its ending.
    """
    last = written.replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in last if sign not in _OUT and unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    plain = plain.strip(". ") or "未命名"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending.encode()) > 10:
        stem, ending = plain, ""
    ending = f".{ending}" if ending else ""
    number = 1
    while True:
        mark = "" if number == 1 else f"（{number}）"
        name = f"{_cut(stem, LONGEST - len((mark + ending).encode()))}{mark}{ending}"
        if name not in taken:
            return name
        number += 1


def _cut(text: str, most: int) -> str:
    """As much of the text as so many bytes of UTF-8 hold, no sign cut in two."""
    return text.encode()[: max(most, 0)].decode(errors="ignore")
