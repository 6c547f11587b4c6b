"""Profiles switch ledgers on with everything that stands on them; texts gather their values from both folders."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taizhang.catalogue.dated import in_force
from taizhang.catalogue.load import examine, load

LEDGER = """
[ledger.{name}]
title = "{name}台账"
noun = "事"
counter = "件"
lifecycle = "activity"
key = ["no"]
profiles = {profiles}
[ledger.{name}.field]
no = {{ title = "编号", headings = ["编号"] }}
day = {{ title = "日期", type = "date", headings = ["日期"] }}
kind = {{ title = "种类", type = "choice", choices = "kind", headings = ["种类"] }}
"""
WORDS = '[vocabulary.kind]\ntitle = "种类"\nvalues = { "甲" = [], "乙" = [] }\n'
FIGURES = """
[figure.one]
title = "一"
ledger = "road"
kind = "flow"
date = "day"
[figure.two]
title = "二"
ledger = "visit"
kind = "flow"
date = "day"
[figure.both]
title = "比"
kind = "ratio"
of = ["one"]
over = ["two"]
[figure.again]
title = "比的同比"
kind = "year_on_year"
of = ["both"]
[figure.own]
title = "自己的"
ledger = "visit"
kind = "flow"
date = "day"
profiles = ["city"]
[identity.kept]
title = "留"
left = ["two"]
right = ["two"]
[identity.gone]
title = "去"
left = ["one"]
right = ["two"]
"""


def write(folder: Path, text: str, templates: dict[str, str] | None = None, name: str = "a.toml") -> Path:
    (folder / "templates").mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    for template, body in (templates or {}).items():
        (folder / "templates" / f"{template}.md").write_text(body, encoding="utf-8")
    return folder


def two_ledgers(visit: str = "[]", road: str = '["bureau"]') -> str:
    return WORDS + LEDGER.format(name="visit", profiles=visit) + LEDGER.format(name="road", profiles=road) + FIGURES


def test_what_stands_on_a_ledger_that_is_off_is_off_to_the_last(tmp_path: Path) -> None:
    folder = write(tmp_path, two_ledgers())
    office = load(folder, profile="office")
    assert set(office.ledgers) == {"visit"}
    assert set(office.figures) == {"two"}
    assert set(office.identities) == {"kept"}
    bureau = load(folder, profile="bureau")
    assert set(bureau.figures) == {"one", "two", "both", "again"}
    assert set(load(folder).figures) == {"one", "two", "both", "again", "own"}
    assert office.revision != bureau.revision


def test_the_body_says_its_profile(tmp_path: Path) -> None:
    folder = write(tmp_path, two_ledgers() + '[body]\nname = "某办"\nprofile = "office"\n')
    assert set(load(folder).ledgers) == {"visit"}
    assert set(load(folder, profile="").ledgers) == {"visit", "road"}


def test_a_template_is_on_for_the_profiles_of_its_front_matter(tmp_path: Path) -> None:
    front = '+++\ntitle = "题"\nprofiles = ["city"]\nserves = ["M1"]\n+++\n\n字。\n'
    folder = write(tmp_path, two_ledgers(), {"mine": front, "all": '+++\ntitle = "题"\n+++\n\n字。\n'})
    assert set(load(folder, profile="city").templates) == {"mine", "all"}
    assert set(load(folder, profile="office").templates) == {"all"}


def test_a_ledger_off_is_still_checked(tmp_path: Path) -> None:
    _, problems = examine(write(tmp_path, two_ledgers().replace('date = "day"', 'date = "dya"', 1)), profile="office")
    assert [problem.code for problem in problems] == ["CAT-032"]


_CLOCK = """[clock.reply]
title = "答复"
ledgers = ["road"]
starts = "day"
ends = "day"
where = "kind = '甲'"
amount = 3
unit = "month"
[figure.one]"""
FAULTS = [
    ('profiles = ["bureau"]', 'profiles = ["village"]', "CAT-004", "village"),
    ('[figure.one]\ntitle = "一"', '[figure.one]\ntitle = "一"\nwhere = "kind = \'丙\'"', "CAT-034", "丙"),
    ('[figure.one]\ntitle = "一"', '[figure.one]\ntitle = "一"\nserves = ["M999"]', "CAT-012", "M999"),
    ('[figure.one]\ntitle = "一"', '[figure.one]\ntitle = "一"\nslots = ["R1-999"]', "CAT-012", "R1-999"),
    ("[figure.one]", "[ledger.road.serves]\nM1 = \"kind in ('甲', '丁')\"\n[figure.one]", "CAT-034", "丁"),
    ("[figure.one]", "[ledger.road.serves]\nM1 = \"kin = '甲'\"\n[figure.one]", "CAT-012", "kin"),
    (
        "[figure.one]",
        '[text.year]\ntitle = "年"\nvalue = [{ since = 2026-01-01, text = "二" }]\n[figure.one]',
        "CAT-036",
        "year",
    ),
    ("[figure.one]", '[text."走"]\ntitle = "年"\n[figure.one]', "CAT-010", "走"),
    (
        "[figure.one]",
        '[text.x]\ntitle = "年"\nvalue = [{ since = 2026-01-02, until = 2026-01-01, text = "二" }]\n[figure.one]',
        "CAT-036",
        "年",
    ),
    (
        "[figure.one]",
        '[ledger.visit.pivot]\ninto = "road"\ncarry = ["no"]\nvalue = "kind"\n[figure.one]',
        "CAT-035",
        "city",
    ),
    ("[figure.one]", _CLOCK.replace("road", "rood"), "CAT-012", "rood"),
    ("[figure.one]", _CLOCK.replace('ends = "day"', 'ends = "no"'), "CAT-012", "no"),
    ("[figure.one]", _CLOCK.replace("甲", "丁"), "CAT-034", "丁"),
    (
        "[figure.one]",
        '[slot.R1-002]\nreport = "R8"\nsection = "一"\ntitle = "处"\ntype = "count"\n[figure.one]',
        "CAT-012",
        "R8",
    ),
]
LISTED = """
[report.R1]
title = "报告"
[mechanism.M1]
title = "机制"
family = "plan"
reports = ["R1"]
[slot.R1-001]
report = "R1"
section = "一"
title = "处"
type = "count"
"""


@pytest.mark.parametrize(("old", "new", "code", "word"), FAULTS, ids=[fault[2] + fault[3] for fault in FAULTS])
def test_each_fault_is_named(tmp_path: Path, old: str, new: str, code: str, word: str) -> None:
    text = two_ledgers() + LISTED
    assert examine(write(tmp_path / "right", text))[1] == ()
    _, problems = examine(write(tmp_path / "wrong", text.replace(old, new, 1)))
    found = [problem for problem in problems if problem.code == code]
    assert any(word in problem.message for problem in found), [str(problem) for problem in problems]
    assert all(problem.place.line > 0 for problem in found)


def test_a_template_that_serves_nobody_known_is_named(tmp_path: Path) -> None:
    front = '+++\ntitle = "题"\nprofiles = ["village"]\nserves = ["M8"]\n+++\n\n字。\n'
    _, problems = examine(write(tmp_path, two_ledgers() + LISTED, {"mine": front}))
    assert [problem.code for problem in problems] == ["CAT-012", "CAT-012"]


def test_a_body_adds_values_to_a_shipped_text_and_the_latest_in_force_counts(tmp_path: Path) -> None:
    shipped = write(tmp_path / "shipped", '[text.motto]\ntitle = "口号"\nslots = ["R1-020"]\n')
    own = write(
        tmp_path / "own",
        '[[text.motto.value]]\nsince = 2025-01-01\ntext = "旧"\n'
        '[[text.motto.value]]\nsince = 2026-03-01\nuntil = 2026-12-31\ntext = "新"\n',
    )
    motto = load(shipped, own).texts["motto"]
    assert (motto.title, motto.slots) == ("口号", ("R1-020",))
    told = [
        in_force(motto.value, day)
        for day in (date(2024, 1, 1), date(2026, 2, 28), date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert [one.text if one else "" for one in told] == ["", "旧", "新", "旧"]


def test_a_text_declared_anew_replaces_the_shipped_one(tmp_path: Path) -> None:
    shipped = write(tmp_path / "shipped", '[text.motto]\ntitle = "口号"\n')
    own = write(tmp_path / "own", '[text.motto]\ntitle = "本单位口号"\n')
    assert load(shipped, own).texts["motto"].title == "本单位口号"
