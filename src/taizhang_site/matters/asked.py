"""Turns the address of a list into a question and back into its filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import QueryDict

from taizhang.catalogue.resolved import Ledger
from taizhang.lists.query import DEEPEST, ORDERS, Column, HeadQuery, Order, Page
from taizhang.matters.lamps import COLOURS
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.words import DONE, STATES
from taizhang.site.desk import Desk
from taizhang_site.matters.fields import NOTHING, field_filters, field_order, sifts
from taizhang_site.rendering.language import translate
from taizhang_site.rendering.parameters import day_of, whole_number
from taizhang_site.rendering.tables import FilterChoice, TableFilter

# Chosen: two screens of rows; a long one; the largest page there is (``lists.query.LARGEST_PAGE``).
SIZES = (50, 200, 1000)
SIZE = SIZES[0]
_OUTCOMES = {"1": "在办", "0": "已了结", "done": "计入办结数", "counted": "计入登记数"}


def parse_query(desk: Desk, address: QueryDict) -> HeadQuery:
    """The question an address asks; what it does not understand it leaves out."""
    order, descending = order_of(address)
    ledger = ledger_of(desk, address)
    start = address.get("start", "0")
    base = desk.mine().get(address["set"], desk.query()) if address.get("set") else desk.query()
    loops = desk.loops if address.get("loop") else ()
    outcome = address.get("live", "")
    live = {"1": True, "0": False, "done": False}.get(outcome)
    asks = replace(
        base.filter,
        ledgers=tuple(name for name in address.getlist("ledger") if name in desk.ledgers)
        or loops
        or base.filter.ledgers,
        units=_units(desk, address) or base.filter.units,
        states=tuple(filter(None, address.getlist("state"))) or (DONE if outcome == "done" else base.filter.states),
        lamps=tuple(one for one in address.getlist("lamp") if one in COLOURS) or base.filter.lamps,
        live=base.filter.live if live is None else live,
        left_out=desk.left_out if outcome == "counted" else base.filter.left_out,
        text=address.get("q", "").strip()[:100] or base.filter.text,
        due_from=day_of(address.get("due_from")) or base.filter.due_from,
        due_to=day_of(address.get("due_to")) or base.filter.due_to,
        opened_from=day_of(address.get("opened_from")) or base.filter.opened_from,
        opened_to=day_of(address.get("opened_to")) or base.filter.opened_to,
        fields=(sifts(ledger, desk.site.catalogue, address) if ledger else ()) or base.filter.fields,
    )
    field = field_order(ledger, address.get("order", "")) if ledger else None
    at = whole_number(start, 0, DEEPEST)
    return desk.query(asks, Order(order, descending, field), Page(at, size_of(address)))


def _units(desk: Desk, address: QueryDict) -> tuple[str, ...]:
    """The units named one by one, and those named together with all below them: of any of these."""
    named = ["" if one == NOTHING else one for one in address.getlist("unit") if one]
    below = [unit for one in address.getlist("below") if one for unit in sorted(desk.units.subtree(one))]
    return tuple(dict.fromkeys((*named, *below)))


def ledger_of(desk: Desk, address: QueryDict) -> Ledger | None:
    """The one ledger of a list; None when it shows several."""
    names = list(filter(None, address.getlist("ledger")))
    return desk.ledgers.get(names[0]) if len(names) == 1 else None


def size_of(address: QueryDict) -> int:
    """How many rows a page has: one of SIZES."""
    return next((size for size in SIZES if str(size) == address.get("size", "")), SIZE)


def drop_empty(address: QueryDict) -> QueryDict:
    """The address without what asks nothing."""
    kept = QueryDict(mutable=True)
    for name, values in address.lists():
        if told := [value for value in values if value]:
            kept.setlist(name, told)
    return kept


def order_of(address: QueryDict) -> tuple[Column, bool]:
    """Order and whether it runs downward: by due date what is open or waits, else the newest first."""
    pressing = address.get("live") == "1" or address.get("set") or address.get("lamp")
    written = address.get("order") or ("due" if pressing else "-opened")
    name = written.removeprefix("-")
    for order in ORDERS:
        if order == name:
            return order, written.startswith("-")
    return "due", written.startswith("-f-")


def filters(desk: Desk, address: QueryDict, ledger: Ledger | None, language: str) -> list[TableFilter]:
    """The filters of a list of matters, with what is chosen now."""
    labels = (
        {
            state: LIFECYCLES[ledger.declared.lifecycle].label(state)
            for state in LIFECYCLES[ledger.declared.lifecycle].states
        }
        if ledger
        else {state: label for state, label in STATES.items() if state}
    )
    listed = {**desk.in_use, **({ledger.name: ledger} if ledger else {})}
    ledgers = {name: one.title for name, one in listed.items()}
    units = {name: name for name in sorted(desk.units.units)}
    if NOTHING in address.getlist("unit"):
        units[NOTHING] = translate("（空）", language)
    parents = {unit.parent for unit in desk.units.units.values()}
    above = {name: name for name in units if name in parents}
    state = {name: translate(label, language) for name, label in labels.items()}
    lamps = {str(name): translate(label, language) for name, label in COLOURS.items()}
    everything = translate("全部", language)
    shown = [
        TableFilter("q", translate("编号或内容", language), value=address.get("q", ""), kind="search"),
        _select("ledger", translate("台账", language), ledgers, address, everything),
        _select("unit", translate("单位", language), units, address, everything),
        *([_select("below", translate("单位及所属", language), above, address, everything)] if above else []),
        _select(
            "live",
            translate("办理", language),
            {name: translate(label, language) for name, label in _OUTCOMES.items()},
            address,
            everything,
        ),
        _select("state", translate("状态", language), state, address, everything),
        _select("lamp", translate("灯", language), lamps, address, everything),
        TableFilter("due_from", translate("到期从", language), value=address.get("due_from", ""), kind="date"),
        TableFilter("due_to", translate("到期至", language), value=address.get("due_to", ""), kind="date"),
    ]
    return [*shown, *(field_filters(ledger, desk.site.catalogue, address, language) if ledger else ())]


def _select(name: str, label: str, values: Mapping[str, str], address: QueryDict, everything: str) -> TableFilter:
    chosen = address.getlist(name)
    choices = [FilterChoice("", everything, not any(chosen))]
    choices += [FilterChoice(value, shown, value in chosen) for value, shown in values.items()]
    return TableFilter(name, label, tuple(choices))
