"""An office with repairs in two towns, a yearly plan, a confidential ledger, and people who see parts of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from taizhang.matters.entry import RECORD, Intention
from taizhang.policy.posts import Actor, Post
from taizhang.site.desk import Desk
from taizhang.site.site import Site
from taizhang.terms.period import Period

BODY, EAST, WEST = "青岚县人民政府办公室", "东桥镇", "西塘镇"
DAY, YEAR = date(2026, 7, 2), Period.year(2026)
LEDGERS = """
[ledger.repair]
title = "修缮台账"
noun = "修缮"
counter = "处"
lifecycle = "closed_loop"
key = ["no"]
unit = "unit"
[ledger.repair.field]
no = { title = "编号", required = true }
text = { title = "内容" }
unit = { title = "单位", type = "unit", group = true }
opened = { title = "登记日期", type = "date" }
due = { title = "期限", type = "date" }
closed = { title = "办结日期", type = "date" }
plan = { title = "计划米数", type = "decimal", decimals = 1 }
built = { title = "完成米数", type = "decimal", decimals = 1 }
[[ledger.repair.family]]
family = "loop"
[ledger.hint]
title = "线索台账"
noun = "线索"
counter = "条"
lifecycle = "closed_loop"
level = "confidential"
key = ["no"]
unit = "unit"
[ledger.hint.field]
no = { title = "编号", required = true }
unit = { title = "单位", type = "unit", group = true }
opened = { title = "登记日期", type = "date" }
due = { title = "期限", type = "date" }
closed = { title = "办结日期", type = "date" }
[[ledger.hint.family]]
family = "loop"
[figure.repair_plan]
title = "计划修缮"
ledger = "repair"
kind = "sum"
date = "opened"
measure = "plan"
unit = "米"
[figure.repair_built]
title = "完成修缮"
ledger = "repair"
kind = "sum"
date = "opened"
measure = "built"
unit = "米"
[figure.repair_share]
title = "修缮完成率"
kind = "share"
of = ["repair_built"]
over = ["repair_plan"]
[figure.repair_spent]
title = "修缮预算执行率"
kind = "share"
of = ["repair_built"]
over = ["repair_plan"]
ceiling = true
"""
TEMPLATE = """+++
title = "修缮情况"
+++

全年登记{{figure:repair_opened|unit}}，办结{{figure:repair_closed_flow|unit}}，期末未办结{{figure:repair_open_end|unit}}，
完成率{{figure:repair_share}}%。
"""
REPAIRS = (
    ("X1", EAST, "2026-01-05", "2026-02-05", "2026-02-01", 10, 10),
    ("X2", EAST, "2026-02-06", "2026-03-05", "", 20, 5),
    ("X3", WEST, "2026-03-07", "2026-04-05", "2026-05-01", 30, 15),
    ("X4", WEST, "2026-05-08", "2026-12-05", "", 40, 5),
    ("X5", WEST, "2025-05-09", "2025-12-05", "2025-11-01", 50, 50),
)


class Named:
    """Addresses that say what they open."""

    def matters(self, **parts: str | tuple[str, ...]) -> str:
        """The filters in order."""
        told = [
            f"{name}={','.join(value) if isinstance(value, tuple) else value}" for name, value in parts.items() if value
        ]
        return "/matters?" + "&".join(told)

    def matter(self, matter: str) -> str:
        """The matter's page."""
        return f"/matter/{matter}"

    def figure(self, name: str, period: Period, unit: str = "") -> str:
        """The figure's page."""
        return f"/figures/{name}?period={period.key}" + (f"&unit={unit}" if unit else "")

    def why(self, name: str, period: Period, against: Period) -> str:
        """The page of the figure's change."""
        return f"/figures/{name}/why?period={period.key}&against={against.key}"


WAYS = Named()


def founded(home: Path) -> Site:
    """The office with its matters."""
    Site.create(home, BODY, "office").close()
    (home / "catalogue" / "own.toml").write_text(LEDGERS, encoding="utf-8")
    (home / "catalogue" / "templates" / "mini.md").write_text(TEMPLATE, encoding="utf-8")
    site = Site(home)
    units = [unit(name) for name in (EAST, WEST)]
    site.journal.append([*units, *(repair(*row) for row in REPAIRS), hint("L1"), hint("L2")])
    return site


def unit(name: str) -> Intention:
    """A unit below the body."""
    facts = {"name": name, "parent": BODY, "kind": "乡镇"}
    return Intention(
        "甲", f"u{name}", "unit", RECORD, DAY, f"unit-{name.encode().hex()[:40]}", number=name, facts=facts
    )


def repair(no: str, town: str, opened: str, due: str, closed: str, plan: int, built: int) -> Intention:
    """A repair as recorded."""
    facts: Mapping[str, str] = {
        "no": no,
        "text": f"修缮{no}",
        "unit": town,
        "opened": opened,
        "due": due,
        "closed": closed,
        "plan": str(plan),
        "built": str(built),
    }
    return recorded("repair", no, town, facts, "struck_off" if closed else "in_progress")


def hint(no: str) -> Intention:
    """A lead, open."""
    facts = {"no": no, "unit": EAST, "opened": "2026-04-01", "due": "2026-05-01"}
    return recorded("hint", no, EAST, facts, "in_progress")


def recorded(ledger: str, no: str, town: str, facts: Mapping[str, str], state: str) -> Intention:
    """One matter taken over as it is."""
    return Intention(
        "甲",
        f"{ledger}{no}",
        ledger,
        RECORD,
        DAY,
        f"{ledger}-{no.lower()}",
        number=no,
        unit=town,
        facts=facts,
        state=state,
    )


def desk(site: Site, role: str = "leader", unit: str = BODY, day: date = DAY) -> Desk:
    """Somebody's desk."""
    return Desk(site, Actor("某", (Post("某", unit, role),)), day)
