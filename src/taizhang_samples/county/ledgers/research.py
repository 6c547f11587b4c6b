"""Write the research topics led by county leaders: a sheet a year, converted to policy or not."""

from collections.abc import Sequence
from random import Random

from taizhang_samples.county.columns import due, note, opened_on, optional_day, place, sequence, state, text
from taizhang_samples.county.form import Block, Column, reorder
from taizhang_samples.county.grid import Grid
from taizhang_samples.county.names import COUNTY, DEPARTMENTS, person, some, village
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Aside, Fault, Ledger, Page
from taizhang_samples.county.record import CellValue, Fact, Record, opened_year, word
from taizhang_samples.county.texts import BAD_STATUSES
from taizhang_samples.county.timeline import finish, limit, spread, tagged

_TOPICS = (
    "县域商业体系",
    "村医队伍建设",
    "闲置校舍盘活",
    "{0}水权交易",
    "小微园区运营",
    "{0}传统村落保护",
    "基层台账减负",
)
_DONE = ("已结题", "结题", "已完成", "完成", "√")
_OPEN = ("调研中", "推进中", "未完成", "进行中", "在研", "未结题")


def _make(rng: Random, scale: int) -> list[Record]:
    days = spread(rng, 75 * scale)
    records: list[Record] = []
    for opened, tag in zip(days, tagged(days, "DY{y}-{n}", len(days)), strict=True):
        until = limit(rng, opened, (90, 120, 180, 240))
        closed = finish(rng, opened, until, share=0.88)
        converted = closed is not None and rng.random() < 0.5
        facts: dict[str, Fact] = {
            "no": tag,
            "opened": opened,
            "due": until,
            "done": closed,
            "closed": closed,
            "title": "关于" + some(rng, _TOPICS).format(village(rng)) + "的调研",
            "leader": person(rng),
            "lead": some(rng, DEPARTMENTS),
            "converted": f"沄政办发〔{opened.year}〕{rng.randint(1, 99)}号" if converted else None,
        }
        records.append(facts)
    return records


def _converted() -> Column:
    def write(record: Record, pen: Pen) -> CellValue:
        return word(record, "converted") or pen.pick(("", "/", "无", "—"))

    return Column("converted", ("成果转化文件", "转化文件", "成果转化情况", "转化文号", "成果转化"), write)


def _blocks() -> tuple[Block, ...]:
    return (
        Block((sequence(),)),
        Block((text("no", ("课题编号", "编号", "立项编号", "课题号")),)),
        Block((text("title", ("课题名称", "调研课题", "调研题目", "题目")),)),
        Block((text("leader", ("领题领导", "领题县领导", "牵头领导", "主持人")),)),
        Block((place("lead", ("牵头单位", "承担单位", "责任单位", "执笔单位")),)),
        Block((opened_on("opened", ("立项时间", "立项日期", "开题时间", "下达时间")),)),
        Block((due(("结题时限", "完成时限", "应结题时间", "报送时限", "结题期限")),)),
        Block((optional_day("closed", ("结题时间", "完成时间", "实际完成日期", "完成日期")),)),
        Block((_converted(),)),
        Block((state("status", ("课题状态", "进展情况", "是否结题", "完成情况", "状态"), _DONE, _OPEN),)),
        Block((note(("重点课题", "联合调研", "县委点题")),)),
    )


def _pages(records: Sequence[Record], rng: Random) -> list[Page]:
    return [
        Page(
            name,
            [record for record in records if opened_year(record) == year],
            reorder(_blocks(), rng),
            f"{COUNTY}{year}年县级领导领题调研台账",
            f"填报单位：县政府研究室　　　　截至{year}年12月31日",
            "项",
            year=year,
            two_rows=False,
        )
        for year, name in ((2025, "2025年度课题"), (2026, "2026"))
    ]


def _aside(_pages: Sequence[Page], _rng: Random) -> list[Aside]:
    return [Aside(Grid("Sheet3", 1), "空白表")]


RESEARCH = Ledger(
    "research",
    "13_领题调研课题台账.xlsx",
    "xlsx",
    ("no", "title", "lead", "opened", "due", "status"),
    _make,
    _pages,
    (
        Fault("missing_required", "lead"),
        Fault("unknown_status", "status", words=BAD_STATUSES),
        Fault("closed_before_opened", "closed", related="opened"),
        Fault("closed_without_date", "closed", related="status"),
        Fault("impossible_date", "due"),
        Fault("number_conflict", "no"),
    ),
    repeats=1,
    aside=_aside,
)
