"""What leaves the body tells no small count of a confidential ledger, nor lets one be worked out."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest

from taizhang.catalogue.model import Declarations
from taizhang.catalogue.resolve import resolve
from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.value import Ask, Trace, TracedRow, Value
from taizhang.rendering.pagedata import PageData
from taizhang.reports.paper import Cell, Claim, Number, Paper, Paragraph, Text
from taizhang.reports.suppression import suppress
from taizhang.terms.period import Period
from taizhang.terms.quantity import percent

YEAR = Period.year(2026)
DECLARED = """
[vocabulary.form]
title = "形态"
values = { "第一种" = [], "第二种" = [], "第三种" = [] }

[ledger.disposal]
title = "四种形态处置"
noun = "处置"
counter = "人次"
lifecycle = "activity"
level = "confidential"
key = ["no"]
[ledger.disposal.field]
no = { title = "编号" }
form = { title = "形态", type = "choice", choices = "form", group = true }
persons = { title = "人次", type = "integer", unit = "人次" }
opened = { title = "月份", type = "date" }

[ledger.talk]
title = "谈话"
noun = "谈话"
counter = "次"
lifecycle = "activity"
key = ["no"]
[ledger.talk.field]
no = { title = "编号" }
opened = { title = "日期", type = "date" }
persons = { title = "人次", type = "integer", unit = "人次" }
"""


def figure(name: str, ledger: str) -> str:
    """The declaration of a sum over a ledger."""
    return f"""
[figure.{name}]
title = "{name}"
ledger = "{ledger}"
kind = "sum"
date = "opened"
measure = "persons"
unit = "人次"
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Three parts of a confidential whole, their sum and a rate, and an open count beside them."""
    text = DECLARED + "".join(figure(name, "disposal") for name in ("one", "two", "three", "whole"))
    text += figure("talks", "talk")
    text += """
[figure.rate]
title = "占比"
kind = "ratio"
of = ["one"]
over = ["whole"]
[identity.forms]
title = "各形态之和"
left = ["one", "two", "three"]
right = ["whole"]
"""
    return resolve(Declarations.model_validate(tomllib.loads(text)), {})


def cell(catalogue: Catalogue, name: str, amount: int, by: str = "", member: str = "") -> Cell:
    """A cell of so many, with one row behind it."""
    value = Value(catalogue.figures[name], Ask(name, YEAR, by, member), Decimal(amount))
    row = TracedRow("m1", "XT-1", (("no", "XT-1"),), Decimal(amount))
    return Cell(value.id, value, "口径", "-- sql", Trace(value, (row,)))


def rate(catalogue: Catalogue, top: Cell, base: Cell) -> Cell:
    """One cell in percent of another."""
    over, under = (one.value.amount or Decimal(0) for one in (top, base))
    value = Value(catalogue.figures["rate"], Ask("rate", YEAR), percent(over, under), over, under)
    parts = ((top.value.figure.name, top.trace), (base.value.figure.name, base.trace))
    return Cell(value.id, value, "口径", "-- sql", Trace(value, parts=parts))


def paper(*cells: Cell) -> Paper:
    """A paper of one paragraph that prints every cell with its unit."""
    runs = [run for one in cells for run in (Text("、"), Number(f"{one.value.text}{one.value.figure.unit}", one.id))]
    return Paper("p", "报告", YEAR, (Paragraph(tuple(runs)),), cells={one.id: one for one in cells})


def told(made: Paper) -> str:
    """The words of its one paragraph."""
    (block,) = made.blocks
    assert isinstance(block, Paragraph)
    return block.text


def test_a_small_confidential_count_is_withheld_and_one_more_part_of_its_sum(catalogue: Catalogue) -> None:
    cells = [cell(catalogue, name, n) for name, n in (("one", 3), ("two", 60), ("three", 9), ("whole", 72))]
    made = suppress(paper(*cells), catalogue)
    assert told(made.paper) == "、若干人次、60人次、若干人次、72人次"
    assert [key.split("@")[0] for key in made.withheld] == ["one", "three"]
    assert set(made.paper.cells).isdisjoint(made.withheld)


def test_a_rate_that_would_tell_a_withheld_side_is_withheld(catalogue: Catalogue) -> None:
    one, whole = cell(catalogue, "one", 3), cell(catalogue, "whole", 72)
    made = suppress(paper(one, whole, rate(catalogue, one, whole)), catalogue)
    assert told(made.paper) == "、若干人次、72人次、（依法不予公布）"


def test_a_rate_whose_rest_is_small_is_withheld_too(catalogue: Catalogue) -> None:
    one, whole = cell(catalogue, "one", 70), cell(catalogue, "whole", 72)
    assert "不予公布" in told(suppress(paper(one, whole, rate(catalogue, one, whole)), catalogue).paper)


def test_groups_that_add_up_to_a_printed_whole_lose_two(catalogue: Catalogue) -> None:
    parts = [
        cell(catalogue, "whole", n, "form", member) for member, n in (("第一种", 2), ("第二种", 30), ("第三种", 8))
    ]
    made = suppress(paper(cell(catalogue, "whole", 40), *parts), catalogue)
    assert told(made.paper) == "、40人次、若干人次、30人次、若干人次"


@pytest.mark.parametrize("amount", [0, 5, 72])
def test_nought_and_five_and_more_are_told_but_their_rows_stay_at_home(catalogue: Catalogue, amount: int) -> None:
    made = suppress(paper(cell(catalogue, "one", amount)), catalogue)
    assert (told(made.paper), made.withheld) == (f"、{amount}人次", ())
    (kept,) = made.paper.cells.values()
    assert (kept.trace.rows, kept.trace.withheld) == ((), True)
    assert "XT-1" not in str(PageData(made.paper, catalogue).document())


def test_open_ledgers_are_left_as_they_are(catalogue: Catalogue) -> None:
    given = paper(cell(catalogue, "talks", 2))
    assert suppress(given, catalogue).paper is given


def test_words_that_rest_on_a_withheld_number_stay_without_their_cell(catalogue: Catalogue) -> None:
    one = cell(catalogue, "one", 3)
    given = Paper("p", "报告", YEAR, (Paragraph((Claim("全部办结", one.id),)),), cells={one.id: one})
    (block,) = suppress(given, catalogue).paper.blocks
    assert isinstance(block, Paragraph)
    assert block.runs == (Text("全部办结"),)
