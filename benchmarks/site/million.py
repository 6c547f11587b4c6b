"""Fills a site with hazards of many units: open and finished, due all year round, one entry each."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from taizhang.journal.entry import RECORD, Intention
from taizhang.site import Site

BODY, CHUNK = "某某市人民政府办公室", 20_000
TODAY = date(2026, 11, 24)


def intentions(count: int, units: int) -> Iterator[Intention]:
    """The units, then ``count`` matters: four in five struck off."""
    chance = random.Random(7)
    for n in range(units):
        facts = {"name": f"第{n:04}单位", "parent": BODY, "kind": "部门"}
        yield Intention("建库", f"u{n}", "unit", RECORD, TODAY, f"unit-{n}", number=facts["name"], facts=dict(facts))
    for n in range(count):
        opened = TODAY - timedelta(days=chance.randrange(700))
        due = opened + timedelta(days=chance.choice((15, 30, 90)))
        done = chance.random() < 0.8
        unit = f"第{chance.randrange(units):04}单位"
        facts = {
            "no": f"YH{n:07}", "township": unit, "site": f"第{n % 977}号场所", "text": f"第{n % 1231}类隐患", "level": "一般",
            "opened": opened.isoformat(), "due": due.isoformat(), "status": "已完成" if done else "办理中",
        }  # fmt: skip
        if done:
            facts["done"] = facts["closed"] = min(due, TODAY).isoformat()
        state = "struck_off" if done else "in_progress"
        yield Intention(
            "建库",
            f"m{n}",
            "hazard",
            RECORD,
            opened,
            f"m{n}",
            number=facts["no"],
            unit=unit,
            facts=dict(facts),
            state=state,
        )


def fill(home: Path, count: int = 1_000_000, units: int = 1000, database: str = "") -> Site:
    """The site in ``home``, filled when it is empty."""
    site = Site(home, database) if (home / "catalogue").is_dir() else Site.create(home, BODY)
    if database and not isinstance(site, Site):
        raise TypeError
    if site.journal.size:
        return site
    started, chunk = time.monotonic(), []
    for one in intentions(count, units):
        chunk.append(one)
        if len(chunk) == CHUNK:
            site.journal.append(chunk)
            chunk = []
    if chunk:
        site.journal.append(chunk)
    print(f"{count} matters written in {time.monotonic() - started:.0f} s")
    return site
