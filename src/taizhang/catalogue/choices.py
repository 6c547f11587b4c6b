"""Words as people write them, brought to the values of a vocabulary."""

from __future__ import annotations

import re

from taizhang.catalogue.model import Vocabulary
from taizhang.terms.characters import squeeze
from taizhang.terms.readings import EMPTY, NIL, Read

_SEPARATORS = re.compile(r"[、，,；;\n/+]|和|及")


def read_choice(text: str, vocabulary: Vocabulary, known: dict[str, str]) -> Read:
    """A word of the vocabulary; ``known`` maps every way of writing, squeezed, to its value."""
    words = squeeze(text).lower()
    if not words:
        return EMPTY
    if found := _lookup(words, vocabulary, known):
        return Read(found)
    if vocabulary.many:
        parts = [_lookup(part, vocabulary, known) for part in _SEPARATORS.split(words) if part]
        if parts and all(parts):
            return Read("、".join(value for value in vocabulary.values if value in parts))
    if words in NIL:
        return EMPTY
    return Read(squeeze(_without(squeeze(text), vocabulary))) if vocabulary.open else Read(reason="unknown_value")


def _lookup(words: str, vocabulary: Vocabulary, known: dict[str, str]) -> str:
    return known.get(words) or known.get(_without(words, vocabulary).lower(), "")


def _without(words: str, vocabulary: Vocabulary) -> str:
    for noise in vocabulary.noise:
        if len(words) > len(noise):
            words = words.replace(noise, "")
    return words


def ways_of(vocabulary: Vocabulary) -> dict[str, str]:
    """Every way of writing a value, squeezed and lower case → the value."""
    known = {squeeze(value).lower(): value for value in vocabulary.values}
    for value, others in vocabulary.values.items():
        for other in others:
            known.setdefault(squeeze(other).lower(), value)
    return known
