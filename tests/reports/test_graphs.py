"""The chart of a table draws what the table prints, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang.reports.graphs import chart_of
from taizhang.reports.paper import Number, PaperTable, Quoted, Run, Text, Unresolved
from taizhang.reports.passages import TableSource
from taizhang.reports.template import read_template


def row(name: str, *cells: Run) -> tuple[tuple[Run, ...], ...]:
    """A row of a table."""
    return ((Text(name),), *((cell,) for cell in cells))


def test_each_column_of_numbers_is_a_series_in_the_words_printed() -> None:
    table = PaperTable(
        ("等级", "今年（处）", "上年（处）"),
        (row("重大", Number("1,023", "a"), Number("25处", "b")), row("一般", Number("70余", "c"), Quoted("8", "公报"))),
        "隐患",
        "columns",
    )
    chart = chart_of(table)
    assert chart
    assert (chart.title, chart.unit, chart.categories) == ("隐患", "处", ("重大", "一般"))
    assert [one.name for one in chart.series] == ["今年", "上年"]
    assert [[point.value for point in one.points] for one in chart.series] == [[1023, 70], [25, 8]]
    assert [point.words for point in chart.series[0].points] == ["1,023", "70"]


def test_gaps_withheld_numbers_and_words_leave_gaps() -> None:
    cells: tuple[Run, ...] = (Text("若干"), Text("12"), Unresolved("【缺：数】", "没有"), Number("3.5", "a"))
    chart = chart_of(PaperTable(("项", "数"), tuple(row(f"{n}", cell) for n, cell in enumerate(cells)), "", "bars"))
    assert chart
    assert [point.value for point in chart.series[0].points] == [None, None, None, Decimal("3.5")]


@pytest.mark.parametrize(
    "table",
    [
        PaperTable(("项", "数"), (row("甲", Number("3", "a")),)),
        PaperTable(("项", "数"), (row("甲", Text("无")),), "", "columns"),
        PaperTable(("项",), ((),), "", "columns"),
        PaperTable(("项", "数"), (), "", "columns"),
    ],
)
def test_other_tables_have_no_chart(table: PaperTable) -> None:
    assert chart_of(table) is None


@pytest.mark.parametrize(
    ("written", "drawn"),
    [("图：隐患", "columns"), ("图（条）：隐患", "bars"), ("图（线）:隐患", "lines"), ("表：隐患", "")],
)
def test_a_template_says_above_the_table_how_it_is_drawn(written: str, drawn: str) -> None:
    text = f'+++\ntitle = "甲"\n+++\n\n{written}\n\n| 项 | 数 |\n|---|---|\n| 甲 | 乙 |\n'
    template, problems = read_template(text, "t.md")
    assert problems == ()
    (grid,) = template.blocks
    assert isinstance(grid, TableSource)
    assert (grid.caption, grid.drawn) == ("隐患", drawn)
