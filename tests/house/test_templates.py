"""Templates are HTML that a browser reads as it was meant."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import taizhang_site
from taizhang_site.rendering.templatetags.taizhang import scalar

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


_AMOUNT = re.compile(r"\{\{\s*[\w.]*\b(?:numerator|denominator|measure)\s*\}\}")


def test_an_exact_amount_is_printed_by_the_one_piece_that_prints_amounts() -> None:
    """As it stands a sum of six decimals says 96.899000; ``scalar`` says 96.899."""
    found = {
        str(path.relative_to(TEMPLATES)): _AMOUNT.findall(text)
        for path in sorted(TEMPLATES.rglob("*.html"))
        if _AMOUNT.search(text := path.read_text(encoding="utf-8"))
    }
    assert found == {}
    assert scalar(Decimal("96.899000")) == "96.899"
    assert scalar(Decimal("58.000")) == "58"
    assert scalar(Decimal("1200")) == "1200"
