"""Write the register of documents as an HTML table under an .xls name, with rowspan and colspan."""

from collections.abc import Iterator, Sequence
from random import Random

from taizhang_samples.county.columns import choice, opened_on, optional_day, sequence, text
from taizhang_samples.county.form import Block, Column, reorder
from taizhang_samples.county.names import COUNTY, DEPARTMENTS, TOWNSHIPS, some
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Fault, Ledger, Page
from taizhang_samples.county.record import HANDED_IN, CellValue, Fact, Record, day, opened_year, word
from taizhang_samples.county.tables import DOCUMENT_KINDS
from taizhang_samples.county.texts import write_choice
from taizhang_samples.county.timeline import after, spread, tagged

_WAYS = {"收文": ("收文", "收", "来文"), "发文": ("发文", "发", "发文")}
_URGENCIES = {"特急": ("特急",), "加急": ("加急",), "平件": ("平件", "平件", "普通", "常规")}
_TOPICS = ("森林防火", "耕地保护", "节日值班", "数据安全", "预算执行", "危房改造", "㠇头片区排涝")
_DONE = ("已办结", "办结", "√", "已完成", "办理完毕")
_OPEN = ("办理中", "未办结", "×", "在办")


def _make(rng: Random, scale: int) -> list[Record]:
    days = spread(rng, 380 * scale)
    ways = ["收文" if rng.random() < 0.58 else "发文" for _ in days]
    numbers: dict[str, Iterator[str]] = {}
    for way, mark in (("收文", "收"), ("发文", "发")):
        mine = [opened for opened, passed in zip(days, ways, strict=True) if passed == way]
        numbers[way] = iter(tagged(mine, mark + "{y}-{n}", 1000 * scale))
    records: list[Record] = []
    for opened, way in zip(days, ways, strict=True):
        kind = some(rng, DOCUMENT_KINDS)
        party = some(rng, (*DEPARTMENTS, *TOWNSHIPS, "市政府办公室", "省政府办公厅"))
        facts: dict[str, Fact] = {
            "no": next(numbers[way]),
            "opened": opened,
            "way": way,
            "urgency": rng.choices((*_URGENCIES,), (5, 18, 77))[0],
            "kind": kind,
            "party": party,
            "closed": (after(rng, opened, 45) if rng.random() < 0.95 else None) if way == "收文" else None,
            "doc_no": f"{'沄政办发' if way == '发文' else '来文'}〔{opened.year}〕{rng.randint(1, 400)}号",
            "text": f"关于{some(rng, _TOPICS)}工作的{kind}",
        }
        records.append(facts)
    return records


def _doc_no() -> Column:
    def write(record: Record, pen: Pen) -> CellValue:
        brackets = pen.pick(("〔〕", "〔〕", "[]", "()", "（）", "【】"))
        return word(record, "doc_no").replace("〔", brackets[0]).replace("〕", brackets[1])

    return Column("doc_no", ("文号", "发文字号", "公文文号", "来文字号"), write)


def _closed() -> Column:
    plain = optional_day("closed", ("办结日期", "办结时间", "办理完成时间"), ("办结日期", "办结时间"))

    def write(record: Record, pen: Pen) -> CellValue:
        return pen.pick(("—", "/")) if word(record, "way") == "发文" else plain.write(record, pen)

    return Column("closed", plain.headings, write, plain.under)


def _status() -> Column:
    def write(record: Record, pen: Pen) -> CellValue:
        if word(record, "way") == "发文":
            return "/"
        state = "done" if (day(record, "closed") or HANDED_IN.replace(year=2027)) <= HANDED_IN else "open"
        return write_choice(state, {"done": _DONE, "open": _OPEN}, "status", pen)

    return Column("status", ("是否办结", "办理状态", "办理情况"), write, ("是否办结", "办理状态"))


def _blocks() -> tuple[Block, ...]:
    kinds = {kind: (kind,) for kind in DOCUMENT_KINDS}
    return (
        Block((sequence(),)),
        Block((text("no", ("登记编号", "登记号", "收发编号", "流水号")),)),
        Block((choice("way", ("收发类别", "收/发", "收发类型", "收发文"), _WAYS),)),
        Block((_doc_no(), text("party", ("来文/主送单位", "来文（主送）单位", "往来单位", "来文单位或主送机关")))),
        Block((text("text", ("文件标题", "标题", "公文标题", "题名")),)),
        Block((opened_on("opened", ("收发日期", "登记日期", "收（发）文日期", "收发文时间"), timed=True),)),
        Block((choice("kind", ("文种", "公文种类", "文件种类"), kinds),)),
        Block((choice("urgency", ("紧急程度", "缓急程度", "缓急"), _URGENCIES),)),
        Block((_closed(), _status()), ("办理情况", "办结情况")),
    )


def _pages(records: Sequence[Record], rng: Random) -> list[Page]:
    return [
        Page(
            None,
            records,
            reorder(_blocks(), rng),
            f"{COUNTY}人民政府办公室收发文登记簿",
            "导出单位：县政府办公室文书科　　　导出日期：2026-12-31　　单位：件",
            "件",
            part=lambda r: f"{opened_year(r)}年",
            subheading=lambda part, count: f"{part}（{count}件）",
            notes=("发文不登记办结情况。",),
        )
    ]


DOCUMENT = Ledger(
    "document",
    "08_收发文登记簿.xls",
    "html",
    ("no", "way", "doc_no", "opened", "kind", "urgency"),
    _make,
    _pages,
    (
        Fault("missing_required", "doc_no"),
        Fault("missing_required", "way"),
        Fault("missing_required", "kind"),
        Fault("unknown_value", "urgency", words=("尽快", "马上", "普急", "？")),
        Fault("unknown_value", "kind", words=("便笺", "材料", "其他", "电话记录")),
        Fault("closed_before_opened", "closed", related="opened"),
        Fault("closed_without_date", "closed", related="status"),
        Fault("impossible_date", "opened"),
        Fault("number_conflict", "no"),
    ),
    encoding="gb18030",
)
