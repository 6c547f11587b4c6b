"""What verify.py computes anew: a row from its matter's entries, a number from the rows by its definition.

A definition is a column by its name, or ``[operation, …]``. The operations are those below and no others.
"""

from decimal import ROUND_HALF_UP, Decimal
from itertools import takewhile

ENDED = ("declined", "merged", "split", "cancelled", "transferred")  # without being done
INFIX = ("and", "or", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "+", "-", "*", "/")
CALLS = {
    **{"sorted": sorted, "set": set, "unique": lambda values: list(dict.fromkeys(values)), "str": str},
    "number": lambda one: None if one is None else Decimal(str(one)),
    "year": lambda one: None if one is None else f"{one}-01-01",
    "joined": lambda one: "、".join(one) if isinstance(one, list) else one,
    "if": lambda truth, one, other: one if truth else other,
    "sum": lambda values: sum(values, Decimal(0)),
    "size": lambda values: Decimal(len(values)),
    "part": lambda values, first, last: values[first:last],
    "last": lambda values: values[-1] if values else None,
    "streak": lambda years, last: Decimal(next(n for n in range(len(years) + 1) if last - n not in years)),
    "day": lambda one, forms: "".join(form.format(int(n)) for n, form in zip(one.split("-"), forms)),  # noqa: B905
    "round": lambda one, step: one.quantize(Decimal(step), ROUND_HALF_UP),
    "percent": lambda one, step: (min if one < 100 else max)(
        CALLS["round"](one, step), 100 + Decimal(step) * ((one > 100) - (one < 100))
    ),
    "most": lambda *several: max(known(several), default=None),
    "best": lambda *several: max(known(several)) if len(known(several)) > 1 else None,  # of one alone nothing is
}


def known(several):
    """What the definitions come to that come to something."""
    return [one for one in map(told, several) if one is not None]


def told(run):
    """What a definition comes to; None when something it reads is not known, or it divides by nothing."""
    try:
        return run()
    except (TypeError, AttributeError, ArithmeticError):
        return None


def source(said):
    """A definition as a Python expression over ``rows`` by ledger, each ``row`` a mapping of columns."""
    if isinstance(said, str):
        return f"row[{said!r}]"
    op, *rest = said
    if op == "is":
        return repr(rest[0])
    if op == "of":  # an expression for each row that meets a condition, in the order of further expressions
        where, one, *keys = map(source, rest[1:])
        met = f"(row for row in rows[{rest[0]!r}] if {where})"
        return f"[{one} for row in sorted({met}, key=lambda row: [{', '.join(keys)}])]"
    if op not in CALLS and op not in INFIX:
        raise ValueError(f"不认识口径里的“{op}”")
    parts = [f"lambda: {source(one)}" if op in ("most", "best") else f"({source(one)})" for one in rest]
    return f" {op} ".join(parts) if op in INFIX else f"CALLS[{op!r}]({', '.join(parts)})"


def row_of(matter, bodies, fields):
    """What a matter's entries, one after the other, make of these fields and of what acts tell; all of them are there."""
    if [(body["matter"], body["mseq"]) for body in bodies] != [(matter, n + 1) for n in range(len(bodies))]:
        raise ValueError(f"记录“{matter}”的流水不齐")
    facts = {name: one for body in bodies for name, one in body.get("facts", {}).items()}
    ended = [*takewhile(lambda body: body["state"] in ENDED, reversed(bodies))]
    reports = [body for body in bodies if body["act"] in ("report", "return_work", "reopen")]
    return {
        **{name: None if facts.get(name) == "" else facts.get(name) for name in fields},
        "number": [None, *(body["number"] for body in bodies if "number" in body)][-1],
        "state": bodies[-1]["state"] or None,
        "discontinued": ended[-1]["on"] if ended else None,
        "completed": reports[-1]["on"] if reports and reports[-1]["act"] == "report" else None,
    }
