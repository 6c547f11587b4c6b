"""The stops of the guided tour, in order: whose page it is, what to look at there, what to try."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.urls import reverse

from taizhang.lists.query import Filter, HeadQuery, Order, Page
from taizhang.site.desk import Desk


@dataclass(frozen=True, slots=True)
class Stop:
    """One page of the tour; ``opens`` gives its address in the sight of the person who takes the tour."""

    role: str
    title: str
    look: str
    tries: str
    opens: Callable[[Desk], str]


def _page(name: str) -> Callable[[Desk], str]:
    return lambda desk: reverse(name)


def _list(desk: Desk) -> str:
    """The ledger with the most matters in work."""
    counted = desk.counts(desk.query(Filter(ledgers=desk.loops, live=True)), "ledger")
    busiest = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return f"{reverse('matters')}?ledger={busiest[0][0][0]}&live=1" if busiest else reverse("ledgers")


def _matter_with_a_story(desk: Desk) -> str:
    """The matter struck off last, else the one acted on last: it has a story."""
    last = desk.query(Filter(ledgers=desk.loops), Order("seq", descending=True), Page(size=1))
    ended = replace(last, filter=Filter(ledgers=desk.loops, states=("struck_off",)))
    return _matter(desk, ended) or _matter(desk, last) or reverse("ledgers")


def _matter(desk: Desk, query: HeadQuery) -> str:
    heads = desk.page(query).heads
    return reverse("matter", args=[heads[0].matter]) if heads else ""


def _waiting_matter(desk: Desk) -> str:
    return _matter(desk, desk.query(Filter(turns=desk.turns), page=Page(size=1))) or reverse("mine")


STOPS = (
    Stop(
        "leader",
        "领导看板",
        "一页看完：五种灯各有多少件，哪个单位、哪本台账红得多，按月登记了多少。",
        "点“红灯”的数：打开的列表正好是那么多件。看板上每个数都能这样打开。",
        _page("board"),
    ),
    Stop(
        "leader",
        "一件事的经过",
        "谁、什么时候、为什么、附了什么材料，一步不少；灯旁写着为什么是这个颜色，标题下写着现在等谁。",
        "往下看“经过”，打开一份材料；再看看您的岗位现在能办什么。",
        _matter_with_a_story,
    ),
    Stop(
        "handler",
        "我的工作",
        "承办人只看到本单位承办、协办的事项：等我办的、变红的、快到期的。手机上也能办。",
        "打开一件，点“报结”，先不附材料提交一次：会说明缺什么，写过的字还在；附一张照片再交。",
        _page("mine"),
    ),
    Stop(
        "handler",
        "办理一件",
        "下面的按钮是您的岗位此刻能办的；办不了的不出现，强行提交也会被拒绝并说明原因。",
        "写一条进展。同一张表单多点几次，只算一次。",
        _waiting_matter,
    ),
    Stop(
        "supervisor",
        "等着核验的事项",
        "报上来的先受理，再由三个人逐级核验；报结的人不能核验自己的件。",
        "打开一件“已反馈待核验”的，点“受理核验”；材料不清就“退回重办”。",
        _page("mine"),
    ),
    Stop(
        "supervisor",
        "一本台账",
        "筛选、排序、显示哪些栏都写在网址里；收藏网址就是收藏这张表。可以导出 Excel，离线改了再导入。",
        "按单位筛选，再按期限排序；勾选几件，看“批量办理所选”会先列出什么。",
        _list,
    ),
    Stop(
        "supervisor",
        "导入工作簿",
        "现有的工作簿原样放进来：先看变更集——新增、更正、驳回各多少，驳回写明单元格和原因；确认后才写入。",
        "把刚才导出的表改一格再放进来，看看变更集里是不是只有那一格。",
        _page("import"),
    ),
    Stop(
        "assessor",
        "指标和它的每一行",
        "报告里的数都从台账算出来：口径、上年同期、计入的每一行都在这里。",
        "打开一个办结率，数一数分子和分母各是哪些行。",
        _page("figures"),
    ),
    Stop(
        "drafter",
        "起草报告",
        "左边是文字，右边是页面；文字里的数是可以打开的，边上写着哪一段有什么问题。",
        "选一种文稿，点“开始起草”，输入一个指标的名字插进去；再导出 Word。",
        _page("papers"),
    ),
    Stop(
        "assessor",
        "口径",
        "每个指标怎么算、算谁、按哪一天，都写成人能读的话；哪些文稿用了它也列在这里。",
        "找一个您常用的指标，看它的口径和您单位的说法是否一样。",
        _page("definitions"),
    ),
)
MINUTES = len(STOPS)
