"""Write the hazards of work safety: eight quarter sheets, township merged down, three levels of review."""

from collections.abc import Sequence
from itertools import zip_longest
from random import Random

from taizhang_samples.county.columns import choice, due, note, opened_on, optional_day, place, sequence, state, text
from taizhang_samples.county.form import Block, Column, reorder
from taizhang_samples.county.grid import Grid
from taizhang_samples.county.names import COUNTY, DEPARTMENTS, TOWNSHIPS, person, some, village
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Aside, Fault, Ledger, Page
from taizhang_samples.county.record import CellValue, Fact, Record, day, word
from taizhang_samples.county.texts import BAD_STATUSES
from taizhang_samples.county.timeline import after, finish, limit, spread, tagged

_SITES = (
    "粮油加工厂",
    "幼儿园",
    "敬老院",
    "加油站",
    "建筑工地",
    "渡口",
    "液化气站",
    "农家乐",
    "危桥",
    "水库",
    "集贸市场",
)
_TEXTS = (
    "疏散通道堆放杂物",
    "配电线路老化",
    "未设置警示标志",
    "消防器材过期",
    "护栏缺损",
    "应急预案未演练",
    "气瓶混存",
    "坝坡有裂缝",
)
_SHEETS = (
    "2025年一季度",
    "2025年第2季度",
    "2025第三季度",
    "2025Q4",
    "2026年第一季度",
    "2026-2季度",
    "2026年3季度",
    "2026四季度",
)
_LEVELS = {"一般": ("一般", "一般", "一般隐患", "一般事故隐患"), "重大": ("重大", "重大", "重大隐患", "重大事故隐患")}
_DONE = ("已销号", "已完成", "√", "已整改", "整改完成", "办结", "已完成整改", "销号")
_OPEN = ("整改中", "未完成", "正在整改", "未销号", "×", "待复核", "未整改")


def _make(rng: Random, scale: int) -> list[Record]:
    days = spread(rng, 290 * scale)
    records: list[Record] = []
    for opened, number in zip(days, tagged(days, "YH-{y}-{n}", len(days)), strict=True):
        serious = rng.random() < 0.18
        until = limit(rng, opened, (7, 10, 15, 30, 60, 90))
        done = finish(rng, opened, until, share=0.9)
        first = after(rng, done, 4)
        second = after(rng, first, 6)
        third = after(rng, second, 8) if serious else None
        reviewed = third if serious else second
        closed = after(rng, reviewed, 5) if rng.random() < 0.95 else None
        facts: dict[str, Fact] = {
            "no": number,
            "opened": opened,
            "due": until,
            "done": done,
            "rectified": done,
            "review1": first,
            "review2": second,
            "review3": third,
            "closed": closed,
            "township": some(rng, TOWNSHIPS),
            "level": "重大" if serious else "一般",
            "site": village(rng) + some(rng, _SITES),
            "text": some(rng, _TEXTS),
            "unit": some(rng, DEPARTMENTS),
            "owner": person(rng),
        }
        records.append(facts)
    return records


def _third_review(column: Column) -> Column:
    """Write the county's review: a stroke where the level does not call for it."""

    def write(record: Record, pen: Pen) -> CellValue:
        if word(record, "level") == "一般":
            return pen.pick(("/", "—"))
        return column.write(record, pen)

    return Column(column.key, column.headings, write, column.under)


def _place_blocks() -> tuple[Block, ...]:
    """Say what the hazard is and where."""
    townships = ("乡镇（街道）", "所在乡镇", "属地", "乡镇", "属地乡镇", "所属乡镇（街道）", "镇街", "辖区")
    sites = ("场所名称", "隐患部位", "隐患点位", "单位（场所）名称", "检查对象", "受检单位", "隐患所在位置", "地点")
    hazards = ("隐患内容", "隐患描述", "存在问题", "存在的问题隐患", "主要问题", "问题隐患具体情况", "隐患概况")
    found = ("排查时间", "发现日期", "检查时间", "检查日期", "查出日期", "登记时间", "隐患发现时间")
    return (
        Block((text("no", ("隐患编号", "编号", "台账编号", "登记编号", "隐患登记号", "隐患编码")),)),
        Block((place("township", townships),)),
        Block((text("site", sites), text("text", hazards))),
        Block((choice("level", ("隐患级别", "级别", "隐患等级", "隐患类别", "等级", "隐患分级"), _LEVELS),)),
        Block((opened_on("opened", found),)),
    )


