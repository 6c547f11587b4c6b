"""Writes a paper as one HTML file that opens every number without a network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

from taizhang.catalogue.resolved import Catalogue
from taizhang.rendering.elements import legal
from taizhang.rendering.markup import article, legend
from taizhang.rendering.pagedata import PageData
from taizhang.reports.paper import Paper
from taizhang.terms.durable import replace_file

_SLOT = re.compile(r"\{\{(\w+)\}\}")
# Inside a script element only these can end it, open a comment, or be a line end to some readers.
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write_html(paper: Paper, path: Path, catalogue: Catalogue | None = None) -> None:
    """Writes the page to ``path``; the same paper gives the same bytes. Raises OSError when it cannot be written.

    catalogue: gives ledgers and columns their Chinese names; without it they stand by their own.
    """
    replace_file(path, page(paper, catalogue).encode())


def page(paper: Paper, catalogue: Catalogue | None = None) -> str:
    """The whole file. Its policy (CSP) lets nothing load and runs only the script whose digest it names."""
    style, script = _part("page.css"), _part("page.js")
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    title = escape(legal(paper.title.replace("\n", "")))
    slots = {
        "policy": policy,
        "title": title,
        "style": style,
        "script": script,
        "legend": legend(paper),
        "article": article(paper),
        "data": embed_json(PageData(paper, catalogue).document()),
    }
    return _SLOT.sub(lambda slot: slots[slot[1]], _part("page.html"))


def embed_json(value: object) -> str:
    """JSON that can stand in a script element whatever its texts say."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, written in _UNSAFE.items():
        text = text.replace(character, written)
    return text


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _part(name: str) -> str:
    return files("taizhang.rendering").joinpath(name).read_text(encoding="utf-8")
