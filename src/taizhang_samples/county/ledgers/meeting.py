"""Write the meetings: half days and weekdays after dates, and remarks that look like formulas but are text."""

from collections.abc import Sequence
from random import Random

from taizhang_samples.county.columns import choice, note, number, opened_on, sequence, text, yes_no
from taizhang_samples.county.form import Block, Column, reorder
from taizhang_samples.county.names import COUNTY, some
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Fault, Ledger, Page
from taizhang_samples.county.record import CellValue, Fact, Record, day, opened_year, word
from taizhang_samples.county.texts import NO, YES
from taizhang_samples.county.timeline import spread, tagged

_KINDS = {
    "县政府全体会议": ("县政府全体会议", "全体会议"),
    "县政府常务会议": ("县政府常务会议", "常务会议", "政府常务会议"),
    "县长办公会议": ("县长办公会议", "县长办公会"),
    "专题会议": ("专题会议", "专题会"),
    "电视电话会议": ("电视电话会议", "电视电话会"),
}
_TOPICS = ("防灾减灾", "稳岗就业", "粮食收储", "信访维稳", "城市更新", "预算调整")
_AGENDAS = ("听取进展汇报", "审议实施方案", "传达上级精神", "研究经费安排")


def _make(rng: Random, scale: int) -> list[Record]:
    days = spread(rng, 125 * scale)
    records: list[Record] = []
    for turn, (opened, tag) in enumerate(zip(days, tagged(days, "会{y}-{n}", len(days)), strict=True), 1):
        kind = rng.choices((*_KINDS,), (4, 25, 18, 30, 23))[0]
        minutes = rng.random() < (0.2 if kind == "电视电话会议" else 0.9)
        facts: dict[str, Fact] = {
            "no": tag,
            "opened": opened,
            "kind": kind,
            "name": f"{opened.year}年第{turn}次{kind}" if rng.random() < 0.5 else f"研究{some(rng, _TOPICS)}工作{kind}",
            "persons": rng.choice((9, 12, 18, 24, 38, 56, 110, 260, 1350)),
            "minutes": minutes,
            "minutes_no": f"沄政会纪〔{opened.year}〕{turn}号" if minutes else None,
            "agenda": some(rng, _AGENDAS),
            "place": some(rng, ("二楼会议室", "政府礼堂", "主楼视频会议室", "三号会商室")),
        }
        records.append(facts)
    return records


def _minutes_no() -> Column:
    def write(record: Record, pen: Pen) -> CellValue:
        return word(record, "minutes_no") or pen.pick(("", "/", "无"))

    return Column("minutes_no", ("纪要文号", "纪要编号", "会议纪要文号"), write, ("文号", "纪要文号", "纪要编号"))


def _blocks() -> tuple[Block, ...]:
    issued = yes_no("minutes", ("是否印发纪要", "纪要印发情况", "印发纪要"), (*YES[:2], "已印发"), (*NO[:2], "未印发"))
    return (
        Block((sequence(),)),
        Block((text("no", ("会议编号", "编号", "登记编号")),)),
        Block((text("name", ("会议名称", "名称", "会议标题")),)),
        Block((choice("kind", ("会议类型", "会议类别", "会议性质"), _KINDS),)),
        Block((text("agenda", ("主要议题", "议题", "会议内容", "会议议程")),)),
        Block((opened_on("opened", ("会议时间", "召开时间", "会议日期", "召开日期"), meeting=True),)),
        Block((text("place", ("会议地点", "地点", "会场")),)),
        Block((number("persons", ("参会人数", "与会人数", "到会人数", "参会人数（人）"), "人", nil=False),)),
        Block((issued, _minutes_no()), ("会议纪要", "纪要情况")),
        Block((note(("延期召开", "合并召开", "扩大到乡镇"), "remark", dangerous=True),)),
    )


def _quarter(record: Record) -> str:
    opened = day(record, "opened")
    return f"第{'一二三四'[(opened.month - 1) // 3]}季度" if opened else ""


def _pages(records: Sequence[Record], rng: Random) -> list[Page]:
    return [
        Page(
            name,
            [record for record in records if opened_year(record) == year],
            reorder(_blocks(), rng),
            f"{COUNTY}人民政府办公室{year}年会议承办登记",
            f"填报科室：县政府办公室综合科　　　　{year}年12月31日",
            "次",
            year=year,
            part=_quarter if year == 2025 else None,
            subheading=(lambda part, _count: part) if year == 2025 else None,
            subtotals=year == 2025,
            notes=("电视电话会议一般不印发纪要。",)[: year - 2025],
            repeat_heading=year == 2026,
        )
        for year, name in ((2025, "2025会议"), (2026, "会议承办2026"))
    ]


MEETING = Ledger(
    "meeting",
    "09_会议承办台账.xlsx",
    "xlsx",
    ("no", "name", "kind", "opened", "persons", "minutes"),
    _make,
    _pages,
    (
        Fault("missing_required", "name"),
        Fault("missing_required", "minutes_no", "minutes", "minutes"),
        Fault("missing_required", "persons"),
        Fault("unknown_value", "kind", words=("碰头会", "调度会？", "座谈", "其他")),
        Fault("bad_number", "persons"),
        Fault("negative_number", "persons"),
        Fault("impossible_date", "opened"),
        Fault("number_conflict", "no"),
    ),
)
