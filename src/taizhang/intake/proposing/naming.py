"""What a proposed ledger is called, what one of its matters is called, and what they are counted in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from taizhang.catalogue.resolved import Ledger
from taizhang.intake.proposing import words
from taizhang.terms.characters import squeeze

LONGEST_TITLE, LONGEST_NOUN = 40, 12
_PERIOD = re.compile(
    r"[(（][^()（）]*(?:\d{1,4}年|\d{1,2}月|季度|半年|截[至止]|年度)[^()（）]*[)）]|(?:20\d\d年?度?)?(?:第?[一二三四1-4]季度|\d{1,2}(?:[-—~至]\d{1,2})?月份?|[上下]半年)|20\d\d年?度?"
)
_KIND = re.compile(
    r"(?:情况)?(?:动态)?(?:管理|使用|跟踪|工作|明细|信息|统计)*(?:情况)?(?:登记)?(?:台账|登记[簿表册]?|清单|名册|花名册|明细[表账]?|汇总表|统计表|一览表|月报表?|报表|记录[表簿]?|账[簿本]?|表|簿|册)$"
)
_BODY = re.compile(
    r"^(?:\S{2,4}(?:省|市|县|区|镇|乡|街道)(?![场域间面标])){0,2}(?:\S{0,10}(?:人民政府|政府办公室|政府|委员会|办公室|办事处|管理局|局|委|中心)(?=\S{2,}))?"
)
_REMARK = re.compile(r"[:：]|^附[件表]|单位$|^[(（].*[)）]$|^\d+$")


def title_for(lines: Sequence[str], sheet: str, file: str) -> str:
    """The title: the first line above the heading that is one, else the sheet's name, else the file's; without periods."""
    named = [squeeze(line) for line in lines if line.strip() and not _REMARK.search(squeeze(line))]
    named += (
        []
        if re.fullmatch(r"(?:Sheet|工作表|表)?\s*\d*|\d{1,2}月份?|20\d\d年?", sheet.strip(), re.IGNORECASE)
        else [squeeze(sheet)]
    )
    stem = re.sub(r"^[A-Za-z]?\d{0,3}[_\-.、]", "", PurePath(file).stem)
    for one in (*named, squeeze(stem)):
        bare = _PERIOD.sub("", one).strip("（）()—-_:： ")
        if len(bare) >= 2:
            return bare[:LONGEST_TITLE]
    return "台账"


def noun_of(title: str, ledger: Ledger | None) -> tuple[str, str]:
    """What a matter of the ledger is called and counted in: 公务用车使用登记台账 → 公务用车, 次."""
    if ledger:
        return ledger.declared.noun, ledger.declared.counter
    quoted = re.sub(r"[“”\"《》]", "", title)
    bare = _KIND.sub("", quoted)
    short = _BODY.sub("", bare)
    noun = (short if len(short) >= 2 else bare)[-LONGEST_NOUN:] or "记录"
    return noun, next((counter for pattern, counter in words.COUNTERS if pattern.search(title)), "条")