def _handling_blocks() -> tuple[Block, ...]:
    """Say who puts it right, by when, and when it was."""
    limits = ("整改期限", "整改时限", "限期整改时间", "要求整改完成时间", "应完成时间", "整改截止时间")
    done = ("整改完成时间", "实际完成时间", "整改完成日期", "完成整改日期", "实际整改完成时间")
    done_under = ("完成时间", "实际完成日期", "整改完成日期", "完成日期")
    states = ("整改状态", "状态", "完成情况", "是否销号", "是否完成整改", "目前状态", "整改结果")
    return (
        Block(
            (
                place("unit", ("责任单位", "整改责任单位", "监管单位", "行业主管部门", "整改单位", "牵头部门")),
                text("owner", ("责任人", "整改责任人", "负责人", "包保责任人", "责任领导")),
            ),
        ),
        Block(
            (due(limits, under=("期限", "时限", "整改时限", "限期")), optional_day("rectified", done, done_under)),
            ("整改情况", "整改落实", "整改进展", "隐患整改"),
        ),
        Block((optional_day("closed", ("销号时间", "销号日期", "核销时间", "验收销号时间", "销案日期", "核销日期")),)),
        Block((state("status", states, _DONE, _OPEN),)),
    )


def _review_block() -> Block:
    towns = ("一级复核（乡镇）", "乡镇复核", "乡镇复核时间", "乡镇复查")
    offices = ("二级复核（部门）", "部门复核", "部门复核时间", "部门复查")
    county = ("三级复核（县级）", "县级复核", "县级复核时间", "县级复查")
    return Block(
        (
            optional_day("review1", towns, ("乡镇", "一级（乡镇）", "乡镇复核")),
            optional_day("review2", offices, ("部门", "二级（部门）", "部门复核")),
            _third_review(optional_day("review3", county, ("县级", "三级（县级）", "县级复核"))),
        ),
        ("三级复核", "复核情况", "三级复核时间", "复查验收"),
    )


def _blocks() -> tuple[Block, ...]:
    remarks = ("已现场核查", "已下达整改通知书", "纳入重点监管", "责令停业整改")
    middle = (*_place_blocks(), *_handling_blocks(), _review_block())
    return (Block((sequence(),)), *middle, Block((note(remarks),)))


def _pages(records: Sequence[Record], rng: Random) -> list[Page]:
    pages = []
    for index, name in enumerate(_SHEETS):
        year, quarter = 2025 + index // 4, index % 4 + 1
        mine = [r for r in records if _quarter(r) == (year, quarter)]
        mine.sort(key=lambda r: TOWNSHIPS.index(word(r, "township")))
        title = f"{COUNTY}{year}年第{quarter}季度安全生产隐患排查整治{rng.choice(('工作台账', '台账', '清单', '情况统计表'))}"
        merged = index != 5
        pages.append(
            Page(
                name,
                mine,
                reorder(_blocks(), rng),
                title,
                f"填报单位（盖章）：{COUNTY}安委会办公室　　　　填表日期：{year}年{quarter * 3}月{30 if quarter in (2, 3) else 31}日",
                rng.choice(("处", "条", "个")),
                year=year,
                about={},
                part=_township,
                merged="township" if merged else None,
                notes=("一般隐患不需县级复核，填“/”或者“—”。", "整改期限以通知书上写的为准。")[: rng.randint(1, 2)],
                two_rows=index != 6,
                repeat_heading=index == 7,
            )
        )
    return pages


def _township(record: Record) -> str:
    return word(record, "township")


def _quarter(record: Record) -> tuple[int, int]:
    opened = day(record, "opened")
    return (opened.year, (opened.month + 2) // 3) if opened else (0, 0)


def _aside(_pages: Sequence[Page], _rng: Random) -> list[Aside]:
    lists = Grid("下拉选项", 3, hidden=True)
    lists.add(["隐患级别", "整改状态", "乡镇"])
    for level, state_word, name in zip_longest(_LEVELS, _DONE + _OPEN, TOWNSHIPS, fillvalue=""):
        lists.add([level, state_word, name])
    guide = Grid("填表说明", 1)
    for line in (
        "填表说明",
        "1.每处隐患填写一行，不得合并。",
        "2.日期按“2026.1.1”格式填写。",
        "3.本表每季度末报县安委办。",
    ):
        guide.add([line])
    return [Aside(lists, "隐藏的选项表"), Aside(guide, "填表说明，没有记录", 0)]


# repeats: exact copies of rows, which count once.
HAZARD = Ledger(
    "hazard",
    "01_安全生产隐患排查整治台账.xlsx",
    "xlsx",
    ("no", "township", "level", "opened", "due", "status"),
    _make,
    _pages,
    (
        Fault("missing_required", "level"),
        Fault("missing_required", "due", "opened"),
        Fault("missing_required", "no", "opened"),
        Fault("unknown_status", "status", words=BAD_STATUSES),
        Fault("unknown_value", "level", words=("较大", "特别重大", "二级", "待定")),
        Fault("closed_before_opened", "closed", related="opened"),
        Fault("closed_before_opened", "rectified", related="opened"),
        Fault("closed_without_date", "closed", related="status"),
        Fault("impossible_date", "opened"),
        Fault("impossible_date", "due"),
        Fault("number_conflict", "no"),
    ),
    repeats=4,
    aside=_aside,
)
