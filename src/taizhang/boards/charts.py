"""The charts of a board, each point opening its rows."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.boards.board import Board, BoardRow
from taizhang.boards.targets import Goal, Pace
from taizhang.charts.chart import Chart, ChartPoint, Colour, ReferenceLine, Series

# The twelve of a year, as the axis says them.
MONTHS = tuple(f"{month}月" for month in range(1, 13))
TEXTS = (
    "按月登记",
    "各单位办结率",
    "各单位在办亮灯",
    "目标完成进度",
    "件",
    "办结率",
    "完成率",
    "时间进度",
    "总体",
    *MONTHS,
)
"""Every fixed text of the charts."""
# Chosen: what half a screen holds at a line a bar.
MOST_BARS = 12
_LAMPS: tuple[tuple[str, Colour], ...] = (
    ("红灯", "red"),
    ("黄灯", "yellow"),
    ("蓝灯", "blue"),
    ("绿灯", "green"),
    ("灰灯", "grey"),
)


def trend(board: Board) -> Chart:
    """Matters registered in the twelve months of last year beside those of this year so far."""
    day = board.day

    def of(year: int, last: int) -> tuple[ChartPoint, ...]:
        return tuple(
            _month(board, f"{year}-{month:02}") if month <= last else ChartPoint(None) for month in range(1, 13)
        )

    earlier = Series(str(day.year - 1), of(day.year - 1, 12), "earlier")
    this = Series(str(day.year), of(day.year, day.month))
    return Chart("按月登记", "columns", MONTHS, (earlier, this), "件")


def _month(board: Board, key: str) -> ChartPoint:
    count = board.months.get(key)
    return ChartPoint(count.number, href=count.href) if count else ChartPoint(0)


def rates(board: Board, most: int = MOST_BARS) -> Chart:
    """The closing rate of the units with the most matters, beside the rate of all."""
    lines = _most([line for line in board.units if line.rate is not None], "opened")[:most]
    points = tuple(_rate(line) for line in lines)
    whole = board.closing.rate
    mark = ReferenceLine(whole, "总体") if whole is not None else None
    return Chart(
        "各单位办结率", "bars", tuple(line.label for line in lines), (Series("办结率", points),), "%", mark=mark
    )


def _rate(line: BoardRow) -> ChartPoint:
    rate = line.rate
    return ChartPoint(
        rate, f"{rate}", line.closing.closed.href if line.closing.closed.number else line.closing.opened.href
    )


def lamps(board: Board) -> Chart:
    """Open matters of the units with the most, by lamp."""
    lines = _most([line for line in board.units if line.live.number], "live")
    series = tuple(
        Series(name, tuple(ChartPoint(line.lamps[place].number, href=line.lamps[place].href) for line in lines), colour)
        for place, (name, colour) in enumerate(_LAMPS)
    )
    return Chart("各单位在办亮灯", "bars", tuple(line.label for line in lines), series, "件", stacked=True)


def _most(lines: Sequence[BoardRow], by: str) -> list[BoardRow]:
    def size(line: BoardRow) -> int:
        return line.live.number if by == "live" else line.closing.opened.number

    return sorted(lines, key=lambda line: (-size(line), line.label))[:MOST_BARS]


def goals(found: Sequence[Goal], pace: Pace) -> Chart:
    """How far each target is, beside how much of the year has passed."""
    told = [goal for goal in found if goal.rate is not None][:MOST_BARS]
    points = tuple(ChartPoint(goal.rate, f"{goal.rate}", goal.href) for goal in told)
    mark = ReferenceLine(pace.share, "时间进度")
    return Chart(
        "目标完成进度", "bars", tuple(goal.title for goal in told), (Series("完成率", points),), "%", mark=mark
    )
