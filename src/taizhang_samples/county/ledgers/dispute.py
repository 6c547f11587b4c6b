"""Write the disputes: a sheet for each township, some with money in 万元, and a visible summary whose totals are partly wrong."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from taizhang_samples.county.columns import choice, note, number, opened_on, optional_day, sequence, text
from taizhang_samples.county.form import Block, Column, reorder
from taizhang_samples.county.grid import Grid
from taizhang_samples.county.names import COUNTY, TOWNSHIPS, office_of, person, short_township, some, village
from taizhang_samples.county.numbers import TEN_THOUSAND, write_number
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Aside, Fault, Ledger, Page, Warned
from taizhang_samples.county.record import HANDED_IN, CellValue, Fact, Record, amount, day, opened_year, word
from taizhang_samples.county.texts import write_choice
from taizhang_samples.county.timeline import after, spread, tagged

_KINDS = ("邻里纠纷", "宅基地纠纷", "婚姻家庭", "劳资纠纷", "损害赔偿", "合同纠纷", "山林水利")
OUTCOMES = {
    "调解成功": ("调解成功", "成功", "达成协议", "已化解", "化解成功"),
    "引导诉讼": ("引导诉讼", "调解不成，引导诉讼", "转诉讼"),
    "open": ("正在调解", "调解中", "未完成", "化解中", "办理中"),
}
_BAD_OUTCOMES = ("同上", "见备注", "部分达成", "？", "另行处理")


def _make(rng: Random, scale: int) -> list[Record]:
    days = spread(rng, 230 * scale)
    records: list[Record] = []
    for opened, tag in zip(days, tagged(days, "JF{y}-{n}", len(days)), strict=True):
        closed = after(rng, opened, 60) if rng.random() < 0.9 else None
        facts: dict[str, Fact] = {
            "no": tag,
            "opened": opened,
            "done": closed,
            "closed": closed,
            "township": some(rng, TOWNSHIPS),
            "village": village(rng),
            "kind": some(rng, _KINDS),
            "persons": rng.choice((2, 2, 3, 4, 5, 8, 14, 36)),
            "amount": Decimal(rng.choice((0, 500, 1200, 3600, 8800, 15600, 42000, 128000)) + rng.randint(0, 9) * 100),
            "outcome": ("调解成功" if rng.random() < 0.88 else "引导诉讼") if closed else None,
            "mediator": person(rng),
        }
        records.append(facts)
    return records


def _outcome() -> Column:
    def write(record: Record, pen: Pen) -> CellValue:
        return write_choice(word(record, "outcome") or "open", OUTCOMES, "outcome", pen)

    return Column(
        "outcome", ("调处结果", "调解结果", "化解结果", "办理结果", "化解情况"), write, ("结果", "调处结果", "调解结果")
    )


def _money(unit: str) -> Column:
    def write(record: Record, pen: Pen) -> CellValue:
        yuan = amount(record, "amount")
        return write_number(yuan / TEN_THOUSAND if unit == "万元" else yuan, unit, pen)

    return Column("amount", tuple(f"{head}（{unit}）" for head in ("涉及金额", "涉案金额", "标的额", "金额")), write)


def _blocks(unit: str) -> tuple[Block, ...]:
    return (
        Block((sequence(),)),
        Block((text("no", ("纠纷编号", "编号", "登记编号", "案件编号")),)),
        Block((text("village", ("村（社区）", "所在村", "村居", "村（居）", "发生地")),)),
        Block((choice("kind", ("纠纷类型", "纠纷类别", "矛盾类型", "类型"), {kind: (kind,) for kind in _KINDS}),)),
        Block((opened_on("opened", ("排查时间", "发现日期", "受理日期", "登记时间", "排查日期")),)),
        Block((number("persons", ("涉及人数", "当事人数", "涉及人数（人）", "人数"), "人"), _money(unit))),
        Block(
            (
                optional_day(
                    "closed", ("调解日期", "调处时间", "化解时间", "办结日期"), ("时间", "调解日期", "化解日期")
                ),
                _outcome(),
                text("mediator", ("调解员", "调解人", "包案人", "调处人"), ("调解员", "调解人")),
            ),
            ("调处情况", "化解情况", "调解情况"),
        ),
        Block((note(("已回访", "签订协议书", "村级调解", "司法确认")),)),
    )


def _pages(records: Sequence[Record], rng: Random) -> list[Page]:
    pages = []
    for index, township in enumerate(TOWNSHIPS):
        mine = [r for r in records if word(r, "township") == township]
        merged = index % 3 != 2
        if merged:
            mine.sort(key=lambda r: word(r, "village"))
        pages.append(
            Page(
                short_township(township) if index % 2 else township,
                mine,
                reorder(_blocks("万元" if index in (3, 7) else "元"), rng),
                f"{township}矛盾纠纷排查化解{rng.choice(('台账', '登记表', '情况表'))}",
                f"填报单位：{office_of(township)}　　　　填报日期：2026年12月31日",
                rng.choice(("起", "件", "宗")),
                about={"township": township},
                part=(lambda r: word(r, "village")) if merged else None,
                merged="village" if merged else None,
                two_rows=index != 4,
            )
        )
    return pages


def _aside(_pages: Sequence[Page], rng: Random) -> list[Aside]:
    summary = Grid("全县汇总", 4)
    summary.add([f"{COUNTY}矛盾纠纷排查化解情况汇总表"])
    summary.add(["乡镇（街道）", "排查总数（起）", "其中2026年排查（起）", "已调处（起）"])
    wrong = rng.randrange(len(TOWNSHIPS))

    def fill(grid: Grid, found: Sequence[tuple[str | None, Record]]) -> list[Warned]:
        return _fill_summary(grid, [record for _, record in found], wrong)

    return [Aside(summary, "汇总表，只供核对，不是明细", -1, fill)]


def _fill_summary(grid: Grid, records: Sequence[Record], wrong: int) -> list[Warned]:
    whole = [0, 0, 0]
    for name in TOWNSHIPS:
        mine = [r for r in records if word(r, "township") == name]
        counts = [
            len(mine),
            sum(opened_year(r) == 2026 for r in mine),
            sum((day(r, "closed") or HANDED_IN.replace(year=2027)) <= HANDED_IN for r in mine),
        ]
        whole = [total + count for total, count in zip(whole, counts, strict=True)]
        grid.add([name, *counts])
    grid.add(["合计", *whole])
    last = len(grid.rows)
    warned = []
    for row, right in ((wrong + 3, grid.at(wrong + 3, 1)), (last, grid.at(last, 1))):
        stated = int(str(right)) + 2
        grid.put(row, 1, stated)
        warned.append(Warned("total_mismatch", grid.name, f"B{row}", str(stated), str(right)))
    return warned


DISPUTE = Ledger(
    "dispute",
    "06_矛盾纠纷排查化解台账.xlsx",
    "xlsx",
    ("no", "kind", "opened", "persons", "outcome"),
    _make,
    _pages,
    (
        Fault("missing_required", "opened"),
        Fault("missing_required", "kind"),
        Fault("missing_required", "persons"),
        Fault("unknown_status", "outcome", words=_BAD_OUTCOMES),
        Fault("bad_number", "persons"),
        Fault("bad_number", "amount"),
        Fault("negative_number", "persons"),
        Fault("negative_number", "amount"),
        Fault("closed_before_opened", "closed", related="opened"),
        Fault("closed_without_date", "closed", related="outcome"),
        Fault("impossible_date", "opened"),
        Fault("number_conflict", "no"),
    ),
    aside=_aside,
)
