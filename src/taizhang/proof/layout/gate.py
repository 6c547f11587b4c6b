"""The rules of form run over one file: from the XML, and from the printed pages where there are any."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from taizhang.proof.files.printed import PrintedPage
from taizhang.proof.layout.close_rules import CLOSE_RULES, crossing_tables
from taizhang.proof.layout.found import Fault, findings
from taizhang.proof.layout.head_rules import HEAD_RULES
from taizhang.proof.layout.measure import Measured
from taizhang.proof.layout.page_rules import PAGE_RULES
from taizhang.proof.layout.pages import first_page, printed
from taizhang.proof.layout.profile import Profile
from taizhang.proof.layout.text_rules import TEXT_RULES
from taizhang.proof.model import Finding

Rule = Callable[[Measured, Profile], Iterator[Fault]]
RULES: tuple[Rule, ...] = (*PAGE_RULES, *HEAD_RULES, *TEXT_RULES, *CLOSE_RULES)


def examine_layout(measured: Measured, profile: Profile, sheets: Sequence[PrintedPage] = ()) -> tuple[Finding, ...]:
    """What is wrong with a file's form, in the order of the text."""
    faults = [fault for rule in RULES for fault in rule(measured, profile)]
    faults += printed(sheets, profile, frozenset(fault.rule for fault in faults))
    faults += first_page(sheets, next((look.text for look in measured.of("heading", "body")), ""))
    faults += crossing_tables(measured, profile, sheets)
    faults = [fault for fault in faults if not _is_explained(fault, faults)]
    return tuple(sorted(findings(faults, profile), key=lambda one: (one.spot.paragraph, one.rule)))


def _is_explained(fault: Fault, faults: Sequence[Fault]) -> bool:
    """Whether a font or size is wrong elsewhere only because the style all text stands on has it."""
    alike = sum(one.rule in ("L04", "L05") and one.value == fault.value for one in faults)
    return fault.rule in ("L12", "L13", "L17", "L26", "L27") and bool(fault.value) and alike > 2
