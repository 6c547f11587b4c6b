"""Templates are HTML that a browser reads as it was meant."""

from __future__ import annotations

import re
from pathlib import Path

import taizhang_site

TEMPLATES = Path(taizhang_site.__file__).parent / "templates"
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
_BLOCK = re.compile(r"<(div|ul|ol|dl|form|details|table|section|p|h[1-6])\b")


def test_no_paragraph_holds_a_block_because_a_browser_would_end_it_there() -> None:
    found = {
        str(path.relative_to(TEMPLATES)): inner[:80]
        for path in sorted(TEMPLATES.rglob("*.html"))
        for inner in _PARAGRAPH.findall(path.read_text(encoding="utf-8"))
        if _BLOCK.search(inner)
    }
    assert found == {}
