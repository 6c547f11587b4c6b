"""A proposal as declarations in plain values: the ledger, its vocabularies and its figures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal

from pypinyin import Style, lazy_pinyin

from taizhang.intake.proposing.figures import sum_title
from taizhang.intake.proposing.proposal import LedgerProposal, ProposedField
from taizhang.terms.measures import parted

Plain = dict[str, object]
Declared = dict[str, dict[str, Plain]]
ROLE_NAMES = {"opened": "opened", "due": "due", "done": "done", "closed": "closed", "state": "status", "unit": "unit"}
# Chosen: a table by more kinds is no longer read; a name leaves room for what is put before and behind it.
MOST_GROUPED, LONGEST_NAME = 60, 16
_TYPES = {"date": "date", "number": "decimal", "choice": "choice", "flag": "flag", "unit": "unit"}


def name_for(made: LedgerProposal, taken: Collection[str]) -> str:
    """An identifier for the ledger: the initials of its noun, so that it can be told from others in a file."""
    letters = "".join(lazy_pinyin(made.noun, style=Style.FIRST_LETTER, errors="ignore")).lower()
    base = "own_" + (re.sub(r"[^a-z0-9]", "", letters)[:LONGEST_NAME] or "ledger")
    return next(one for one in (base, *(f"{base}_{n}" for n in range(2, 10_000))) if one not in taken)


def declarations(made: LedgerProposal, name: str, today: date) -> Declared:
    """What declares the proposed ledger under a name. today: when matters without any day were taken over."""
    names = field_names(made)
    fields: dict[str, Plain] = {}
    if not made.key:
        fields["no"] = {"title": "编号", "required": True, "compose": _composed(made, names)}
    if "opened" not in names:
        fields["opened"] = {"title": "登记日期", "type": "date", "required": True, "default": today.isoformat()}
        if {"done", "due"} & set(names):
            fields["opened"] = {"title": "登记日期", "type": "date"}
    vocabularies: dict[str, Plain] = {}
    for short, one in zip(names, made.fields, strict=True):
        fields |= _field(short, one, made, (name, vocabularies))
    ledger: Plain = {
        "title": made.title,
        "noun": made.noun,
        "counter": made.counter,
        "lifecycle": made.lifecycle,
        "level": "sensitive" if made.guarded else "internal",
        "own": True,
        "key": [names[_place(made, made.key[0])] if made.key else "no"],
        "field": fields,
    }
    if "unit" in names and fields["unit"]["type"] == "unit":
        ledger["unit"] = "unit"
    if "status" in names:
        ledger["status"] = "status"
    ledger |= _ends(made, names)
    declared: Declared = {"ledger": {name: ledger}}
    if vocabularies:
        declared["vocabulary"] = vocabularies
    declared["figure"] = dict(_figures(made, names, name))
    return declared


def field_names(made: LedgerProposal) -> tuple[str, ...]:
    """The identifier of each field: its role where it has one, else its place."""
    return tuple(
        ROLE_NAMES[one.role] if one.role else "no" if (one.heading,) == made.key else f"f{n}"
        for n, one in enumerate(made.fields, 1)
    )


def _place(made: LedgerProposal, heading: str) -> int:
    return next(n for n, one in enumerate(made.fields) if one.heading == heading)


def _composed(made: LedgerProposal, names: tuple[str, ...]) -> list[str]:
    """The fields a number is made of: the day, the unit, and the first that names something."""
    parts = [short for short in ("opened", "unit") if short in names]
    wanted = ("code", "person", "text", "choice")
    named = [
        short
        for kind in wanted
        for short, one in zip(names, made.fields, strict=True)
        if one.type == kind and one.required and not one.confidential and not one.role
    ]
    return [*parts, *named[:1]] or [names[0]]


def _field(
    short: str, one: ProposedField, made: LedgerProposal, into: tuple[str, dict[str, Plain]]
) -> dict[str, Plain]:
    name, vocabularies = into
    kind = _TYPES.get(one.type, "text")
    declared: Plain = {"title": _title(one), "type": kind, "headings": list(dict.fromkeys((*one.written, one.heading)))}
    if (one.heading,) == made.key or (one.role == "opened" and one.required and not one.left):
        declared["required"] = True
    if kind == "decimal":
        declared |= {"signed": True, "decimals": _decimals(one, made)}
        if one.unit:
            declared["unit"] = one.unit
    elif kind == "flag":
        declared["choices"] = "yes_no"
    elif kind == "choice":
        vocabularies[f"{name}_{short}"] = _vocabulary(one)
        declared["choices"] = f"{name}_{short}"
    elif kind == "unit" and _lists(one, made):
        declared["type"] = "text"
    if _is_grouped(one, made):
        declared["group"] = True
    made_fields = {short: declared}
    if one.left and kind in ("date", "decimal", "flag"):
        declared["words"] = f"{short}_words"
        made_fields[f"{short}_words"] = {"title": f"{_title(one)}（原文）", "type": "text"}
    return made_fields


def _title(one: ProposedField) -> str:
    return (parted(one.heading)[0] if one.unit else "") or one.heading


def _lists(one: ProposedField, made: LedgerProposal) -> bool:
    """Whether some of its cells name several units, so that it is no single unit."""
    n = _place(made, one.heading)
    return any(re.search(r"[、，,；;/\n]", str(record.values[n] or "")) for record in made.records)


def _decimals(one: ProposedField, made: LedgerProposal) -> int:
    n = _place(made, one.heading)
    amounts = (value for record in made.records if isinstance(value := record.values[n], Decimal))
    return min(max((-int(amount.normalize().as_tuple().exponent) for amount in amounts), default=0), 6)


def _vocabulary(one: ProposedField) -> Plain:
    """The words of a choice. A state's are closed: a word nobody has placed waits for a person."""
    words: Plain = {"title": one.heading, "values": {word: [] for word, _ in one.words}}
    if one.finished:
        words["done"] = list(one.finished)
    if one.role != "state":
        words["open"] = True
    return words


