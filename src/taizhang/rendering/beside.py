"""What stands beside a sourced number in an edited document: its name before it, its direction, its unit after it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from taizhang.rendering.controls import tag_of
from taizhang.reports.paper import Paper, Paragraph, Text
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

Stretches = Sequence[tuple[str, str]]
# Characters. Chosen: 办结, 到位资金 and 较上年增长 name a number in so few.
_NAME, _NEAR = 4, 6
# Percent. Chosen: a paragraph half rewritten is still the paper's; two of different matters share a fifth.
_LIKE = 50
_UNIT = re.compile(
    r"个?百分点|[%％‰]|[万亿]?(?:元|吨|平方米|平方公里|公里|公顷|千瓦|人次|户次|件次|[个件项家人次户场起份篇处条亩米天名套座台辆批期])|[万亿]"
)
_UP = re.compile(r"(?:增长|提高|增加|上升|提升|多|增|升|扩大|高于)[了出到]?$")
_DOWN = re.compile(r"(?:下降|降低|减少|回落|少|减|降|缩小|压减|低于)[了出到]?$")
_MARK = re.compile(r"[^\w]+$")


class NumberContext(NamedTuple):
    """The words that name a number, whether it is said to grow (1), to fall (-1) or neither (0), and its unit.

    unit: what stands after the control, None where another control does.
    """

    label: str
    direction: int
    unit: str | None


_Placed = tuple[str, str, NumberContext, int]


def misplaced(paragraphs: Sequence[Stretches], paper: Paper, file: str) -> Iterator[Problem]:
    """DOC-005: a number stands where the paper has another. DOC-006: the unit or the direction beside a number was changed."""
    drafted = [_joined(block) for block in paper.blocks if isinstance(block, Paragraph)]
    told: defaultdict[str, set[NumberContext]] = defaultdict(set)
    for tag, _, beside, _ in (one for stretches in drafted for one in _numbers(stretches)):
        told[tag].add(beside)
    names = {one.label: tag for tag, known in told.items() for one in known if len(one.label) > 1}
    for number, stretches in enumerate(paragraphs, 1):
        places = list(_numbers(stretches))
        exchanged = _exchanged(places, _likest(stretches, drafted)) if places else set()
        for index, (tag, words, beside, at) in enumerate(places):
            known = told.get(tag, set())
            if not known or (beside in known and index not in exchanged):
                continue
            place = Place(file=file, paragraph=number, span=(at, at + len(words)))
            owner = names.get(beside.label, tag)
            taken = owner != tag and all(one.label != beside.label for one in known)
            moved = taken or index in exchanged
            yield from _moved(words, beside, place) if moved else _changed(words, beside, known, place)


def _likest(stretches: Stretches, drafted: Sequence[Stretches]) -> Stretches:
    """The paragraph of the paper that reads most like one of the document, numbers left out; empty when none does."""
    own = _drafters(stretches)
    found = process.extractOne(own, [_drafters(one) for one in drafted], scorer=fuzz.ratio, score_cutoff=_LIKE)
    return drafted[found[2]] if found else ()


def _drafters(stretches: Stretches) -> str:
    return "".join(words for tag, words in stretches if not tag)


def _exchanged(places: Sequence[_Placed], drafted: Stretches) -> set[int]:
    """Which numbers of a paragraph stand under a name that both have, in another order or in place of the paper's."""
    ours: defaultdict[str, list[str]] = defaultdict(list)
    for tag, _, beside, _ in _numbers(drafted):
        ours[beside.label].append(tag)
    theirs: defaultdict[str, list[int]] = defaultdict(list)
    for index, (_, _, beside, _) in enumerate(places):
        theirs[beside.label].append(index)
    return {
        index
        for label, indexes in theirs.items()
        if len(indexes) == len(ours[label])
        for index, tag in zip(indexes, ours[label], strict=True)
        if places[index][0] != tag
    }


def _moved(words: str, beside: NumberContext, place: Place) -> Iterator[Problem]:
    says = sentence("“{label}”后面的“{words}”是另一处的数。", label=beside.label, words=words)
    yield Problem("DOC-005", says, place, "请把数放回原来的句子，或重新生成文稿。")


def _changed(words: str, beside: NumberContext, known: set[NumberContext], place: Place) -> Iterator[Problem]:
    units = {one.unit for one in known}
    if beside.unit is not None and beside.unit not in units and not units & {"", None}:
        said = "、".join(sorted(filter(None, units)))
        says = sentence(
            "“{words}”的单位“{said}”被改成了“{unit}”。", words=words, said=said, unit=beside.unit or "（无）"
        )
        yield Problem("DOC-006", says, place, "有出处的数的单位不能在 Word 里改：请改指标的定义后重新起草。")
    elif beside.direction and all(one.direction == -beside.direction for one in known):
        said, now = ("下降", "增长") if beside.direction > 0 else ("增长", "下降")
        says = sentence("“{words}”由“{said}”改成了“{now}”。", words=words, said=said, now=now)
        yield Problem("DOC-006", says, place, "升降由台账算出：请按算出的方向写。")


def _joined(block: Paragraph) -> list[tuple[str, str]]:
    """A paragraph of the paper as a document reads it: tags and words, the drafter's neighbouring words as one."""
    out: list[tuple[str, str]] = []
    for run in block.runs:
        tag = "" if isinstance(run, Text) else tag_of(run)
        if out and not tag and not out[-1][0]:
            out[-1] = ("", out[-1][1] + run.text)
        else:
            out.append((tag, run.text))
    return out


def _numbers(stretches: Stretches) -> Iterator[_Placed]:
    """Each control with a tag: tag, words, what stands beside it, and its offset in the paragraph."""
    at = 0
    for index, (tag, words) in enumerate(stretches):
        if tag:
            before = stretches[index - 1][1] if index and not stretches[index - 1][0] else ""
            near = before[-_NEAR:]
            direction = 1 if _UP.search(near) else -1 if _DOWN.search(near) else 0
            yield tag, words, NumberContext(_MARK.sub("", before)[-_NAME:], direction, _unit(stretches, index + 1)), at
        at += len(words)


def _unit(stretches: Stretches, index: int) -> str | None:
    """The unit a stretch of the drafter's words begins with, '' for none; None where the stretch is a control."""
    tag, words = stretches[index] if index < len(stretches) else ("", "")
    found = _UNIT.match(words)
    return None if tag else found[0] if found else ""
