"""Matters brought to a state through their pages, and counted afterwards."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from taizhang.intake.identities import matter_identity
from taizhang.matters.entry import Head, Intention
from taizhang_site.house import site, today
from tests.web.people import OTHER, TOWN


def paper() -> str:
    """The digest of a kept file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "凭证.txt"
        path.write_text("凭证", "utf-8")
        return site().blobs.put(path)


def do(act: str, matter: str, actor: str, **more: Any) -> str:
    """Appends an act by somebody who is none of the people asked."""
    asked = Intention(actor, uuid4().hex, "hazard", act, today(), matter, note="情况属实", **more)
    return site().journal.append([asked])[0].matter


def fresh(unit: str = TOWN, text: str = "护栏缺损") -> str:
    """A registered hazard."""
    number = f"YH-T-{uuid4().hex[:8]}"
    facts = {
        "no": number,
        "township": unit,
        "level": "一般",
        "opened": "2026-11-02",
        "due": "2026-12-30",
        "text": text,
        "status": "办理中",
    }
    return do("register", matter_identity("hazard", (number,)), "登记人", number=number, unit=unit, facts=facts)


def brought(state: str) -> str:
    """A hazard of the town in a state."""
    matter, file = fresh(), (paper(),)
    way: list[tuple[str, str, dict[str, Any]]] = [
        ("approve", "批准人", {}),
        ("assign", "分办人", {}),
        ("accept", "办事人", {}),
        ("report", "负责人", {"evidence": file}),
        ("start_review", "受理人", {}),
        ("verify", "初核人", {}),
        ("verify", "复核人", {}),
        ("verify", "终核人", {}),
        ("close", "办结人", {}),
        ("strike_off", "销号人", {}),
    ]
    steps = {
        "registered": 0,
        "approved": 1,
        "assigned": 2,
        "in_progress": 3,
        "reported": 4,
        "in_review": 5,
        "closed": 9,
        "struck_off": 10,
    }
    after: dict[str, tuple[str, list[tuple[str, str, dict[str, Any]]]]] = {
        "asked": ("in_progress", [("ask_back", "办事人", {"said": {"owner": OTHER}})]),
        "handed_back": (
            "in_progress",
            [("ask_back", "申请人", {"said": {"owner": OTHER}}), ("hand_back", "同意人", {})],
        ),
        "suspended": ("in_progress", [("suspend", "中止人", {"evidence": file})]),
        "objected": ("closed", [("object", "异议人", {})]),
        "standing": ("closed", [("keep_standing", "批准人", {"evidence": file, "review": date(2027, 5, 1)})]),
        "merged": ("in_progress", [("merge", "并件人", {"related": (fresh(),)})]),
        "split": ("in_progress", [("split", "拆分人", {"related": (fresh(),)})]),
    }
    base, more = after.get(state, (state, []))
    for act, actor, given in (*way[: steps[base]], *more):
        do(act, matter, actor, **given)
    return matter


def counted() -> int:
    """How many hazards figures count."""
    return int(str(site().refresh().rows("SELECT count(*) FROM hazard")[0][0]))


def head(matter: str) -> Head:
    """Where a matter stands."""
    found = site().journal.head(matter)
    assert found is not None
    return found
