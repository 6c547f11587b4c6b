"""Slips of the pen: characters that go with neither neighbour while others confused with them do, and words confused in their use."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import ahocorasick

from taizhang.proof import slips
from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, Examples, Hit, OfficeSettings, Reach, Rule, rule
from taizhang.proof.model import Level
from taizhang.proof.slips import table
from taizhang.proof.slips.mistyped import Mistyping
from taizhang.proof.slips.phrases import nearly_written
from taizhang.proof.slips.suspect import NAMES, Suspicion
from taizhang.terms.characters import is_han
from taizhang.terms.sentence import sentence

_JUDGED = tomllib.loads(Path(slips.__file__).with_name("judge.toml").read_text("utf-8"))
_WEIGHTS = tuple(float(_JUDGED["weights"][name]) for name in NAMES)
_BIAS = float(_JUDGED["bias"])
# Log odds from which a place is told (about 1.5 false findings in 100,000 characters of published text) and is an error (0.4).
_TOLD, _CERTAIN = 1.5, 3.4
_CONFUSED = tomllib.loads(Path(__file__).with_name("confused.toml").read_text("utf-8"))
# Bits by which the other word must read better, and the steps of a run of four that speaks for it (4 occurrences).
_BETTER, _SPOKEN = 11.0, 16


@rule(
    "C80",
    "疑似错别字（与上下文都不搭配）",
    "warn",
    "二千余万字法规和工作报告中的用字次数",
    examples=Examples(
        bad=("保障适龄残⟦积⟧儿童入学。", "疫情防控指⟦辉⟧部研究部署。"),
        good=("保障适龄残疾儿童入学。", "建设弗迪新能源基地，推进和美湘村。"),
    ),
    reach=Reach(zones=ALL, quoted=True),
)
def likely_slip(reading: Reading, setting: OfficeSettings) -> Iterator[Hit]:
    """A character stands beside what it stands beside elsewhere; where it does not, and one confused with it would, it is a slip."""
    best: dict[int, tuple[float, Suspicion]] = {}
    for one in reading.judge.suspicions():
        score = _BIAS + sum(weight * value for weight, value in zip(_WEIGHTS, one.evidence, strict=True))
        if score >= _TOLD and score > best.get(one.start, (0.0,))[0] and not _is_learned(reading, one, setting):
            best[one.start] = score, one
    last = -1
    for start in sorted(best):
        score, one = best[start]
        rival = best.get(start + 1)
        if start < last or (rival and rival[0] > score):
            continue
        last = start + len(one.meant)
        written, certain = reading.text[start:last], score >= _CERTAIN
        level: Level | None = "error" if certain else None
        message = sentence("“{written}”与前后文都不搭配，疑为错别字。", written=written)
        yield Hit(start, last, message, sentence("疑为“{meant}”。", meant=one.meant), level=level)


@rule(
    "C81",
    "易混的词用错",
    "warn",
    "现代汉语词典；二千余万字法规和工作报告中的用字次数",
    examples=Examples(
        bad=("公民享有的⟦权力⟧和义务。", "认清新⟦形式⟧新任务。"),
        good=("公民的权利和义务，依法行使权力，形式多样，法制宣传。",),
    ),
    reach=Reach(zones=ALL, quoted=True),
)
def confused_word(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Of two words that sound alike the one stands that its neighbours ask for."""
    asked = [
        (start, word, other)
        for last, word in _confused().iter_long(reading.text)
        if not _is_known(reading, start := last + 1 - len(word), last + 1)
        for other in _others()[word]
    ]
    gains = reading.judge.gains([(start, other) for start, _, other in asked])
    best: dict[int, tuple[float, str, str]] = {}
    for (start, word, other), gain in zip(asked, gains, strict=True):
        best[start] = max(best.get(start, (0.0, word, "")), (gain, word, other))
    for start, (gain, word, other) in best.items():
        end = start + len(word)
        if gain >= _BETTER and _speaks(reading, start, end, other):
            yield Hit(
                start,
                end,
                sentence("“{word}”在这里疑为“{other}”。", word=word, other=other),
                sentence("请核对，疑为“{other}”。", other=other),
            )


