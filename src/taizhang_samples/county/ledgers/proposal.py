"""Write the proposals of deputies and members: a sheet for each kind and year, classes and satisfaction in many spellings."""

from collections.abc import Sequence
from random import Random

from taizhang_samples.county.columns import choice, due, note, opened_on, optional_day, place, sequence, state, text
from taizhang_samples.county.form import Block, Column, reorder
from taizhang_samples.county.names import COUNTY, handler, handlers, some, village
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Fault, Ledger, Page
from taizhang_samples.county.record import CellValue, Fact, Record, day, opened_year, word, words
from taizhang_samples.county.texts import write_letter, write_units
from taizhang_samples.county.timeline import finish, limit, spread, tagged

_TOPICS = ("修复{0}防洪堤", "增开{0}至县城公交", "扶持{0}茶产业", "改造{0}农贸市场", "保护{0}古树名木", "增配{0}校车")
_MARKS = {
    "满意": ("满意", "很满意", "满意"),
    "基本满意": ("基本满意",),
    "不满意": ("不满意",),
    "未反馈": ("未反馈", "", "/", "—"),
}
_KINDS = ("人大建议", "政协提案")
_DONE = ("已答复", "已办结", "办结", "√", "办理完毕", "已完成")
_OPEN = ("办理中", "未答复", "正在办理", "未办结", "×")


def _make(rng: Random, scale: int) -> list[Record]:
    records: list[Record] = []
    for kind, letter, share in (("人大建议", "R", 85), ("政协提案", "Z", 75)):
        days = spread(rng, share * scale)
        for opened, number in zip(days, tagged(days, letter + "{y}-{n}", len(days)), strict=True):
            records.append(
                _draw(rng, kind, number, opened, f"{'DB' if letter == 'R' else 'WY'}{rng.randint(100, 999)}")
            )
    return records


def _draw(rng: Random, kind: str, number: str, opened: Fact, code: str) -> Record:
    moment = day({"opened": opened}, "opened")
    assert moment is not None
    until = limit(rng, moment, (60, 90, 90, 180))
    closed = finish(rng, moment, until, share=0.93)
    lead = handler(rng)
    answered = rng.choices((*_MARKS,), (70, 18, 5, 7))[0]
    return {
        "no": number,
        "opened": moment,
        "due": until,
        "done": closed,
        "closed": closed,
        "kind": kind,
        "code": code,
        "text": "关于" + some(rng, _TOPICS).format(village(rng)) + "的" + kind[-2:],
        "lead": lead,
        "co": handlers(rng, lead, 2),
        "satisfaction": answered if closed and answered != "未反馈" else None,
        "category": rng.choices("ABC", (60, 28, 12))[0] if closed else None,
    }


def _co_units() -> Column:
    def write(record: Record, pen: Pen) -> CellValue:
        return write_units(words(record, "co"), pen.pick(("、", "、", "，", "；"))) or pen.pick(("", "/", "无"))

    return Column("co", ("会办单位", "协办单位", "配合单位", "分办单位"), write)


def _category() -> Column:
    def write(record: Record, pen: Pen) -> CellValue:
        letter = word(record, "category")
        return write_letter(letter, pen) if letter else ""

    return Column(
        "category",
        ("办理结果类别", "类别（A/B/C）", "结果分类", "答复类别", "办理类型（A/B/C）"),
        write,
        ("类别", "结果分类", "类别（A/B/C）", "答复类别"),
    )


def _satisfaction() -> Column:
    marks = choice(
        "satisfaction",
        ("满意度", "代表（委员）评价", "满意度评价", "反馈意见", "评价情况"),
        _MARKS,
        ("满意度", "满意情况", "评价", "满意度评价"),
    )

    def write(record: Record, pen: Pen) -> CellValue:
        if day(record, "closed") is None:
            return ""
        return marks.write({**record, "satisfaction": word(record, "satisfaction") or "未反馈"}, pen)

    return Column(marks.key, marks.headings, write, marks.under)


def _blocks(kind: str) -> tuple[Block, ...]:
    numbers = ("建议号", "建议编号", "件号", "编号") if kind == "人大建议" else ("提案号", "提案编号", "案号", "编号")
    codes = (
        ("代表编码", "领衔代表代码", "领衔人编码")
        if kind == "人大建议"
        else ("委员编码", "提案人编码", "第一提案人代码")
    )
    return (
        Block((sequence(),)),
        Block((text("no", numbers),)),
        Block((text("code", codes),)),
        Block((text("text", ("案由", "标题", "题目", "建议提案题目", "内容摘要", "案由（标题）")),)),
        Block((place("lead", ("主办单位", "牵头单位", "承办单位", "主办（牵头）单位", "责任单位")),)),
        Block((_co_units(),)),
        Block((opened_on("opened", ("交办日期", "交办时间", "转办日期", "收到日期", "登记日期")),)),
        Block((due(("答复期限", "办理时限", "办结期限", "答复时限", "应答复日期", "要求答复时间")),)),
        Block(
            (
                optional_day(
                    "closed", ("答复日期", "答复时间", "正式答复日期", "办复时间"), ("答复日期", "答复时间", "办复日期")
                ),
                _category(),
                _satisfaction(),
            ),
            ("办理结果", "答复情况", "办理答复情况"),
        ),
        Block((state("status", ("办理状态", "是否办结", "状态", "办理情况", "是否答复", "办结情况"), _DONE, _OPEN),)),
        Block((note(("重点督办件", "已面商", "联合提出", "需跨年度办理")),)),
    )


def _pages(records: Sequence[Record], rng: Random) -> list[Page]:
    pages = []
    for year in (2025, 2026):
        for kind in _KINDS:
            mine = [r for r in records if word(r, "kind") == kind and opened_year(r) == year]
            pages.append(
                Page(
                    f"{year}{kind}" if year == 2025 else f"{kind}（{year}年）",
                    mine,
                    reorder(_blocks(kind), rng),
                    f"{COUNTY}{year}年{kind}办理情况{rng.choice(('台账', '一览表', '登记表'))}",
                    "填报单位：县政府办公室建议提案科　　　　截止日期：2026年12月31日",
                    "件",
                    year=year,
                    about={"kind": kind},
                    notes=("A类为已经解决，B类为列入计划，C类为暂时难以解决。",),
                    two_rows=not (year == 2026 and kind == "政协提案"),
                )
            )
    return pages


PROPOSAL = Ledger(
    "proposal",
    "04_人大建议政协提案办理台账.xlsx",
    "xlsx",
    ("no", "code", "lead", "opened", "due", "status"),
    _make,
    _pages,
    (
        Fault("missing_required", "no", "opened"),
        Fault("missing_required", "code"),
        Fault("missing_required", "lead"),
        Fault("unknown_value", "satisfaction", "closed", words=("较满意", "一般", "认可", "好")),
        Fault("unknown_value", "category", "closed", words=("D", "甲", "AB", "待定")),
        Fault("closed_before_opened", "closed", related="opened"),
        Fault("impossible_date", "opened"),
        Fault("impossible_date", "closed"),
        Fault("number_conflict", "no"),
    ),
)
