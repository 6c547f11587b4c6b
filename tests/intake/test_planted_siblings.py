"""Each kind of contradiction planted in ledgers it was not thought of in: a rule finds it by the part a field plays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from taizhang.papers.kept_rows import unsound_rows
from taizhang.site.site import Imported, Site
from tests.intake.declared_sheet import Facts, cell_of, columns_of, sheet_of
from tests.intake.small_body import D, Row, imported, made_site, named

TOWN, GONE, HEIR, ROADS = "城东街道", "西塘镇", "新塘街道", "养护管理处"
SPRING, MAY, JUNE = D(2026, 3, 1), D(2026, 5, 6), D(2026, 6, 10)
MONTHS = [f"{month}月" for month in range(1, 13)]


def plain(site: Site, ledger: str, facts: Facts) -> dict[str, object]:
    """A row of any ledger with all that must be filled, that contradicts nothing by itself; ``facts`` before it."""
    declared, made = site.catalogue.ledgers[ledger].declared, dict[str, object]()
    for name, one in declared.field.items():
        words = list(site.catalogue.vocabularies[one.choices].values) if one.type == "choice" else []
        if one.headings and (one.required or name in facts):
            year = 2026 if one.unit == "年" or one.type == "year" else 5
            fixed: dict[str, object] = {"unit": TOWN, "units": TOWN, "date": MAY, "flag": "否"}
            text = f"{one.title}之{facts.get('no', '一')}" if one.type == "text" else year
            made[name] = words[0] if words else fixed.get(one.type, text)
        if name == declared.status and words:
            finished = site.catalogue.ledgers[ledger].roles.finished
            made[name] = next((word for word in words if word not in finished), words[0])
    return made | {name: finished_word(site, ledger) if value is DONE else value for name, value in facts.items()}


def finished_word(site: Site, ledger: str) -> str:
    """A word of the ledger for a finished matter."""
    return sorted(site.catalogue.ledgers[ledger].roles.finished)[0]


DONE = object()


@dataclass(frozen=True, slots=True)
class Sibling:
    """Rows of a ledger, the last of which (or the row of totals) contradicts itself at a field."""

    kind: str
    ledger: str
    at: str
    rows: Sequence[Facts]
    total: Facts = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.ledger}-{self.at}"


def planted(kind: str, ledger: str, at: str, **facts: object) -> Sibling:
    return Sibling(kind, ledger, at, [facts])


def three(ledger: str, at: str, numbers: Sequence[int], **total: object) -> Sibling:
    rows = [{"no": f"T-{place}", at: number} for place, number in enumerate(numbers)]
    return Sibling("total", ledger, at, rows, {"no": "合计", **total})


CLOSED = {"opened": SPRING, "closed": D(2026, 5, 1), "status": DONE}
TWO = ({"no": "A-1"}, {"no": "A-2"})
SIBLINGS = (
    three("settlement", "submitted", (10, 20, 30), submitted=70),
    three("refund", "amount_due", (100, 200, 300), amount_due=900),
    three("training", "trainees", (10, 20, 30), trainees=90),
    three("proposal", "lead", (), lead="共5件"),
    planted("unfinished", "city_works", "schedule", schedule=130),
    planted("unfinished", "field_check", "rectified", **CLOSED, checked_on=D(2026, 3, 5), issues=6, rectified=2),
    planted("unfinished", "refund", "refunded", **CLOSED, amount_due=500, refunded=200),
    planted("unfinished", "debt", "unpaid", **CLOSED, due_amount=100, repaid=40, extended=0, unpaid=60),
    planted("unfinished", "livelihood", "done_value", progress="已完成", closed=MAY, target=100, done_value=60),
    planted("unit", "proposal", "lead", lead=GONE, opened=D(2026, 4, 1)),
    planted("unit", "training", "unit", unit=GONE, opened=D(2026, 6, 1)),
    planted("unit", "expropriation", "township", township=HEIR, opened=D(2026, 3, 31)),
    planted("unit", "roster", "unit", unit=GONE, year=2027),
    planted("unit", "matching", "unit", unit=HEIR, year=2025),
    planted("order", "secrecy", "closed", opened=MAY, closed=D(2026, 5, 5)),
    planted("order", "disclosure", "closed", opened=MAY, closed=D(2026, 5, 5), status=DONE),
    planted("order", "project", "completed_on", signed_on=MAY, completed_on=D(2026, 4, 1)),
    planted("order", "brand", "closed", opened=MAY, closed=D(2025, 4, 1)),
    planted("order", "facility", "graded_on", built_on=JUNE, graded_on=MAY),
    planted("order", "fund", "closed", opened=SPRING, received=4, closed=D(2026, 2, 1)),
    planted("order", "land", "due", opened=MAY, due=D(2026, 5, 5)),
    planted("order", "field_check", "consulted_on", opened=SPRING, checked_on=MAY, consulted_on=D(2026, 5, 5)),
    planted("order", "major", "due", opened=SPRING, decided=MAY, due=D(2026, 5, 5)),
    Sibling("twins", "proposal", "no", [{**row, "text": "建设农村公路", "code": "D-1"} for row in TWO]),
    Sibling("twins", "inspection", "no", [{**row, "source": "巡查", "text": "养护台账记录不完整"} for row in TWO]),
    Sibling("twins", "honour", "no", [{**row, "title": "学习型党组织", "recipient": ROADS} for row in TWO]),
    planted("negative", "dispute", "persons", persons=-4),
    planted("negative", "survey", "km_total", km_total=-36.9),
    planted("negative", "training", "days", days=-1),
    planted("skipped", "inspection", "verified", opened=SPRING, verified=MAY, struck="是"),
    planted("skipped", "listed_hazard", "closed", **CLOSED),
    planted("skipped", "election", "closed", opened=SPRING, closed=MAY),
    planted("skipped", "major", "closed", **CLOSED),
    planted("order", "rectification", "verified", opened=SPRING, done=JUNE, verified=MAY, status=DONE),
    planted("period", "cadre", "probation_to", opened=SPRING, probation_to=D(2026, 12, 1)),
    planted("period", "study", "ended", opened=JUNE, ended=MAY),
    planted("period", "unit", "until", name="测试局", since=JUNE, until=MAY),
    planted("part", "fund", "spent", opened=SPRING, approved=100, received=80, closed=MAY, spent=90),
    planted("part", "project", "funds", amount=2, funds=3),
    planted("part", "party_life", "present", should=20, present=21),
    planted("part", "roster", "officials", staff=20, officials=21),
    planted("period", "party_org", "term_end", opened=JUNE, term_end=MAY),
    planted("period", "naming", "closed", named_on=JUNE, closed=MAY),
    planted("period", "regulation", "closed", opened=JUNE, closed=MAY),
    planted("persons", "warning", "first_time", present=30, first_time=31),
    planted("span", "petition", "opened", opened=D(2062, 5, 6), due=D(2062, 7, 5)),
    planted("span", "plan", "year", year=2062),
    planted("span", "assignment", "due", opened=MAY, due=D(2062, 5, 6)),
    planted("whole", "city_works", "units", units=3.5),
    planted("measure", "matching", "received", received="5公里"),
)


def read(
    site: Site, folder: Path, sibling: Sibling, *, apply: bool = False
) -> tuple[Imported, list[dict[str, object]]]:
    rows = [plain(site, sibling.ledger, facts) for facts in sibling.rows or [{"no": "T-1"}, {"no": "T-2"}]]
    title, grid = sheet_of(site, sibling.ledger, rows)
    if sibling.total:
        grid.append([sibling.total.get(name, "") for name in columns_of(site, sibling.ledger, rows)])
    return imported(site, folder, f"2026年{title}", grid, apply=apply), rows


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return made_site(tmp_path)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site into which nothing is written."""
    return made_site(tmp_path_factory.mktemp("untouched"))


