"""Which rows wait for words: all that stands against them are words of a choice, names of units or words in place of a value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from taizhang.catalogue.model import FieldType
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored
from taizhang.terms.characters import squeeze
from taizhang.terms.spoilt import DITTO

if TYPE_CHECKING:
    from taizhang.intake.rows import RowRefusal

UNPLACED = frozenset({"unknown_value", "unknown_status", "unknown_unit", "unit_like_another", "unit_group"})
"""Reasons that say that nobody has placed a word yet."""
NO_VALUE = frozenset({"not_a_date", "bad_number"})
"""Reasons that may mean so: where known words stand in place of a day or a number."""
TYPED: frozenset[FieldType] = frozenset(("date", "year", "integer", "decimal", "flag"))
# What offices write where no day is set or no number is known; anything else is a slip to be put right.
_IN_PLACE = re.compile(
    r"立行立改|立即|立查立改|长期|长效|持续|常态|适时|随时|及时|待定|另行|未定|当[天日场]|面议|若干|不详|不定"
)

_UNKNOWN = re.compile(r"[?？]|^\W+$|^(?:待定|待核实?|见附件|见备注)$")
"""A question mark, signs alone, or that it is yet to be found out or stands elsewhere."""


def pending_words(ledger: Ledger, refusals: Sequence[RowRefusal], facts: Mapping[str, Stored]) -> dict[str, str]:
    """Field → word of a row that waits; {} where something else stands against it, or it has no number to be known by."""
    if not refusals or not all(map(_is_pending, refusals)):
        return {}
    words = {one.field: squeeze(one.value) for one in refusals}
    return words if all(waiting_key(ledger, facts, words)) else {}


def waiting_key(ledger: Ledger, facts: Mapping[str, Stored], words: Mapping[str, str]) -> tuple[str, ...]:
    """What a row is known by while it waits: its number, with words nobody has placed as they are written.

    A row of a wide table that is no matter of its own is known by what its cells carry of it.
    """
    pivot = ledger.declared.pivot
    names = pivot.carry if pivot and pivot.into == ledger.name else ledger.declared.key
    return tuple(str(facts.get(name) or words.get(name) or "") for name in names)


def _is_pending(one: RowRefusal) -> bool:
    words = squeeze(one.value)
    if one.reason in NO_VALUE:
        return bool(_IN_PLACE.search(words))
    # What means another thing in each row, or says that nobody knows, is no word to be remembered.
    return bool(words) and one.reason in UNPLACED and words not in DITTO and not _UNKNOWN.search(words)
