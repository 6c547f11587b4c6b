"""Write the problems found in self-inspection: township in sub-headings one year, in a merged column the other."""

from collections.abc import Sequence
from random import Random

from taizhang_samples.county.columns import choice, due, note, opened_on, optional_day, place, sequence, text
from taizhang_samples.county.form import Block, Column, reorder
from taizhang_samples.county.grid import Grid
from taizhang_samples.county.names import COUNTY, TOWNSHIPS, some
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Aside, Fault, Ledger, Page
from taizhang_samples.county.record import CellValue, Fact, Record, opened_year, word
from taizhang_samples.county.texts import BAD_STATUSES, write_choice
from taizhang_samples.county.timeline import after, finish, limit, spread, tagged

_SOURCES = ("巡察反馈", "民主生活会", "专题调研", "群众来信反映", "自查自纠", "审计反馈")
_TEXTS = (
    "服务群众不够主动",
    "会议多、文件多",
    "惠民政策宣传不到位",
    "村级账目公开不及时",
    "项目推进缓慢",
    "作风不够扎实",
)
_TAILS = ("", "，跟踪督促不够", "，整改不够彻底", "，缺少长效机制")
_MEASURES = ("明确专人，限时办结", "修订制度并抓好落实", "每月调度，逐项销号", "开展专项整治", "举一反三，建章立制")
_STRUCK = {"yes": ("是", "√", "已销号", "销号"), "no": ("否", "×", "未销号", "未")}


def _make(rng: Random, scale: int) -> list[Record]:
    days = spread(rng, 150 * scale)
    records: list[Record] = []
    for opened, number in zip(days, tagged(days, "WT{y}{n}", len(days)), strict=True):
        standing = rng.random() < 0.06
        until = limit(rng, opened, (60, 90, 120, 180, 270))
        done = None if standing else finish(rng, opened, until, share=0.85)
        verified = after(rng, done, 15) if rng.random() < 0.93 else None
        struck = verified is not None and rng.random() < 0.94
        facts: dict[str, Fact] = {
            "no": number,
            "opened": opened,
            "due": None if standing else until,
            "done": done,
            "verified": verified,
            "struck": struck,
            "closed": verified if struck else None,
            "township": some(rng, TOWNSHIPS),
            "source": some(rng, _SOURCES),
            "text": some(rng, _TEXTS) + some(rng, _TAILS),
            "measure": some(rng, _MEASURES),
        }
        records.append(facts)
    return records


def _struck() -> Column:
    def write(record: Record, pen: Pen) -> CellValue:
        return write_choice("yes" if record.get("struck") else "no", _STRUCK, "struck", pen)

    return Column(
        "struck",
        ("是否销号", "销号情况", "是否核销", "销号状态", "是否同意销号"),
        write,
        ("是否销号", "销号情况", "能否销号"),
    )


def _problem_block() -> Block:
    problems = ("具体问题", "问题表现", "问题描述", "检视问题", "存在的主要问题", "具体表现")
    sources = ("问题来源", "来源", "检视来源", "发现渠道", "问题出处")
    known = {source: (source,) for source in _SOURCES}
    return Block(
        (
            choice("source", sources, known, ("来源", "问题来源", "发现渠道")),
            text("text", problems, ("具体表现", "问题描述", "主要问题")),
            opened_on("opened", ("查摆时间", "检视日期", "发现时间", "提出日期", "查摆日期", "检视时间")),
        ),
        ("检视问题", "问题清单", "查摆问题"),
    )


def _remedy_block() -> Block:
    limits = ("整改时限", "完成时限", "整改期限", "拟完成时间", "完成期限")
    done = ("整改完成时间", "实际完成时间", "完成日期", "整改完成日期")
    return Block(
        (
            text("measure", ("整改措施", "具体措施", "整改办法", "整改举措"), ("措施", "整改措施", "具体举措")),
            due(limits, under=("整改时限", "时限", "期限", "完成时限")),
            optional_day("done", done, ("完成时间", "实际完成时间", "整改完成日期")),
        ),
        ("整改情况", "整改清单", "整改落实情况"),
    )


def _verdict_block() -> Block:
    verified = ("验收时间", "核验日期", "核查时间", "验收日期", "复核验收时间")
    return Block(
        (optional_day("verified", verified, ("验收时间", "核验日期", "核查日期")), _struck()),
        ("验收销号", "核验情况", "验收情况"),
    )


def _blocks(*, township: bool) -> tuple[Block, ...]:
    first = (place("township", ("责任乡镇", "乡镇（街道）", "整改乡镇", "责任主体", "所属乡镇")),) if township else ()
    return (
        Block((sequence(),)),
        *(Block((column,)) for column in first),
        Block((text("no", ("问题编号", "编号", "清单编号", "问题序列号", "台账编号")),)),
        _problem_block(),
        _remedy_block(),
        _verdict_block(),
        Block((note(("已纳入主题整改", "立行立改", "已公示", "需上级支持")),)),
    )


def _subheading(part: str, count: int) -> str:
    place_in_list = TOWNSHIPS.index(part)
    styles = (
        f"{part}（{count}个）",
        f"（{'一二三四五六七八九十百'[place_in_list]}）{part}",
        f"{part}：{count}条",
        part,
    )
    return styles[place_in_list % 4] if place_in_list < 10 else part


def _part(record: Record) -> str:
    return word(record, "township")


def _pages(records: Sequence[Record], rng: Random) -> list[Page]:
    pages = []
    for year, name in ((2025, "2025年度"), (2026, "2026年清单")):
        mine = [r for r in records if opened_year(r) == year]
        mine.sort(key=lambda r: TOWNSHIPS.index(word(r, "township")))
        merged = year == 2026
        pages.append(
            Page(
                name,
                mine,
                reorder(_blocks(township=merged), rng),
                f"{COUNTY}检视问题整改清单（{year}年）",
                f"责任单位：{COUNTY}人民政府办公室　　　　　更新时间：{year}.12.31",
                rng.choice(("个", "条", "项")),
                year=year,
                about={} if merged else {"township_from": "subheading"},
                part=_part,
                subheading=None if merged else _subheading,
                subtotals=not merged,
                merged="township" if merged else None,
                notes=("长期坚持的事项不算逾期。", "验收没有通过的，不得销号。"),
            )
        )
    return pages


def _aside(pages: Sequence[Page], _rng: Random) -> list[Aside]:
    form = Grid("样表（空）", 5)
    form.add(["检视问题整改清单（样表）"])
    form.add(["序号", "问题编号", "具体问题", "整改时限", "是否销号"])
    return [Aside(form, "样表，只有表头"), Aside(Grid("Sheet2", 1), "空白表")]


INSPECTION = Ledger(
    "inspection",
    "02_检视问题整改清单.xlsx",
    "xlsx",
    ("no", "source", "text", "opened", "due", "struck"),
    _make,
    _pages,
    (
        Fault("missing_required", "source"),
        Fault("missing_required", "text"),
        Fault("missing_required", "opened"),
        Fault("impossible_date", "done"),
        Fault("impossible_date", "verified"),
        Fault("closed_without_date", "verified", "closed", "struck"),
        Fault("closed_before_opened", "verified", "closed", "opened"),
        Fault("unknown_status", "struck", words=BAD_STATUSES),
        Fault("number_conflict", "no"),
    ),
    aside=_aside,
)
