"""Fills a site with hazards of many units: at every step and finished, due all year round."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from taizhang.catalogue.values import Stored
from taizhang.matters.entry import RECORD, Intention
from taizhang.site.site import Site

BODY, CHUNK = "某某市人民政府办公室", 20_000
TODAY = date.today()
OPEN = {"registered": 5, "approved": 5, "assigned": 15, "in_progress": 60, "reported": 10, "in_review": 5}
KINDS = (
    "消防通道堵塞",
    "配电箱未接地",
    "灭火器过期",
    "护栏松动",
    "燃气管道老化",
    "边坡裂缝",
    "应急灯损坏",
    "仓库违规住人",
)


def intentions(count: int, units: int) -> Iterator[Intention]:
    """The units, then ``count`` matters: four in five struck off, the others waiting at every step for somebody."""
    chance = random.Random(7)
    for n in range(units):
        facts = {"name": f"第{n:04}单位", "parent": BODY, "kind": "部门"}
        yield Intention("建库", f"u{n}", "unit", RECORD, TODAY, f"unit-{n}", number=facts["name"], facts=dict(facts))
    for n in range(count):
        yield _matter(n, units, chance)


def _matter(n: int, units: int, chance: random.Random) -> Intention:
    """One hazard; one in five has a second unit beside the first."""
    opened = TODAY - timedelta(days=chance.randrange(700))
    due = opened + timedelta(days=chance.choice((15, 30, 90)))
    state = "struck_off" if chance.random() < 0.8 else chance.choices(*zip(*OPEN.items(), strict=True))[0]
    unit = f"第{chance.randrange(units):04}单位"
    facts: dict[str, Stored] = {
        "no": f"YH{n:07}",
        "township": unit,
        "site": f"第{n % 977}号场所",
        "text": f"{chance.choice(KINDS)}第{n % 1231}处",
        "level": "一般",
        "opened": opened.isoformat(),
        "due": due.isoformat(),
        "status": "已完成" if state == "struck_off" else "办理中",
    }
    if chance.random() < 0.2:
        facts["unit"] = f"第{chance.randrange(units):04}单位"
    if state == "struck_off":
        facts["done"] = facts["closed"] = min(due, TODAY).isoformat()
    return Intention(
        "建库", f"m{n}", "hazard", RECORD, opened, f"m{n}", number=f"YH{n:07}", unit=unit, facts=facts, state=state
    )


def fill(home: Path, count: int = 1_000_000, units: int = 1000, database: str = "") -> Site:
    """The site in ``home``, filled when it is empty."""
    if not (home / "catalogue").is_dir():
        Site.create(home, BODY).close()
    site = Site(home, database)
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
