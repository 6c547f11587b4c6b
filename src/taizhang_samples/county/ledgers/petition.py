"""Write the petitions as a GB18030 csv: quotes, commas and line breaks in cells, headings repeated half-way, times."""

from collections.abc import Sequence
from random import Random

from taizhang_samples.county.columns import choice, due, opened_on, optional_day, place, sequence, state, text, yes_no
from taizhang_samples.county.form import Block, reorder
from taizhang_samples.county.names import COUNTY, TOWNSHIPS, handler, some, village
from taizhang_samples.county.plan import Fault, Ledger, Page
from taizhang_samples.county.record import HANDED_IN, Fact, Record
from taizhang_samples.county.texts import BAD_STATUSES, DONE, OPEN
from taizhang_samples.county.timeline import finish, limit, spread, tagged

_CHANNELS = {
    "来信": ("来信", "信件"),
    "来访": ("来访", "走访"),
    "网上": ("网上", "网上信访"),
    "电话": ("电话", "来电"),
}
_TEXTS = (
    "反映{0}路灯不亮",
    "反映{0}宅基地审批慢，要求答复",
    "要求兑付工资，涉及{0}工地",
    '咨询"一户一宅"政策（{0}）',
    "反映{0}养殖场气味扰民\n附联名信",
    '称{0}"阴阳账"问题，已转办',
    "反映饮水不足\n（第二次来访，{0}）",
)
_CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def _make(rng: Random, scale: int) -> list[Record]:
    days = spread(rng, 260 * scale, carried=6 * scale)
    records: list[Record] = []
    for opened, number in zip(days, tagged(days, "{y}XF{n}", 1000 * scale), strict=True):
        until = limit(rng, opened, (15, 30, 60, 60, 90))
        old = opened.year == 2024
        closed = finish(
            rng, opened, until, share=0.88, floor=HANDED_IN.replace(year=2025, month=1, day=3) if old else None
        )
        facts: dict[str, Fact] = {
            "no": number,
            "opened": opened,
            "due": until,
            "done": closed,
            "closed": closed,
            "channel": rng.choice((*_CHANNELS,)),
            "township": some(rng, TOWNSHIPS),
            "code": "P" + "".join(rng.choice(_CODE) for _ in range(7)),
            "text": some(rng, _TEXTS).format(village(rng)),
            "superior": rng.random() < 0.2,
            "lead": handler(rng),
        }
        records.append(facts)
    return records


def _blocks() -> tuple[Block, ...]:
    return (
        Block((sequence(),)),
        Block((text("no", ("信访编号", "登记编号", "信访件编号", "受理编号")),)),
        Block((text("code", ("信访人代码", "信访人编码", "来访人代码", "人员代码")),)),
        Block((choice("channel", ("信访形式", "信访渠道", "来源渠道", "反映渠道"), _CHANNELS),)),
        Block((place("township", ("问题属地", "所属乡镇", "事发地", "问题所在地")),)),
        Block((text("text", ("信访内容", "反映事项", "主要诉求", "内容摘要")),)),
        Block((yes_no("superior", ("是否上级交办", "上级交办", "上级转办"), ("是", "√", "Y"), ("否", "×", "N")),)),
        Block((place("lead", ("承办单位", "责任单位", "办理单位")),)),
        Block((opened_on("opened", ("受理时间", "登记日期", "受理日期", "收到日期"), timed=True),)),
        Block((due(("办理期限", "办结时限", "应办结日期", "办理时限")),)),
        Block((optional_day("closed", ("办结时间", "办结日期", "实际办结时间", "答复时间"), timed=True),)),
        Block((state("status", ("办理状态", "是否办结", "办理情况", "办理进展"), (*DONE, "结案", "已结案"), OPEN),)),
    )


def _pages(records: Sequence[Record], rng: Random) -> list[Page]:
    return [
        Page(
            None,
            records,
            reorder(_blocks(), rng),
            f"{COUNTY}信访事项登记台账",
            "填报单位：县信访工作联席会议办公室,导出时间：2026-12-31 18:02",
            "件",
            notes=("信访人以代码登记，不写姓名。", "重复信访另行登记。"),
            two_rows=False,
            repeat_heading=True,
        )
    ]


# repeats: exact copies of rows, which count once.
PETITION = Ledger(
    "petition",
    "05_信访事项登记台账.csv",
    "csv",
    ("no", "code", "channel", "township", "opened", "due", "status"),
    _make,
    _pages,
    (
        Fault("missing_required", "township"),
        Fault("missing_required", "opened"),
        Fault("missing_required", "channel"),
        Fault("unknown_status", "status", words=BAD_STATUSES),
        Fault("closed_before_opened", "closed", related="opened"),
        Fault("closed_without_date", "closed", related="status"),
        Fault("impossible_date", "opened"),
        Fault("impossible_date", "closed"),
        Fault("number_conflict", "no"),
    ),
    repeats=4,
    encoding="gb18030",
)