@pytest.mark.parametrize("sibling", SIBLINGS, ids=lambda one: one.name)
def test_a_contradiction_is_named_at_its_cell_in_a_ledger_it_was_not_thought_of_in(
    untouched: Site, tmp_path: Path, sibling: Sibling
) -> None:
    got, rows = read(untouched, tmp_path, sibling)
    line = len(rows) if sibling.total else len(rows) - 1
    assert cell_of(untouched, sibling.ledger, rows, sibling.at, line) in {cell for _, cell in named(got)}


# On the limit: each a step from what is named above.
LOOK_ALIKES: tuple[tuple[str, str, Facts], ...] = (
    ("struck off with all rectified", "field_check", {**CLOSED, "checked_on": SPRING, "issues": 6, "rectified": 6}),
    ("open with some rectified", "field_check", {"checked_on": MAY, "issues": 6, "rectified": 2}),
    ("all of it refunded", "refund", {**CLOSED, "amount_due": 500, "refunded": 500}),
    ("a debt with nothing left", "debt", {**CLOSED, "due_amount": 100, "repaid": 100, "extended": 0, "unpaid": 0}),
    ("a campaign summed up with work left", "campaign", {"closed": JUNE, "found": 9, "rectified": 7}),
    ("a unit's last year", "roster", {"unit": GONE, "year": 2026}),
    ("a successor's first year", "matching", {"unit": HEIR, "year": 2026}),
    ("graded the day it was built", "facility", {"built_on": MAY, "graded_on": MAY}),
    ("due on the day of the decision", "major", {"opened": SPRING, "decided": MAY, "due": MAY}),
    (
        "consulted on the day of the check",
        "field_check",
        {"opened": SPRING, "checked_on": MAY, "consulted_on": MAY, "issues": 1, "rectified": 1},
    ),
    ("more than the plan where that is allowed", "matching", {"required_sum": 100, "received": 120}),
    ("a leap day", "petition", {"code": "D-1", "opened": D(2024, 2, 29), "due": D(2024, 4, 29)}),
)


