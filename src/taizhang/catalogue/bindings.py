"""Checks of what serves mechanisms and fills slots: ids, words of vocabularies, profiles, dated texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from taizhang.catalogue.declared import PROFILES
from taizhang.catalogue.dossier import BUILT_IN_TEXTS
from taizhang.catalogue.fronts import front_of
from taizhang.catalogue.model import Vocabulary
from taizhang.catalogue.predicate import (
    ColumnRef,
    Compare,
    Every,
    Literal,
    Not,
    NotAllowed,
    OneOf,
    Predicate,
    Some,
    parse,
)
from taizhang.catalogue.resolved import ColumnType
from taizhang.catalogue.whole import Whole
from taizhang.terms.names import FIGURE, is_name
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

_HINT = "请改用词表里的值；办公室的其他写法写在词表这个值的后面。"


def words_are_in_their_vocabulary(whole: Whole) -> Iterator[Problem]:
    """A condition compares a choice only with a value of its closed vocabulary."""
    for path, text, ledger, _ in whole.conditions():
        try:
            pairs = _compared_words(text)
        except NotAllowed:
            continue
        for name, word in pairs:
            column = whole.columns[ledger].get(name)
            if column and not _possible(column, word, whole.declared.vocabulary):
                message = sentence(
                    "条件“{text}”里的“{word}”不是“{column}”的取值。", text=text, word=word, column=column.title
                )
                yield Problem("CAT-034", message, whole.place(path), _HINT)


def _possible(column: ColumnType, word: str, vocabularies: Mapping[str, Vocabulary]) -> bool:
    words = vocabularies.get(column.choices)
    if column.type != "choice" or words is None or words.open or not words.values:
        return True
    return all(part in words.values for part in (word.split("、") if words.many else [word]))


@lru_cache(maxsize=8192)
def _compared_words(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_comparisons(parse(text)))


def _comparisons(node: Predicate) -> Iterator[tuple[str, str]]:
    """The columns that are compared with a written word, each with the word."""
    match node:
        case Compare(ColumnRef(name), _, Literal(str(word))) | Compare(Literal(str(word)), _, ColumnRef(name)):
            yield name, word
        case OneOf(ColumnRef(name), values):
            yield from ((name, value.value) for value in values if isinstance(value.value, str))
        case Not(inner):
            yield from _comparisons(inner)
        case Every(parts) | Some(parts):
            for part in parts:
                yield from _comparisons(part)


def ids_are_listed(whole: Whole) -> Iterator[Problem]:
    """What is served or filled is in the list of mechanisms and slots, where the catalogue has such a list."""
    declared = whole.declared
    served: list[tuple[tuple[str, ...], str]] = []
    filled: list[tuple[tuple[str, ...], str]] = []
    for name, ledger in declared.ledger.items():
        served += [(("ledger", name, "serves"), one) for one in ledger.serves]
    for item in whole.figures:
        served += [((*item.path, "serves"), one) for one in item.declared.serves]
        filled += [((*item.path, "slots"), one) for one in item.declared.slots]
    for head in ("identity", "clock", "text", "rule", "feature"):
        for key, one in getattr(declared, head).items():
            served += [((head, key, "serves"), id_) for id_ in one.serves]
            filled += [((head, key, "slots"), id_) for id_ in getattr(one, "slots", ())]
    for known, wanted, what in (
        (declared.mechanism, served, "已列出的机制"),
        (declared.slot, filled, "已列出的填充处"),
    ):
        for path, id_ in wanted if known else ():
            if id_ not in known:
                yield whole.unknown(path, id_, what)


def templates_say_whom_they_serve(whole: Whole) -> Iterator[Problem]:
    """A template's front matter names known profiles and mechanisms."""
    known = whole.declared.mechanism
    for name, text in whole.templates.items():
        front = front_of(text)
        wrong = [one for one in front.profiles if one not in PROFILES]
        wrong += [one for one in front.serves if known and one not in known]
        for one in wrong:
            message = sentence("“{item}”不是已知的机构类型或机制。", item=one)
            yield Problem("CAT-012", message, Place(file=f"templates/{name}.md", line=2), "请检查拼写，或先声明它。")


def measured_things_belong_together(whole: Whole) -> Iterator[Problem]:
    """Slots and mechanisms of the list name a report of the list."""
    declared = whole.declared
    for id_, slot in declared.slot.items():
        if slot.report not in declared.report:
            yield whole.unknown(("slot", id_, "report"), slot.report, "已列出的报告")
    for id_, mechanism in declared.mechanism.items():
        for one in mechanism.reports:
            if one not in declared.report:
                yield whole.unknown(("mechanism", id_, "reports"), one, "已列出的报告")


def pivots_are_on_with_their_ledger(whole: Whole) -> Iterator[Problem]:
    """The ledger a wide table fills is on wherever the table is."""
    for name, ledger in whole.declared.ledger.items():
        target = whole.declared.ledger.get(ledger.pivot.into) if ledger.pivot else None
        if target is None or not target.profiles:
            continue
        lacking = [one for one in ledger.profiles or PROFILES if one not in target.profiles]
        if lacking:
            message = sentence(
                "“{ledger}”在{lacking}中启用，它展开到的“{target}”却没有启用。",
                ledger=ledger.title,
                lacking="、".join(lacking),
                target=target.title,
            )
            yield Problem("CAT-035", message, whole.place(("ledger", name, "pivot")), "请让两类台账的 profiles 一致。")


def texts_are_dated_and_named(whole: Whole) -> Iterator[Problem]:
    """A text's name can stand in a slot, its values end after they begin, a built-in one has none."""
    for key, text in whole.declared.text.items():
        path = ("text", key)
        if key not in BUILT_IN_TEXTS and not is_name(key, FIGURE):
            message = sentence(
                "文字名“{key}”不能用：只能是小写字母、数字和下划线，字母开头，不超过{figure}个字符。",
                key=key,
                figure=FIGURE,
            )
            yield Problem("CAT-010", message, whole.place(path), "请换一个名称。")
        if key in BUILT_IN_TEXTS and text.value:
            message = sentence("“{key}”由期间和单位名称得出，不能另给值。", key=key)
            yield Problem("CAT-036", message, whole.place(path), "请删去 value，或换一个名称。")
        for n, value in enumerate(text.value):
            if value.until and value.until < value.since:
                message = sentence("“{text}”有一个值的截止日早于起始日。", text=text.title)
                yield Problem("CAT-036", message, whole.place((*path, "value", str(n))), "请改正 since 和 until。")


def clocks_run_in_ledgers(whole: Whole) -> Iterator[Problem]:
    """The ledgers a clock runs in are declared and have the dates it starts and ends with."""
    for key, clock in whole.declared.clock.items():
        for name in clock.ledgers:
            table = whole.columns.get(name)
            if table is None:
                yield whole.unknown(("clock", key, "ledgers"), name, "已声明的台账")
                continue
            if clock.each and clock.each not in table:
                yield whole.unknown(("clock", key, "each"), clock.each, f"台账“{name}”的列")
            ends = () if clock.every else (("ends", clock.ends),)
            for what, column in (("starts", clock.starts), *ends):
                if column not in table or table[column].type != "date":
                    yield whole.unknown(("clock", key, what), column, f"台账“{name}”的日期列")
