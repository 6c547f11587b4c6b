"""Wrong words: those of the shipped list and of the body's own, found together in one pass."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import ahocorasick
import rjieba

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.proof.model import Level
from taizhang.proof.slips.table import LONGEST, shipped
from taizhang.terms.sentence import sentence

_SHIPPED = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
_UNTIL = re.compile(
    r"截止(?=(?:到|至)?\s*(?:(?:19|20)\d{2}年|\d{1,2}月|\d{1,2}日|目前|今年|本月|上半年|[一二三]季度|年底|现在))"
)
_CLOSED = re.compile(r"截至(?=日期|时间(?!点)|之日)|(?<=[日月时])截至(?=[。；，）]|$)", re.MULTILINE)
# Characters. Chosen: an idiom of two halves has eight.
_LONGEST_WORD = 8
_SELF = re.compile(
    r"[己巳](?=经|完成|建成|办结|达到?|全部|基本|实现|形成|开工|竣工|投入|纳入|列入|取得|超过|成为|整改|落实|解决|印发|下达|到位|制定|出台|启动|签约|通过|明确|连续)"
    r"(?<![自知利律克舍为各异身推求损正成屈贵由]己)"
)
_ALREADY = re.compile(r"(?:严于律|克|舍|推|损人利)(?P<m>[已巳])(?=奉公|及人|为人|救人|[，。；、])")
Entry = tuple[str, str, Level]


@rule(
    "C18",
    "错别字",
    "error",
    "现代汉语词典、异形词整理表",
    examples=Examples(
        bad=("建立⟦台帐⟧，周密⟦布署⟧。", "向上级⟦反应情况⟧。", "⟦做为⟧牵头单位。"),
        good=("建立台账，周密部署。", "做为人师表的模范，把叫做为民办实事。应急反应情况、不良反应情况。"),
    ),
    reach=Reach(zones=ALL, quoted=True),
)
def wrong_word(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Words are written as the dictionary has them; where two words only happen to touch, nothing is said."""
    for start, end, (wrong, right, level) in _find(_shipped_words(), reading.text):
        if _straddles(reading, start, end, level) or _is_part(reading, start, end, right):
            continue
        sure = right if right and level == "error" and not _is_attested(reading, start, end) else None
        suggestion = sentence("请改为“{right}”。", right=right) if right else "请核对。"
        yield Hit(start, end, sentence("“{wrong}”写错了。", wrong=wrong), suggestion, sure, level)


@rule(
    "C18b",
    "本单位词表中的词",
    "error",
    "本单位词表",
    examples=Examples(
        bad=("加强⟦综治办⟧工作。",),
        good=("加强平安办工作。",),
        setting=OfficeSettings(words=(("综治办", "平安办"),)),
    ),
    reach=Reach(zones=ALL, quoted=True),
)
def own_word(reading: Reading, setting: OfficeSettings) -> Iterator[Hit]:
    """The words the body has listed are written as its list says."""
    for start, end, (wrong, right, _) in _find(_own(setting.words), reading.text) if setting.words else ():
        suggestion = sentence("请改为“{right}”。", right=right) if right else "请核对。"
        yield Hit(start, end, sentence("“{wrong}”在本单位词表里。", wrong=wrong), suggestion, right or None)


@rule(
    "C18c",
    "己、已写混",
    "error",
    "现代汉语词典：自己的己、已经的已",
    examples=Examples(
        bad=("任务⟦己⟧完成，道路⟦己⟧建成。", "严于律⟦已⟧，推⟦已⟧及人。"),
        good=("任务已完成，严于律己，知己知彼，自己完成，各自已有安排，利己有害。",),
    ),
    reach=Reach("己已", ALL, quoted=True),
)
def self_or_already(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """己 is oneself, 已 is already: before a verb stands 已, after 律, 舍, 推 stands 己."""
    for match in matches(reading, _SELF):
        yield Hit(*match.span(), "这里应为“已”。", "请改为“已”。", "已")
    for match in matches(reading, _ALREADY):
        yield Hit(*match.span("m"), "这里应为“己”。", "请改为“己”。", "己")


@rule(
    "C02",
    "“截至”误作“截止”",
    "error",
    "现代汉语词典：截至某时、到某时截止",
    examples=Examples(
        bad=("⟦截止⟧2025年12月31日，共办结96件。", "⟦截止⟧目前已完成。"),
        good=("截至2025年12月31日。报名于12月31日截止，申报截止时间为12月31日。",),
    ),
    reach=Reach("截"),
)
def until(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """截至 stands before a moment, 截止 after it."""
    for match in matches(reading, _UNTIL):
        yield Hit(*match.span(), "这里应为“截至”。", "请改为“截至”。", "截至")


@rule(
    "C02b",
    "“截止”误作“截至”",
    "error",
    "现代汉语词典：截至某时、到某时截止",
    examples=Examples(
        bad=("申报⟦截至⟧日期为12月31日。", "于12月31日⟦截至⟧。"), good=("截至12月31日，申报截止日期为12月31日。",)
    ),
    reach=Reach("截"),
)
def closing(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A closing day is 截止日期."""
    for match in matches(reading, _CLOSED):
        yield Hit(*match.span(), "这里应为“截止”。", "请改为“截止”。", "截止")


def _find(automaton: ahocorasick.Automaton, text: str) -> Iterator[tuple[int, int, Entry]]:
    for last, entry in automaton.iter_long(text):
        yield last + 1 - len(entry[0]), last + 1, entry


def _straddles(reading: Reading, start: int, end: int, level: Level) -> bool:
    """Whether the signs belong to two other words: 叫做为民. Only of short words that are less than certain."""
    if reading.text.startswith("反应", start):
        return reading.before(start, 1) in tuple("急良敏锁核学激热")
    if level == "error" and end - start > 2:
        return False
    return (
        end - start == 2
        and start + 1 in reading.borders
        and (start not in reading.borders or end not in reading.borders)
    )


def _is_part(reading: Reading, start: int, end: int, right: str) -> bool:
    """Whether the signs are part of a longer word (预防犯罪) that is none with the right ones in their place."""
    first, last = start, end
    while first and first not in reading.borders:
        first -= 1
    while last < len(reading.text) and last not in reading.borders:
        last += 1
    if (first, last) == (start, end) or last - first > _LONGEST_WORD:
        return False
    whole = reading.text[first:start] + right + reading.text[end:last]
    return rjieba.has_word(reading.text[first:last]) and not rjieba.has_word(whole)


def _is_attested(reading: Reading, start: int, end: int) -> bool:
    """Whether published texts have the signs as they stand with a neighbour: then a person decides."""
    words = reading.text[start:end]
    runs = (reading.before(start, 1) + words, words + reading.after(end, 1))
    return any(len(run) == end - start + 1 <= LONGEST and run in shipped() for run in runs)


@lru_cache(maxsize=1)
def _shipped_words() -> ahocorasick.Automaton:
    levels: tuple[Level, ...] = ("error", "warn", "info")
    return _automaton([(wrong, right, level) for level in levels for wrong, right in _SHIPPED[level].items()])


@lru_cache(maxsize=8)
def _own(words: tuple[tuple[str, str], ...]) -> ahocorasick.Automaton:
    return _automaton([(wrong, right, "error") for wrong, right in words])


def _automaton(entries: list[Entry]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for entry in entries:
        automaton.add_word(entry[0], entry)
    automaton.make_automaton()
    return automaton


RULES: tuple[Rule, ...] = (wrong_word, own_word, self_or_already, until, closing)
