"""What a body adds to a ledger it did not write: fields for columns of its own, its words for declared values, values of its own."""

from __future__ import annotations

from collections.abc import Mapping

from taizhang.catalogue.declared import Declared
from taizhang.catalogue.fields import FieldDeclaration, Vocabulary

WORDS = "_words"
"""What the name of a field ends in that keeps words beside a field of days or numbers."""


class Addition(Declared):
    """One addition to a ledger; later ones add to earlier ones.

    field: fields of the office's own. words: field of a choice → word → the value it means. values: field of a choice →
    further values, which no figure of the ledger counts apart. instead: field of a day or number → words that may stand in
    place of one and are kept as they are, in a field beside it.
    """

    ledger: str
    field: dict[str, FieldDeclaration] = {}
    words: dict[str, dict[str, str]] = {}
    values: dict[str, tuple[str, ...]] = {}
    instead: dict[str, tuple[str, ...]] = {}

    @property
    def choices(self) -> frozenset[str]:
        """The fields whose vocabulary it adds to."""
        return frozenset((*self.words, *self.values))


def vocabulary_of(ledger: str, field: str) -> str:
    """The vocabulary a field has for itself once its ledger has words of its own for it."""
    return f"{ledger}.{field}"


def extended(
    fields: Mapping[str, FieldDeclaration], vocabularies: Mapping[str, Vocabulary], one: Addition
) -> tuple[dict[str, FieldDeclaration], dict[str, Vocabulary]]:
    """The fields of the ledger with the addition, and the vocabularies it makes for some of them.

    Words for a field that is no choice are left out: a ledger declared anew may have lost it.
    """
    made = _with_instead({**fields, **one.field}, one.instead)
    words: dict[str, Vocabulary] = {}
    for name in sorted(one.choices):
        declared = made.get(name)
        if declared is None or declared.choices not in vocabularies:
            continue
        own = vocabulary_of(one.ledger, name)
        words[own] = _with_words(vocabularies[declared.choices], one.words.get(name, {}), one.values.get(name, ()))
        made[name] = declared.model_copy(update={"choices": own})
    return made, words


def companion_of(title: str) -> FieldDeclaration:
    """The field that keeps what cells say where it is no value of the field of that title."""
    return FieldDeclaration(title=f"{title}（原文）", own=True, role="other")


def _with_instead(
    fields: dict[str, FieldDeclaration], instead: Mapping[str, tuple[str, ...]]
) -> dict[str, FieldDeclaration]:
    for name, words in instead.items():
        if field := fields.get(name):
            beside = field.words or f"{name}{WORDS}"
            allowed = tuple(dict.fromkeys((*field.instead, *words))) if field.instead or not field.words else ()
            fields[name] = field.model_copy(update={"words": beside, "instead": allowed})
            fields.setdefault(beside, companion_of(field.title))
    return fields


def _with_words(known: Vocabulary, words: Mapping[str, str], further: tuple[str, ...]) -> Vocabulary:
    """The vocabulary with further values, and with words written for the values it has."""
    values = {**known.values, **{value: () for value in further if value not in known.values}}
    for word, value in words.items():
        if value in values:
            values = {name: tuple(one for one in ways if one != word) for name, ways in values.items()}
            values[value] = (*values[value], word)
    return known.model_copy(update={"values": values})
