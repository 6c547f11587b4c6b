"""What a proposed ledger is called, what one of its matters is called, and what they are counted in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePath

from taizhang.catalogue.resolved import Ledger
from taizhang.intake.proposing import words
from taizhang.intake.unit_names import is_unit
from taizhang.terms.characters import squeeze

# Chosen, in characters: a title fits its line, a noun a button; shared endings below four name nothing.
LONGEST_TITLE, LONGEST_NOUN, SHORTEST_TITLE = 40, 12, 4
_PERIOD = re.compile(
    r"[(（][^()（）]*(?:\d{1,4}年|\d{1,2}月|季度|半年|截[至止]|年度)[^()（）]*[)）]|(?:20\d\d年?度?)?(?:第?[一二三四1-4]季度|\d{1,2}(?:[-—~至]\d{1,2})?月份?|[上下]半年)|20\d\d年?度?"
)
_KIND = re.compile(
    r"(?:情况)?(?:动态)?(?:管理|使用|跟踪|工作|明细|信息|统计|调度|推进)*(?:情况)?(?:登记)?(?:台账|登记[簿表册]?|清单|名册|花名册|明细[表账]?|汇总表|统计表|一览表|月报表?|报表|记录[表簿]?|账[簿本]?|表|簿|册)$"
)
_BODY = re.compile(
    r"^(?:\S{0,4}(?:省|市|县|(?<![社小园片街])区|镇|乡|街道)(?![场域间面标村管监振政民])){0,2}(?:\S{0,10}(?:人民政府|政府办公室|政府|委员会|办公室|办事处|管理局|局|委|中心)(?=\S{2,}))?"
)
# 一、 （二） 1. 附件3： 表2 before a title say where it stands among others, not what it is about.
_ORDINAL = re.compile(
    r"^(?:附[件表录]?\s*\d{0,2}[-—]?\d{0,2}[:：、.\s]|表[\d一二三四五六七八九十]{1,3}[:：、.\s]|第?[一二三四五六七八九十]{1,3}[、.．]|[（(][\d一二三四五六七八九十]{1,3}[)）][、.]?|\d{1,2}[、.．](?!\d))+"
)
_REMARK = re.compile(r"[:：]|^附[件表录]?\d*$|单位$|^[(（].*[)）]$|^\d+$")


def title_for(lines: Sequence[str], sheet: str, file: str) -> str:
    """The title: the first line above the heading that is one, else the sheet's name, else the file's; without periods."""
    plain = (
        _ORDINAL.sub("", re.sub(r"[(（]?(?:计量|金额|货币)?单位[:：为][^()（）]*[)）]?$", "", squeeze(line)))
        for line in lines
    )
    named = [line for line in plain if line and not _REMARK.search(line)]
    named += (
        []
        if re.fullmatch(r"(?:Sheet|工作表|表)?\s*\d*|\d{1,2}月份?|20\d\d年?", sheet.strip(), re.IGNORECASE)
        else [squeeze(sheet)]
    )
    stem = re.sub(r"^[A-Za-z]?\d{0,3}[_\-.、]", "", PurePath(file).stem)
    for one in (*named, squeeze(stem)):
        bare = _ORDINAL.sub("", _PERIOD.sub("", one)).strip("（）()—-_:： ")
        if len(bare) >= 2:
            return bare[:LONGEST_TITLE]
    return "台账"


def common_title(titles: Sequence[str]) -> str:
    """What the titles of tables that belong together share at their end: 东桥镇走访台账, 西岭乡走访台账 → 走访台账."""
    if len(set(titles)) == 1:
        return titles[0]
    shortest = min(titles, key=len)
    for length in range(len(shortest), SHORTEST_TITLE - 1, -1):
        if all(one.endswith(shortest[-length:]) for one in titles):
            shared = shortest[-length:]
            named = (one.removesuffix(shared[1:]) for one in titles)  # 芷蘅镇, 岚泊镇: their 镇 is no part of the title
            return shared[1:] if length > SHORTEST_TITLE and all(map(is_unit, named)) else shared
    return titles[0]


def resembles(title: str, ledger: Ledger) -> bool:
    """Whether a title and a declared ledger's share two characters that say something."""
    own = {
        a + b
        for a, b in pairwise(
            re.sub(
                r"台账|登记|清单|情况|工作|管理|项目|名册|[年季月旬周日]报表?|报表|统计|汇总|明细|一览|完成|进[度展]|推进|重点|年度|[^\u3400-\u9fff]",
                "",
                title,
            )
        )
    }
    return any(pair in ledger.title + ledger.declared.noun for pair in own)


def noun_of(title: str, ledger: Ledger | None) -> tuple[str, str]:
    """What a matter of the ledger is called and counted in: 公务用车使用登记台账 → 公务用车, 次."""
    if ledger:
        return ledger.declared.noun, ledger.declared.counter
    quoted = re.sub(r"[“”\"《》]", "", title)
    bare = _KIND.sub("", quoted)
    short = _BODY.sub("", bare)
    noun = (short if len(short) >= 2 else bare)[-LONGEST_NOUN:] or "记录"
    return noun, next((counter for pattern, counter in words.COUNTERS if pattern.search(title)), "条")