@rule(
    "C82",
    "常用语写错一个字",
    "warn",
    "公文常用语（本系统自拟词表）；二千余万字法规和工作报告中的用字次数",
    examples=Examples(
        bad=("开展谈心⟦淡⟧话活动。", "认真⟦屡⟧职，坚决落实。"),
        good=("开展谈心谈话活动，认真履职，服务群体，依法行使职权。",),
    ),
    reach=Reach(zones=ALL, quoted=True),
)
def phrase_slip(reading: Reading, setting: OfficeSettings) -> Iterator[Hit]:
    """A set phrase is written as it is said; a character confused with the right one is a slip."""
    for near in nearly_written(reading.text):
        start, end = near.start, near.start + 1
        if reading.text[max(0, start - 1) : end] in setting.learned or reading.text[start : end + 1] in setting.learned:
            continue
        said = sentence("“{words}”疑为“{phrase}”写错了一个字。", words=reading.text[start:end], phrase=near.phrase)
        yield Hit(start, end, said, sentence("疑为“{meant}”。", meant=near.meant))


@rule(
    "C83",
    "字词重复输入或次序颠倒",
    "error",
    "二千余万字法规和工作报告中的用字次数",
    examples=Examples(
        bad=("加强应⟦急急⟧救援队伍建设。", "国有资产⟦监督监督⟧管理。", "健全社⟦保会⟧障体系。"),
        good=("加强应急救援，研究研究再定，件件有着落，常常，渐渐，社会保障。",),
    ),
    reach=Reach(zones=ALL, quoted=True),
)
def mistyped_run(reading: Reading, setting: OfficeSettings) -> Iterator[Hit]:
    """A character or word typed twice, or two characters in the wrong order, where without the slip good texts have it."""
    for one in Mistyping(reading.judge.read).mistyped():
        written = reading.text[one.start : one.end]
        if any(written[at : at + 2] in setting.learned for at in range(len(written) - 1)):
            continue
        said = sentence("“{written}”疑为多打了字或次序颠倒。", written=written)
        yield Hit(one.start, one.end, said, sentence("疑为“{meant}”。", meant=one.meant))


def _is_learned(reading: Reading, one: Suspicion, setting: OfficeSettings) -> bool:
    """Whether the office's own texts, names and units have the characters with a neighbour."""
    start, end = one.start, one.start + len(one.meant)
    runs = (reading.text[max(0, start - 1) : end], reading.text[start : end + 1])
    return bool(setting.learned) and any(run in setting.learned for run in runs)


def _is_known(reading: Reading, start: int, end: int) -> bool:
    """Whether published texts have the word as it stands with what is on either side of it."""
    runs = _beside(reading, start, end, reading.text[start:end])
    return bool(runs) and all(run in table.shipped() for run in runs)


def _speaks(reading: Reading, start: int, end: int, other: str) -> bool:
    """Whether published texts have the other word there."""
    return any(table.shipped().step(run) >= _SPOKEN for run in _beside(reading, start, end, other))


def _beside(reading: Reading, start: int, end: int, word: str) -> list[str]:
    """The word with what stands before it and with what stands after it, each four characters long."""
    more = table.LONGEST - len(word)
    left, right = reading.before(start, more), reading.after(end, more)
    return [run for run in (left + word, word + right) if len(run) == table.LONGEST and all(map(is_han, run))]


@cache
def _others() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in _CONFUSED["pairs"].split("\n"):
        words = line.split()
        for word in words:
            found[word] += [one for one in words if one != word]
    return {word: tuple(others) for word, others in found.items()}


@cache
def _confused() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in _others():
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton


RULES: tuple[Rule, ...] = (likely_slip, confused_word, phrase_slip, mistyped_run)