def _is_grouped(one: ProposedField, made: LedgerProposal) -> bool:
    if one.type in ("choice", "flag", "unit"):
        return True
    n = _place(made, one.heading)
    kinds = len({record.values[n] for record in made.records})
    return (
        one.type in ("person", "code", "text")
        and not one.confidential
        and kinds <= MOST_GROUPED
        and kinds * 2 <= len(made.records)
    )


def _finished(made: LedgerProposal) -> str:
    """The condition that a row's state says it is done; '' where no state tells."""
    n = made.place("state")
    if n is None:
        return ""
    one = made.fields[n]
    if one.type == "flag":
        return "status"
    words = ", ".join("'" + word.replace("'", "''") + "'" for word in one.finished)
    return f"status in ({words})" if words else ""


def _ends(made: LedgerProposal, names: tuple[str, ...]) -> Plain:
    """When a matter has ended, by its days and by its state, and which state a row tells of."""
    told = _finished(made)
    days = [short for short in ("closed", "done") if short in names]
    if made.lifecycle != "closed_loop" or not (told or days):
        return {}
    ends: Plain = (
        {"derive": {"ended": {"title": "办结日期（按状态）", "first": [*days, "opened"], "when": told}}} if told else {}
    )
    if not told and "closed" not in names:
        ends["derive"] = {"ended": {"title": "办结日期", "first": days}}
    struck = told or f"{days[0]} is not null"
    states = {"struck_off": struck}
    if told and "done" in names:
        states["reported"] = "done is not null"
    ends["state"] = {**states, "in_progress": ""}
    return ends


def _figures(made: LedgerProposal, names: tuple[str, ...], name: str) -> Iterator[tuple[str, Plain]]:
    """Registered, closed, open, rate, overdue, year on year; sums, averages and last values of numbers."""
    day = next((short for short in ("opened", "done", "due") if short in names), "opened")
    noun, counted = made.noun, {"ledger": name, "date": day, "unit": made.counter}
    yield f"{name}_opened", {"title": f"登记{noun}", "kind": "flow", **counted}
    yield f"{name}_opened_yoy", {"title": f"登记{noun}同比", "kind": "year_on_year", "of": [f"{name}_opened"]}
    done = _finished(made) or next((f"{short} is not null" for short in ("closed", "done") if short in names), "")
    if done:
        yield f"{name}_closed", {"title": f"已办结{noun}", "kind": "flow", "where": done, **counted}
        still = f"not ({done}) and (discontinued is null or discontinued > end)"
        yield f"{name}_open", {"title": f"未办结{noun}", "kind": "flow", "where": still, **counted}
        rate: Plain = {"title": f"{noun}办结率", "kind": "ratio", "of": [f"{name}_closed"], "over": [f"{name}_opened"]}
        yield f"{name}_close_rate", rate
    if done and "due" in names:
        late = "due < end" + (" and done is null" if "done" in names else "") + f" and {still}"
        late += " and (completed is null or completed > end)"
        yield f"{name}_overdue", {"title": f"逾期未办结{noun}", "kind": "flow", "where": late, **counted}
    for short, one in zip(names, made.fields, strict=True):
        if one.type == "number":
            title, kind = _measured(one)
            measured: Plain = {"title": title, "kind": kind, "ledger": name, "date": day, "measure": short}
            yield f"{name}_{short}_{kind}", measured | ({"unit": one.unit} if one.unit else {})


def _measured(one: ProposedField) -> tuple[str, str]:
    if one.summed:
        return sum_title(_title(one)), "sum"
    return (f"最近{_title(one)}", "latest") if one.latest else (f"{_title(one)}平均", "average")
