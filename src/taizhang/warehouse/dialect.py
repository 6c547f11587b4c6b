"""Queries of figures in Spark's dialect: what sqlglot leaves different is put right here.

Compared with DuckDB's: values are named parameters, a list keeps its order and its own condition, and different values
are counted as a set, for Spark otherwise multiplies the rows by the number of such counts.
"""

from __future__ import annotations

from functools import lru_cache

from sqlglot import exp, parse_one

PARAMETER = "p"
"""What the places of bound values begin with: ``$1`` is ``:p1``."""


@lru_cache(maxsize=64)
def for_spark(sql: str) -> str:
    """One query written for DuckDB, as Spark reads it."""
    return parse_one(sql, read="duckdb").transform(_as_spark).sql(dialect="spark")


def _as_spark(node: exp.Expr) -> exp.Expr:
    match node:
        case exp.Placeholder() | exp.Parameter():
            return exp.Placeholder(this=f"{PARAMETER}{node.name}")
        case exp.Count(this=exp.Distinct(expressions=[one])):
            return exp.func("SIZE", exp.func("COLLECT_SET", one.transform(_as_spark)))
        case exp.Filter(this=exp.ArrayAgg() as listed):
            return _as_list(listed.this, node.expression.transform(_as_spark))
    return node


def _as_list(inner: exp.Expr, where: exp.Expr) -> exp.Expr:
    """A list of values, each once where it says so, in its order."""
    keys = inner.expressions if isinstance(inner, exp.Order) else []
    value = inner.this if isinstance(inner, exp.Order) else inner
    if isinstance(value, exp.Distinct):
        # Each once can only be in its own order.
        once = _filtered("COLLECT_SET", value.expressions[0], where)
        return exp.func("ARRAY_SORT", once) if keys else once
    if not keys:
        return _filtered("COLLECT_LIST", value, where)
    fields = {"told": value, **{f"k{place}": key.this for place, key in enumerate(keys)}}
    row = exp.Struct(
        expressions=[
            exp.PropertyEQ(this=exp.to_identifier(name), expression=one.copy()) for name, one in fields.items()
        ]
    )
    listed = _filtered("COLLECT_LIST", row, where).sql(dialect="spark")
    compared = " ".join(_compare(f"k{place}", desc=bool(key.args.get("desc"))) for place, key in enumerate(keys))
    return parse_one(
        f"TRANSFORM(ARRAY_SORT({listed}, (l, r) -> CASE {compared} ELSE 0 END), one -> one.told)", read="spark"
    )


def _filtered(name: str, value: exp.Expr, where: exp.Expr) -> exp.Expr:
    return exp.Filter(this=exp.Anonymous(this=name, expressions=[value.copy()]), expression=where.copy())


def _compare(key: str, *, desc: bool) -> str:
    """One column of an order, nothing last."""
    one, other = ("r", "l") if desc else ("l", "r")
    return (
        f"WHEN l.{key} IS NULL AND r.{key} IS NOT NULL THEN 1 WHEN r.{key} IS NULL AND l.{key} IS NOT NULL THEN -1 "
        f"WHEN {one}.{key} < {other}.{key} THEN -1 WHEN {one}.{key} > {other}.{key} THEN 1"
    )
