"""What one sheet of paper tells of a board: few enough lines for A4, nothing that may not leave the house."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from taizhang.boards import charts
from taizhang.boards.board import Board, BoardRow
from taizhang.boards.movement import MovedNumber, Movement
from taizhang.boards.targets import Goal, Pace
from taizhang.charts.chart import Chart
from taizhang.rendering.layout import em
from taizhang.site.desk import Desk
from taizhang.terms.sentence import sentence

# Chosen: as many lines as one A4 page holds beside two charts.
MOST_LINES, MOST_GOALS, MOST_UNITS = 12, 5, 8
ROOM, WIDE = 7, 54.0
"""Printed lines for what moved, and as many for what is red; characters in a line."""
HALF = ("红灯", "黄灯", "在办", "办结/登记", "办结率")
GOALS = ("目标", "目标值", "已完成", "完成率", "进度", "说明")
# Characters that stand on one line in the columns of the sheet.
_NAME, _TITLE, _AIM = 11, 24, 12


@dataclass(frozen=True, slots=True)
class BoardSheet:
    """The texts and charts of one sheet, in the order they stand.

    tiles: label and number. ledgers, units: a name with the columns of HALF. goals: the columns of GOALS. moved, red:
    one line each.
    """

    title: str
    about: str
    tiles: tuple[tuple[str, str], ...]
    ledgers: tuple[tuple[str, ...], ...]
    units: tuple[tuple[str, ...], ...]
    charts: tuple[Chart, Chart]
    goals: tuple[tuple[str, ...], ...]
    moved: tuple[str, ...]
    red: tuple[str, ...]


def sheet(desk: Desk, board: Board, goals: Sequence[Goal], movement: Movement | None) -> BoardSheet:
    """The sheet of a board that was counted for leaving the house."""
    choice, catalogue = board.choice, desk.site.catalogue
    ledger = (
        f"，{desk.ledgers[choice.ledger].title}"
        if choice.ledger in desk.ledgers and not _is_left_out(board, desk)
        else ""
    )
    unit = f"，{choice.unit}" if choice.unit else ""
    without = "不含" + "、".join(board.without) + "。" if board.without else ""
    day = f"{board.day.year}年{board.day.month}月{board.day.day}日"
    return BoardSheet(
        title=f"{catalogue.body.name}工作看板",
        about=f"{day}，登记期间{choice.period.key}{ledger}{unit}。{board.sight}{board.reds}{without}",
        tiles=_tiles(board),
        ledgers=tuple(_half(line) for line in board.ledgers[:MOST_LINES]),
        units=tuple(_half(line) for line in board.units[:MOST_LINES]),
        charts=(charts.trend(board), charts.rates(board, MOST_UNITS)),
        goals=tuple(_goal(one) for one in goals[:MOST_GOALS]),
        moved=_fit_lines(_describe_movement(one) for one in movement.moved) if movement else (),
        red=_fit_lines(_red(desk, board)),
    )


def pace_words(pace: Pace) -> str:
    """How much of the year has passed, in words."""
    return sentence("到{day}全年已过{share}%", day=pace.day, share=pace.share)


def _is_left_out(board: Board, desk: Desk) -> bool:
    return desk.ledgers[board.choice.ledger].title in board.without


def _tiles(board: Board) -> tuple[tuple[str, str], ...]:
    names = ("红灯", "黄灯", "蓝灯", "绿灯", "灰灯")
    closing = board.closing
    rate = f"{closing.rate}%（{closing.closed.number}/{closing.opened.number}）" if closing.rate is not None else "—"
    lamps = tuple((name, str(count.number)) for name, count in zip(names, board.lamps, strict=True))
    return (*lamps, ("在办", str(board.live.number)), ("本期登记", str(closing.opened.number)), ("办结率", rate))


def _half(line: BoardRow) -> tuple[str, ...]:
    closing = line.closing
    sides = f"{closing.closed.number}/{closing.opened.number}" if closing.opened.number else "–"
    rate = f"{line.rate}%" if line.rate is not None else "–"
    red, yellow = (str(count.number or "–") for count in line.lamps[:2])
    return truncate(line.label, _NAME), red, yellow, str(line.live.number or "–"), sides, rate


def _goal(goal: Goal) -> tuple[str, ...]:
    rate = "—" if goal.rate is None else f"{goal.rate}%"
    return (
        truncate(goal.title, 14),
        truncate(goal.aim, _AIM),
        truncate(goal.done, _AIM),
        rate,
        goal.word or "—",
        goal.why,
    )


def _describe_movement(one: MovedNumber) -> str:
    change = f"（{one.change}）" if one.change else ""
    why = "".join(map(str, one.why))
    return truncate(f"{one.title}：{one.then}→{one.now}{change}。{why}", 78)


def _red(desk: Desk, board: Board) -> tuple[str, ...]:
    """The matters longest overdue; of guarded ledgers the number alone."""
    told = []
    for one in board.overdue:
        guarded = desk.site.catalogue.ledgers[one.head.ledger].declared.guarded
        title = "" if guarded else f" {truncate(one.row.title, _TITLE)}"
        told.append(f"{one.head.number}{title}（{one.head.unit}，到期{one.row.due}）")
    return tuple(told)


def _fit_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """The first lines that fit into their room; a long one takes two."""
    kept, room = [], ROOM
    for line in lines:
        room -= 1 if em(line) <= WIDE else 2
        if room < 0:
            break
        kept.append(line)
    return tuple(kept)


def truncate(text: str, most: int) -> str:
    """The text, cut at so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"
