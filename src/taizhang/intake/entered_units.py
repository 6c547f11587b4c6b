"""Units as a person types them into a form, read as the cells of a workbook are: nothing new is taken in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored
from taizhang.intake.units import REGISTER, Units
from taizhang.terms.problem import Place, Problem
from taizhang.terms.scope import Organisation
from taizhang.terms.sentence import sentence

UNKNOWN = "LST-007"
_WAY_OUT = "请填写单位名录中的全称；确是新单位的，请先在“单位名录”登记或导入名录，再填这一件。"


def settle_units(
    ledger: Ledger, facts: Mapping[str, Stored], organisation: Organisation
) -> tuple[dict[str, Stored], list[Problem]]:
    """The facts with units under their full names, and what was typed that names no one unit (LST-007), at its field."""
    settled, problems = dict(facts), list[Problem]()
    if ledger.name == REGISTER:
        return settled, problems
    units = Units(organisation)
    for name, value in facts.items():
        field = ledger.declared.field.get(name)
        if field is None or field.type not in ("unit", "units") or not value:
            continue
        written = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        names = [_full_name(units, organisation, one) for one in written]
        problems += (
            problem
            for one, full in zip(written, names, strict=True)
            if not full
            for problem in _told(units, field.title, one, Place(key=name))
        )
        kept = list(dict.fromkeys(full or one for one, full in zip(written, names, strict=True)))
        settled[name] = kept if isinstance(value, list) else kept[0]
    return settled, problems


def _full_name(units: Units, organisation: Organisation, written: str) -> str:
    """The unit meant, the body itself among them; '' for none."""
    return written if written in organisation.roots else str(units.read(written).value or "")


def _told(units: Units, title: str, written: str, place: Place) -> Iterator[Problem]:
    reason, said = units.read(written).reason, written[:40]
    if reason == "several_units":
        says = sentence("“{field}”只能填一个单位，“{unit}”写了几个。", field=title, unit=said)
        yield Problem(UNKNOWN, says, place, "请只填一个单位的全称；涉及几个单位的，分开登记，或填在配合单位一栏。")
    elif likely := units.likely(written):
        says = sentence(
            "“{field}”没有登记“{unit}”这个单位，可能是{names}。", field=title, unit=said, names="、".join(likely)
        )
        yield Problem(UNKNOWN, says, place, _WAY_OUT)
    else:
        yield Problem(UNKNOWN, sentence("没有名为“{unit}”的单位。", unit=said), place, _WAY_OUT)
