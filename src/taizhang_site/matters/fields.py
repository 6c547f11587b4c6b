"""Filters and order of a ledger's declared fields, written in the address as ``f-level=一般`` or ``f-due-from=…``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date

from django.http import QueryDict

from taizhang.catalogue.model import FieldDeclaration, Vocabulary
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.lists.field_filters import BLANK, KINDS, FieldOrder, Sift, number_or_none
from taizhang_site.rendering.language import translate
from taizhang_site.rendering.parameters import is_whole_number
from taizhang_site.rendering.tables import FilterChoice, TableFilter

NOTHING = "-"
"""How an address says that a field is empty."""
FLAG = "是", "否"
BOUNDED = ("date", "year", "integer", "decimal")
# Characters. Chosen: more than any value of a list, less than a browser's address bears.
LONGEST = 100


def sifts(ledger: Ledger, catalogue: Catalogue, address: QueryDict) -> tuple[Sift, ...]:
    """What the address asks of declared fields; what it does not understand it leaves out."""
    found = (_sift(name, field, catalogue, address) for name, field in ledger.declared.field.items())
    return tuple(one for one in found if one)


def _sift(name: str, field: FieldDeclaration, catalogue: Catalogue, address: QueryDict) -> Sift | None:
    kind = KINDS.get(field.type, "text")
    if field.type in BOUNDED:
        first, last = (_parse_bound(field, address.get(f"f-{name}-{end}", "")) for end in ("from", "to"))
        return Sift(name, kind, first=first, last=last) if first or last else None
    given = [one.strip()[:LONGEST] for one in address.getlist(f"f-{name}") if one.strip()]
    if not given:
        return None
    if choices(field, catalogue):
        return Sift(name, kind, values=tuple(BLANK if one == NOTHING else one for one in given))
    return Sift(name, kind, values=(BLANK,)) if given[0] == NOTHING else Sift(name, kind, text=given[0])


def _parse_bound(field: FieldDeclaration, typed: str) -> str:
    typed = typed.strip()
    if field.type == "date":
        with suppress(ValueError):
            return date.fromisoformat(typed).isoformat()
        return ""
    if field.type == "year":
        return typed if is_whole_number(typed) and len(typed) == 4 else ""
    return number_or_none(typed) or ""


def field_order(ledger: Ledger | None, written: str) -> FieldOrder | None:
    """The declared field an order names; None when it names none."""
    name = written.removeprefix("-").removeprefix("f-")
    if ledger is None or not written.removeprefix("-").startswith("f-") or name not in ledger.declared.field:
        return None
    return FieldOrder(name, KINDS.get(ledger.declared.field[name].type, "text"))


def field_filters(ledger: Ledger, catalogue: Catalogue, address: QueryDict, language: str) -> Iterator[TableFilter]:
    """A filter for each declared field, two where it lies between bounds; the lead unit has one already."""
    for name, field in ledger.declared.field.items():
        if name == ledger.declared.unit:
            continue
        key, title = f"f-{name}", field.shown + (f"（{field.unit}）" if field.unit else "")
        if field.type in BOUNDED:
            for end, words in (("from", "{title} 从"), ("to", "{title} 至")):
                label, typed = translate(words, language, title=title), address.get(f"{key}-{end}", "")
                yield TableFilter(
                    f"{key}-{end}", label, (), typed, "date" if field.type == "date" else "text", more=True
                )
        elif values := choices(field, catalogue):
            yield TableFilter(key, title, _choices(values, address.getlist(key), language), more=True)
        else:
            yield TableFilter(key, title, (), address.get(key, ""), "text", more=True)


def choices(field: FieldDeclaration, catalogue: Catalogue) -> tuple[str, ...]:
    """The values a field is chosen from; () when it is written freely."""
    if field.type == "flag":
        return FLAG
    vocabulary: Mapping[str, Vocabulary] = catalogue.vocabularies
    return tuple(vocabulary[field.choices].values) if field.choices in vocabulary else ()


def _choices(values: tuple[str, ...], chosen: list[str], language: str) -> tuple[FilterChoice, ...]:
    blank = (FilterChoice(NOTHING, translate("（空）", language), NOTHING in chosen),)
    told = tuple(FilterChoice(value, value, value in chosen) for value in values)
    return (FilterChoice("", translate("全部", language), not any(chosen)), *told, *blank)
