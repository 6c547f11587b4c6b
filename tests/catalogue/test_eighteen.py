"""The page of what must hold names only identities that are declared, and covers all eighteen groups."""

from __future__ import annotations

import re
from pathlib import Path

from taizhang.catalogue.load import load
from taizhang.shipped import CATALOGUE

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "identities.md").read_text(encoding="utf-8")


def test_every_identity_the_page_names_is_declared() -> None:
    known = load(CATALOGUE).identities
    named = re.findall(r"`([a-z0-9_…]+)`", PAGE)
    assert len(named) > 30
    for name in named:
        if name in ("forecast", "problems"):
            continue
        pattern = re.compile(name.replace("…", ".+"))
        assert any(pattern.fullmatch(one) for one in known), name


def test_the_eighteen_groups_are_there_in_order() -> None:
    assert re.findall(r"^\| (\d+) ", PAGE, re.MULTILINE) == [str(n) for n in range(1, 19)]
