"""The words of a file and their digest: what a repair of form must leave as it was."""

from __future__ import annotations

import hashlib
import re

from taizhang.proof.word.walk import PackageParagraphs

# 〔2026〕: the year of a document number; its brackets are form (7.2.5), its digits are not.
NUMBER = re.compile(r"(?P<open>[\[【(（［〔])(?P<year>(?:19|20)\d{2})(?P<close>[\]】)）］〕])(?=\s*第?\s*\d+\s*号)")
_PAGE_NUMBER = re.compile(r"[\s—–\-－]*\d*[\s—–\-－]*")


def digest(walk: PackageParagraphs) -> str:
    """SHA-256, hex, of all words as a reader sees them; page numbers and the brackets of document numbers left out."""
    hashed = hashlib.sha256()
    for one in walk.paragraphs:
        if one.kind in ("header", "footer") and is_page_number(one.text):
            continue
        folded = NUMBER.sub(r"〔\g<year>〕", one.text)
        hashed.update(f"{one.kind}\0{one.cell}\0{folded}\0".encode())
    return hashed.hexdigest()


def is_page_number(text: str) -> bool:
    """Whether a line of a header or footer holds no more than a page number."""
    return bool(_PAGE_NUMBER.fullmatch(text))