@pytest.mark.parametrize(("why", "ledger", "facts"), LOOK_ALIKES, ids=[why for why, *_ in LOOK_ALIKES])
def test_what_lies_on_the_limit_raises_nothing(
    untouched: Site, tmp_path: Path, why: str, ledger: str, facts: Facts
) -> None:
    got, _ = read(untouched, tmp_path, Sibling("", ledger, "", [facts]))
    assert named(got) == set(), why


def test_two_places_in_one_village_and_one_petitioner_twice_are_two(untouched: Site, tmp_path: Path) -> None:
    hazards = [
        {"no": "H-1", "site": "老街桥头", "text": "护栏缺失一段", "funds": 3},
        {"no": "H-2", "site": "老街桥头", "text": "桥面积水一处", "funds": 3},
    ]
    assert named(read(untouched, tmp_path, Sibling("", "hazard", "", hazards))[0]) == set()
    twice = [{"no": "X-1", "code": "D-1", "text": "反映路灯不亮"}, {"no": "X-2", "code": "D-1", "text": "反映井盖缺失"}]
    assert named(read(untouched, tmp_path, Sibling("", "petition", "", twice))[0]) == set()


@pytest.mark.parametrize("sibling", [one for one in SIBLINGS if one.kind == "unfinished"], ids=lambda one: one.name)
def test_what_is_kept_already_is_named_too(site: Site, tmp_path: Path, sibling: Sibling) -> None:
    if sibling.ledger == "city_works":
        sibling = planted("unfinished", "city_works", "schedule", closed=JUNE, schedule=60)
    assert read(site, tmp_path, sibling, apply=True)[0].applied
    assert f"ledger.{sibling.ledger}.{sibling.at}" in {problem.place.key for problem in unsound_rows(site)}


def test_a_month_told_lower_than_before_is_named_at_its_cell(site: Site, tmp_path: Path) -> None:
    def hall(*values: int) -> list[Row]:
        return [["服务渠道", *MONTHS], ["大厅窗口", *values]]

    title = "2026年政务大厅服务月报"
    assert imported(site, tmp_path, title, hall(*[10] * 12), apply=True).applied
    assert named(imported(site, tmp_path, title, hall(10, 8, *[10] * 10))) == {("INT-064", "C3")}
    assert named(imported(site, tmp_path, title, hall(*[10] * 5, -3, *[10] * 6))) == {("INT-055", "G3")}
    assert named(imported(site, tmp_path, title, hall(*[10] * 12))) == set()


def test_a_row_told_anew_is_named_at_the_cell_of_each_number_and_nought_is_a_number(site: Site, tmp_path: Path) -> None:
    before = planted("", "matching", "received", year=2025, required_sum=100, received=90)
    assert read(site, tmp_path, before, apply=True)[0].applied
    lower = planted("", "matching", "received", year=2025, required_sum=100, received=0)
    got, rows = read(site, tmp_path, lower)
    assert named(got) == {("INT-064", cell_of(site, "matching", rows, "received"))}
    assert "由90万元改为0万元" in " ".join(one.message for one in got.changes.warnings)


# A unit that went in the middle of a month still tells of that month.
REGISTER: list[Row] = [
    ["单位名称", "上级单位", "单位类型", "撤销日期"],
    ["老渡镇", "泽川市", "乡镇（街道）", D(2026, 5, 14)],
]


def test_the_month_and_the_year_in_which_a_unit_went_are_still_its_own(site: Site, tmp_path: Path) -> None:
    assert imported(site, tmp_path, "单位名录", REGISTER, apply=True).applied
    rows: list[Row] = [["项目单位", "年度", "年度投资任务", *MONTHS], ["老渡镇", 2026, 60, *[10] * 5, *[0] * 7]]
    assert named(imported(site, tmp_path, "2026年公路投资完成月报", rows)) == set()
    rows[1] = ["老渡镇", 2026, 60, *[10] * 6, *[0] * 6]
    assert named(imported(site, tmp_path, "2026年公路投资完成月报", rows)) == {("ROW-008", "I3")}
