"""Computes a number from rows by its definition, in plain Python ≥ 3.8; lies in the bundle beside ``verify.py``.

A definition is data: {"op": count|sum|…, "ledger", "where", …} over rows, or {"op": ratio|total|…, "parts": […]}.
"""

import operator
from decimal import ROUND_HALF_UP, Decimal, getcontext

getcontext().prec = 50
SIGNS = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def typed(value, kind):
    """A stored fact as rules see it: days as ISO text, numbers exact, None for nothing."""
    if value is None or value == "":
        return None
    if kind in ("integer", "decimal"):
        return Decimal(str(value))
    if kind == "year":
        return f"{value}-01-01"
    if kind == "flag":
        return bool(value)
    return "、".join(value) if isinstance(value, list) else str(value)


def read(operand, row):
    """A column {"c"}, a number {"n"}, or a value as it stands."""
    if isinstance(operand, dict):
        return Decimal(operand["n"]) if "n" in operand else row.get(operand["c"])
    return operand


def holds(rule, row):
    """Whether a row meets a condition, with SQL's three answers: True, False, None for unknown."""
    op, rest = rule[0], rule[1:]
    if op in ("all", "any"):
        truths, decisive = [holds(one, row) for one in rest], op == "any"
        return decisive if decisive in truths else None if None in truths else not decisive
    if op == "not":
        truth = holds(rest[0], row)
        return None if truth is None else not truth
    one = read(rest[0], row)
    if op == "empty":
        return one is None
    if op == "is":
        return ("" if one is None else str(one).lower() if isinstance(one, bool) else str(one)) == rest[1]
    if op == "in":
        return None if one is None else any(holds(["=", rest[0], value], row) for value in rest[1])
    other = read(rest[1], row)
    if one is not None and other is not None and isinstance(one, str) != isinstance(other, str):
        try:
            one, other = Decimal(str(one)), Decimal(str(other))
        except ArithmeticError:
            return None
    return None if one is None or other is None else SIGNS[op](one, other)


def half_up(amount, places):
    """Rounded half up."""
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent(exact, places):
    """A percentage half up; 100 only for exactly 100."""
    rounded, step = half_up(exact, places), Decimal(1).scaleb(-places)
    if rounded == 100 != exact:
        return rounded - step if exact < 100 else rounded + step
    return rounded


def day(text, show):
    """A day as it is printed."""
    year, month, one = (int(part) for part in text.split("-"))
    return {"year": f"{year}", "month": f"{month}", "year_month": f"{year}年{month}月"}.get(
        show, f"{year}年{month}月{one}日"
    )


def mean(formula, filled):
    """Sum over number of rows, or weighed sum over weights."""
    weigh = formula["weight"]
    pairs = [(row[formula["measure"]], row.get(weigh) if weigh else Decimal(1)) for row in filled]
    pairs = [pair for pair in pairs if pair[1] is not None]
    top, base = sum((one * by for one, by in pairs), Decimal(0)), sum((by for _, by in pairs), Decimal(0))
    if not base:
        return None, []
    return (percent if formula["percent"] else half_up)(top / base, formula["decimals"]), []


def counted(formula, rows):
    """(amount or None, words) of a number counted from rows."""
    chosen = [row for row in rows if holds(formula["where"], row)]
    kind, measure = formula["op"], formula["measure"]
    filled = [row for row in chosen if measure and row.get(measure) is not None]
    values = [row[measure] for row in filled]
    if kind in ("count", "distinct", "sum"):
        return {"count": Decimal(len(chosen)), "distinct": Decimal(len(set(values)))}.get(
            kind, sum(values, Decimal(0)) if kind == "sum" else None
        ), []
    if kind == "mean" or not values:
        return mean(formula, filled) if kind == "mean" else (None, [])
    if kind == "streak":
        numbers = {int(str(one)[:4]) if formula["dates"] else int(one) for one in values}
        last = int(formula["end"][:4]) if formula["dates"] else max(numbers)
        return Decimal(next(back for back in range(len(numbers) + 1) if last - back not in numbers)), []
    order = formula["order"]
    if kind == "list":
        if order:
            filled.sort(key=lambda row: (row.get(order) is None, -(row.get(order) or 0), str(row[measure])))
        names = [str(row[measure]) for row in filled]
        names = list(dict.fromkeys(names if order else sorted(names)))
        return Decimal(len(names)), names[: formula["top"] or len(names)]
    if kind == "latest":
        one = max(filled, key=lambda row: (str(row.get(order) or ""), row["id"]))[measure]
    else:
        one = max(values)
    return (
        (one, []) if isinstance(one, Decimal) else (None, [day(one, formula["show"]) if formula["dates"] else str(one)])
    )


def recompute(formula, rows):
    """(amount or None, words) of a definition; rows: by ledger, each a mapping of columns."""
    op = formula["op"]
    if "ledger" in formula:
        return counted(formula, rows[formula["ledger"]])
    if op == "parameter":
        return (Decimal(formula["value"]) if formula["value"] else None), []
    parts = [recompute(one, rows)[0] for one in formula["parts"]]
    known = [one for one in parts if one is not None]
    if op == "highest":
        return max(known, default=None), []
    if len(known) < len(parts):
        return None, []
    above, below = sum(parts[: formula["split"]], Decimal(0)), sum(parts[formula["split"] :], Decimal(0))
    if op == "points":
        above, below = half_up(above, formula["places"]), half_up(below, formula["places"])
    if op in ("total", "difference", "points"):
        return above - below, []
    if below == 0:
        return None, []
    if op == "growth":
        return half_up((above - below) * 100 / below, formula["decimals"]), []
    if op == "quotient":
        scale = Decimal(formula["scale"])
        return half_up(above * Decimal(formula["factor"]) / below / scale, formula["decimals"]) * scale, []
    return percent(above * 100 / below, formula["decimals"]), []
