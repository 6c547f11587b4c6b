"""Write the digest items sent up as a UTF-8 csv with a mark at its head: adoption in many spellings, scores as text."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from taizhang_samples.county.columns import note, number, opened_on, place, sequence, text
from taizhang_samples.county.form import Block, Column, reorder
from taizhang_samples.county.names import COUNTY, DEPARTMENTS, TOWNSHIPS, some, village
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Fault, Ledger, Page
from taizhang_samples.county.record import CellValue, Fact, Record, opened_year, words
from taizhang_samples.county.texts import write_choice
from taizhang_samples.county.timeline import spread, tagged

_TITLES = (
    '{0}探索"小院议事"',
    "{0}秋粮收购进度",
    "{0}反映化肥价格上涨",
    "关于{0}防汛的几点建议",
    "{0}推行“一件事”办理",
    "{0}文旅消费升温",
)
_ADOPTIONS = {
    "省": ("省级", "省级采用", "省", "省采用"),
    "市": ("市级", "市级采用", "市", "市采用"),
    "省市": ("省、市采用", "省级；市级", "省级、市级", "省、市"),
    "none": ("未采用", "/", "×", "—", "未录用"),
}


def _make(rng: Random, scale: int) -> list[Record]:
    days = spread(rng, 280 * scale)
    senders = (*DEPARTMENTS[:13], *TOWNSHIPS)
    records: list[Record] = []
    for opened, tag in zip(days, tagged(days, "信{y}-{n}", 1000 * scale), strict=True):
        adopted = rng.choices(((), ("市",), ("省",), ("省", "市")), (55, 25, 12, 8))[0]
        score = Decimal(1) + sum((Decimal("2.5") if level == "市" else Decimal(6) for level in adopted), Decimal(0))
        facts: dict[str, Fact] = {
            "no": tag,
            "opened": opened,
            "unit": some(rng, senders),
            "title": some(rng, _TITLES).format(village(rng)),
            "adopted": adopted,
            "score": score,
        }
        records.append(facts)
    return records


def _adopted() -> Column:
    def write(record: Record, pen: Pen) -> CellValue:
        return write_choice("".join(words(record, "adopted")) or "none", _ADOPTIONS, "adopted", pen)

    return Column("adopted", ("采用情况", "上级采用情况", "省市采用情况", "采用级别", "录用情况"), write)


def _blocks() -> tuple[Block, ...]:
    return (
        Block((sequence(),)),
        Block((text("no", ("信息编号", "编号", "登记编号")),)),
        Block((opened_on("opened", ("报送时间", "上报日期", "报送日期"), timed=True),)),
        Block((place("unit", ("报送单位", "来稿单位", "供稿单位", "报送部门"), exactly=True),)),
        Block((text("title", ("信息标题", "标题", "信息题目", "题目")),)),
        Block((_adopted(),)),
        Block((number("score", ("得分", "计分", "分值", "积分"), "分"),)),
        Block((note(("约稿", '含"图表"', "合并,上报", "综合采用"), dangerous=True),)),
    )


def _pages(records: Sequence[Record], rng: Random) -> list[Page]:
    return [
        Page(
            None,
            records,
            reorder(_blocks(), rng),
            f"{COUNTY}政务信息报送及采用情况统计",
            "填报单位：县政府办公室信息科　统计截止：2026年12月31日",
            "条",
            part=lambda r: f"{opened_year(r)}年",
            subheading=lambda part, _count: part,
            notes=("省、市同时采用的，得分累计。",),
            two_rows=False,
        )
    ]


INFORMATION = Ledger(
    "information",
    "07_政务信息报送采用台账.csv",
    "csv",
    ("no", "opened", "unit", "title", "adopted", "score"),
    _make,
    _pages,
    (
        Fault("missing_required", "unit"),
        Fault("missing_required", "title"),
        Fault("missing_required", "score"),
        Fault("unknown_value", "adopted", words=("拟采用", "待反馈", "国家级？", "初审")),
        Fault("bad_number", "score"),
        Fault("negative_number", "score"),
        Fault("impossible_date", "opened"),
        Fault("number_conflict", "no"),
    ),
    encoding="utf-8-sig",
)
