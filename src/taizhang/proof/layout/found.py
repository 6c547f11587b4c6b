"""What a rule of form found, gathered so that one fault told in many places is one finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from taizhang.proof.layout.measure import Look
from taizhang.proof.layout.profile import Profile
from taizhang.proof.model import Finding, Spot
from taizhang.terms.sentence import chain, sentence

# Characters. Chosen: the beginning of a line by which a reader finds it.
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in a whole sentence; the paragraph (None: the document).

    value: the wrong value, where several rules may meet one that comes from the same style.
    """

    rule: str
    said: str
    suggestion: str = ""
    look: Look | None = None
    value: str = ""


def findings(faults: Iterable[Fault], profile: Profile) -> Iterator[Finding]:
    """One finding for faults of the same rule said alike, at the first of their places."""
    gathered: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        gathered.setdefault((fault.rule, fault.said), []).append(fault)
    for (rule, said), alike in gathered.items():
        level = profile.level(rule)
        if level is None:
            continue
        first = alike[0]
        more = (sentence("共{count}段。", count=len(alike)),) if len(alike) > 1 else ()
        yield Finding(
            rule=rule,
            gate="format",
            level=level,
            spot=_spot(first.look),
            text=first.look.text[:_SHOWN].replace("\n", "") if first.look else "",
            message=chain((said, *more)) if more else said,
            source=profile.source(rule),
            suggestion=first.suggestion,
        )


def _spot(look: Look | None) -> Spot:
    return Spot(look.standing.number, 0, len(look.text), look.standing.page) if look else Spot()
