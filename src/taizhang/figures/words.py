"""A figure's definition (口径) in words: what is counted, when, on what conditions, in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from taizhang.catalogue.predicate import (
    ALWAYS,
    ColumnRef,
    Compare,
    Empty,
    Every,
    Literal,
    Not,
    OneOf,
    Operand,
    Parameter,
    Predicate,
    Some,
)
from taizhang.catalogue.resolved import Catalogue, ColumnType, Figure
from taizhang.figures.kinds import COUNTED, composed, counted
from taizhang.matters.words import STATES
from taizhang.terms.quantity import format_plain
from taizhang.terms.sentence import sentence

_SIGNS = {"=": "为", "<>": "不为", "<": "早于或小于", "<=": "不晚于或不大于", ">": "晚于或大于", ">=": "不早于或不小于"}
_DAYS = {"<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于", "=": "为", "<>": "不为"}
_AMOUNTS = {"<": "小于", "<=": "不大于", ">": "大于", ">=": "不小于", "=": "为", "<>": "不为"}
# What is told in words: names and texts have neither a unit nor decimals.
NAMES = ("list", "latest")


def define(catalogue: Catalogue, figure: Figure) -> str:
    """The definition as Chinese sentences, one thing a sentence."""
    sentences = [
        f"{figure.title}：{composed(figure).describe(catalogue, figure) if figure.composed else _describe_counted(catalogue, figure)}。"
    ]
    if figure.declared.note:
        sentences.append(figure.declared.note if figure.declared.note.endswith("。") else f"{figure.declared.note}。")
    if figure.declared.grain == "year":
        sentences.append("本年累计，不能回推到年中。")
    if figure.declared.shift:
        sentences.append(
            sentence(
                "取报告期间{part}{shift}年的同一段。",
                part="后" if figure.declared.shift > 0 else "前",
                shift=abs(figure.declared.shift),
            )
        )
    if figure.kind not in NAMES:
        sentences.append(
            sentence(
                "计数单位：{value}，保留{decimals}位小数，四舍五入{printing}。",
                value=figure.unit or "（无）",
                decimals=figure.decimals,
                printing=_printing(figure),
            )
        )
    if figure.ledger:
        sentences.append(sentence("来源：{ledgers}。", ledgers=catalogue.ledgers[figure.ledger].title))
    sentences.append(sentence("定义校验码：{hash}。", hash=figure.hash[:12]))
    return "".join(sentences)


def _printing(figure: Figure) -> str:
    word = figure.declared.word
    scale = f"，除以{format_plain(figure.scale)}后填写" if figure.scale != 1 else ""
    rate = "；分子不等于分母时不写作100%" if figure.kind in ("ratio", "share") else ""
    return f"{scale}{f'，写作“{word}”' if word else ''}{rate}"


def _describe_counted(catalogue: Catalogue, figure: Figure) -> str:
    ledger = catalogue.ledgers[figure.ledger]
    columns = ledger.columns
    what = ledger.declared.noun + _only(figure.where, columns)
    date = columns[figure.declared.date].title if figure.declared.date else ""
    at = "期初（前一日终了）" if figure.declared.at == "start" else "截止日"
    met = describe_condition(figure.met, columns) if figure.met != ALWAYS else ""
    standing = "在册" if ledger.declared.lifecycle == "activity" else "未办结"
    kind, rows = (
        counted(figure),
        COUNTED[figure.basis].takes.format(date=date, what=what, at=at, met=met, standing=standing),
    )
    if not kind.does:
        return f"{rows}的{ledger.declared.counter}数"
    return f"{rows}，{kind.does}“{columns[figure.declared.measure].title}”{_further(figure, columns)}"


def _further(figure: Figure, columns: Mapping[str, ColumnType]) -> str:
    """What a mean weighs by, and in which order a list names how many."""
    declared = figure.declared
    if declared.weight:
        return f"，以“{columns[declared.weight].title}”为权"
    order = f"，从“{columns[declared.order].title}”最大的列起" if declared.order else ""
    return f"{order}，列前{declared.top}个" if declared.top else order


def _only(where: Predicate, columns: Mapping[str, ColumnType]) -> str:
    return "" if where == ALWAYS else f"（{describe_condition(where, columns)}）"


def describe_condition(node: Predicate, columns: Mapping[str, ColumnType]) -> str:
    """A condition in words."""
    node = _state_in_words(node)
    match node:
        case Compare(ColumnRef(name), "=", Literal(True)):
            return columns[name].title if columns[name].title.startswith("是否") else f"属{columns[name].title}"
        case Compare(left, sign, right):
            return f"{_operand(left, columns)}{_sign(sign, left, right, columns)}{_operand(right, columns)}"
        case OneOf(item, values):
            return f"{_operand(item, columns)}为{'、'.join(_operand(value, columns) for value in values)}之一"
        case Empty(item):
            return f"没有{_operand(item, columns)}"
        case Not(Empty(item)):
            return f"有{_operand(item, columns)}"
        case Not(inner):
            return f"并非（{describe_condition(inner, columns)}）"
        case Every(parts):
            return "，且".join(describe_condition(part, columns) for part in parts if part != ALWAYS)
        case Some(parts):
            return "（" + "，或".join(describe_condition(part, columns) for part in parts) + "）"


def _sign(sign: str, left: Operand, right: Operand, columns: Mapping[str, ColumnType]) -> str:
    kinds = {columns[one.name].type for one in (left, right) if isinstance(one, ColumnRef)}
    if kinds & {"date", "year"} or any(isinstance(one, Parameter) for one in (left, right)):
        return _DAYS[sign]
    return _AMOUNTS[sign] if kinds & {"integer", "decimal"} else _SIGNS[sign]


def _state_in_words(node: Predicate) -> Predicate:
    """The comparison with states told by their names instead of their codes."""
    match node:
        case Compare(ColumnRef("state") as column, sign, Literal(str(state))):
            return Compare(column, sign, Literal(STATES.get(state, state)))
        case OneOf(ColumnRef("state") as column, values):
            return OneOf(column, tuple(Literal(STATES.get(str(one.value), str(one.value))) for one in values))
    return node


def _operand(item: Operand, columns: Mapping[str, ColumnType]) -> str:
    match item:
        case ColumnRef(name):
            return columns[name].title
        case Parameter(name):
            return "期初日" if name == "start" else "截止日"
        case Literal(value):
            return (
                "是"
                if value is True
                else "否"
                if value is False
                else format_plain(value)
                if isinstance(value, Decimal)
                else f"“{value}”"
            )
