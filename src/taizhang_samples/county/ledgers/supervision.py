"""Write the supervised items: two year sheets with the source in a column, three rounds of feedback, a stale hidden copy."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from taizhang_samples.county.columns import (
    choice,
    due,
    extension,
    note,
    opened_on,
    optional_day,
    place,
    sequence,
    state,
    text,
)
from taizhang_samples.county.days import write_optional_day
from taizhang_samples.county.form import Block, Column, Writer, reorder
from taizhang_samples.county.grid import Cell, Grid
from taizhang_samples.county.names import COUNTY, SHORT_DEPARTMENTS, handler, handlers, some, village
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Aside, Fault, Ledger, Page
from taizhang_samples.county.record import HANDED_IN, CellValue, Fact, Record, day, days, opened_year, word, words
from taizhang_samples.county.tables import SOURCES
from taizhang_samples.county.texts import BAD_STATUSES, DONE, OPEN, write_units
from taizhang_samples.county.timeline import finish, limit, spread, tagged

_WRITTEN_SOURCES = {
    "县主要领导批示": ("领导批示", "批示件", "县主要领导批示", "主要领导批示"),
    "常务会": ("县政府常务会议", "常务会议", "常务会", "政府常务会议"),
    "县长办公会": ("县长办公会议", "县长办公会", "办公会议"),
}
_TEXTS = (
    "关于{0}供水管网改造的批示",
    "研究{0}危桥重建资金",
    "议定{0}小学扩建用地",
    "关于{0}养老设施运营的意见",
    "督促{0}垃圾中转站投用",
)


def _make(rng: Random, scale: int) -> list[Record]:
    opened_days = spread(rng, 180 * scale, carried=7 * scale)
    records: list[Record] = []
    for opened, number in zip(opened_days, tagged(opened_days, "督〔{y}〕{n}号", len(opened_days)), strict=True):
        first_due = limit(rng, opened, (10, 15, 20, 30, 60, 90))
        extended = first_due + timedelta(days=rng.choice((10, 15, 30))) if rng.random() < 0.1 else None
        until = extended or first_due
        old = opened.year == 2024
        closed = finish(
            rng, opened, until, share=0.9, floor=HANDED_IN.replace(year=2025, month=1, day=2) if old else None
        )
        last = closed or min(HANDED_IN, until + timedelta(days=60))
        rounds = sorted(
            opened + timedelta(days=rng.randint(1, max(1, (last - opened).days))) for _ in range(rng.randint(0, 3))
        )
        lead = handler(rng)
        facts: dict[str, Fact] = {
            "no": number,
            "opened": opened,
            "first_due": first_due,
            "extended_to": extended,
            "due": until,
            "done": closed,
            "closed": closed,
            "source": some(rng, SOURCES),
            "text": some(rng, _TEXTS).format(village(rng)),
            "lead": lead,
            "co": handlers(rng, lead),
            "feedback": tuple(dict.fromkeys(moment for moment in rounds if moment <= HANDED_IN)),
        }
        records.append(facts)
    return records


def _round(index: int) -> Writer:
    def write(record: Record, pen: Pen) -> CellValue:
        told = days(record, "feedback")
        return write_optional_day(told[index], f"fb{index + 1}", pen) if len(told) > index else ""

    return write


def _co_units(mark: str) -> Column:
    def write(record: Record, pen: Pen) -> CellValue:
        units = [SHORT_DEPARTMENTS.get(unit, unit) if pen.chance(0.2) else unit for unit in words(record, "co")]
        return write_units(units, mark) or pen.pick(("", "", "/", "无"))

    return Column("co", ("协办单位", "配合单位", "会办单位", "协同单位", "参与单位", "配合部门"), write)


def _blocks(mark: str) -> tuple[Block, ...]:
    rounds = ("第{0}轮反馈", "第{0}次反馈", "{0}次反馈")
    feedback = tuple(
        Column(
            f"fb{n + 1}",
            tuple(shape.format("一二三"[n]) for shape in rounds),
            _round(n),
            (f"第{'一二三'[n]}轮", f"第{'一二三'[n]}次"),
        )
        for n in range(3)
    )
    return (
        Block((sequence(),)),
        Block((text("no", ("督查编号", "立项编号", "编号", "立项文号", "督办编号", "事项编号")),)),
        Block((choice("source", ("事项来源", "来源", "督查来源", "交办来源", "立项来源"), _WRITTEN_SOURCES),)),
        Block((text("text", ("督查事项", "事项内容", "交办事项", "督办内容", "工作任务", "议定事项", "事项名称")),)),
        Block((place("lead", ("牵头单位", "主办单位", "责任单位", "承办单位", "牵头责任单位", "主责单位")),)),
        Block((_co_units(mark),)),
        Block((opened_on("opened", ("交办时间", "立项日期", "下达日期", "交办日期", "批示日期", "立项时间")),)),
        Block(
            (
                due(("办理时限", "完成时限", "办结时限", "办理期限", "要求办结时间", "限办时间"), "first_due"),
                extension(("延期至", "同意延期至", "批准延期时间", "延长至", "延期后时限")),
            )
        ),
        Block(feedback, ("反馈情况", "办理反馈", "进展反馈", "反馈时间")),
        Block((optional_day("closed", ("办结时间", "办结日期", "实际办结时间", "完成日期", "销号时间")),)),
        Block((state("status", ("办理状态", "是否办结", "办理情况", "完成情况", "进展状态", "落实情况"), DONE, OPEN),)),
        Block((note(("已专报", "列入月通报", "已现场督查", "转入跟踪")),)),
    )


def _pages(records: Sequence[Record], rng: Random) -> list[Page]:
    pages = []
    for year, name, mark in ((2025, "2025年", "、"), (2026, "2026年督查", "\n")):
        mine = [r for r in records if opened_year(r) == year or (year == 2025 and opened_year(r) == 2024)]
        mine.sort(key=lambda r: SOURCES.index(word(r, "source")) if year == 2026 else 0)
        pages.append(
            Page(
                name,
                mine,
                reorder(_blocks(mark), rng),
                f"{COUNTY}人民政府督查事项台账（{year}年度{'，含上年结转' if year == 2025 else ''}）",
                f"填报单位：县政府督查室　　　　数据截至：{year}年12月31日",
                "件",
                year=year,
                about={},
                part=(lambda r: f"{opened_year(r)}") if year == 2025 else (lambda r: word(r, "source")),
                subheading=_carried if year == 2025 else _numbered,
                notes=("批准延期的，从延期后的时限起算逾期。",),
                repeat_heading=year == 2026,
            )
        )
    return pages


def _carried(part: str, _count: int) -> str:
    return "上年结转（2024年）" if part == "2024" else "2025年新增"


def _numbered(part: str, _count: int) -> str:
    return f"{'一二三'[SOURCES.index(part)]}、{part}"


def _aside(pages: Sequence[Page], rng: Random) -> list[Aside]:
    page = pages[1]
    stale = Grid("2026年督查（9月版）", 8, hidden=True)
    stale.add([page.title])
    stale.add(["序号", "督查编号", "事项内容", "牵头单位", "交办时间", "办理时限", "办结时间", "办理状态"])
    for number, record in enumerate(page.records[: min(40, len(page.records))], 1):
        opened, until = day(record, "opened"), day(record, "first_due")
        cells: list[Cell] = [
            number,
            word(record, "no"),
            word(record, "text"),
            word(record, "lead"),
            opened,
            until,
            "",
            rng.choice(OPEN),
        ]
        stale.add(cells)
    return [Aside(stale, "隐藏的旧表，编号与现表重复，不能计入", 1)]


SUPERVISION = Ledger(
    "supervision",
    "03_督查督办事项台账.xlsx",
    "xlsx",
    ("no", "text", "lead", "opened", "due", "status"),
    _make,
    _pages,
    (
        Fault("missing_required", "lead"),
        Fault("missing_required", "opened"),
        Fault("missing_required", "text"),
        Fault("missing_required", "status", "opened"),
        Fault("unknown_status", "status", words=BAD_STATUSES),
        Fault("closed_before_opened", "closed", related="opened"),
        Fault("closed_without_date", "closed", related="status"),
        Fault("impossible_date", "closed"),
        Fault("impossible_date", "due", "first_due"),
        Fault("number_conflict", "no"),
    ),
    aside=_aside,
)
