"""Drafts over a real replica: every printed number is told again by the rows behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from taizhang.catalogue.values import Stored
from taizhang.figures.trace import retell
from taizhang.figures.value import Trace
from taizhang.matters.entry import Head
from taizhang.reports.counting import counting
from taizhang.reports.draft import draft
from taizhang.reports.edition import freeze, recheck
from taizhang.reports.paper import Paper, Paragraph
from taizhang.terms.scope import Organisation
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.projection import Projection
from tests.reports.county import YEAR, catalogue, page

BODY = (
    "{{figure:opened|unit}}，{{change:opened}}，{{change:opened|difference}}；重大{{figure:opened|by:level=重大|unit}}，"
    "占{{figure:opened|by:level=重大|share|unit}}；办结率{{figure:close_rate|unit}}，{{change:close_rate}}；"
    "{{claim:open_end>0|尚有未销号}}；{{figure:built|unit}}。"
)


class Kept:
    """Heads as a journal gives them."""

    def __init__(self, heads: list[Head]) -> None:
        self.kept = heads

    def leaf(self, seq: int) -> bytes:
        """What no other journal has at that place."""
        return f"{seq}/{len(self.kept)}".encode()

    def heads(self, ledger: str | None = None, since: int = 0) -> Iterator[Head]:
        """Heads after a seq."""
        return (head for head in self.kept if head.seq > since and ledger in (None, head.ledger))


def matters(count: int, late: int = 0) -> Kept:
    """Matters opened every twelve days from 2025 on, two in three closed after a week, every fourth 重大."""
    heads = []
    for number in range(1, count + 1):
        opened = date(2025, 1, 3) + timedelta(days=12 * number)
        facts: dict[str, Stored] = {
            "no": f"A{number:03d}",
            "level": "重大" if number % 4 == 0 else "一般",
            "opened": opened.isoformat(),
            "closed": (opened + timedelta(days=7)).isoformat() if number % 3 and number != late else None,
            "km": f"{number}.125",
        }
        heads.append(Head(f"m{number}", "hazard", f"A{number:03d}", "", "recorded", 1, number, facts))
    return Kept(heads)


def drafted(kept: Kept) -> Paper:
    warehouse = Warehouse()
    Projection(catalogue(), warehouse).run(kept)
    paper, problems = draft(catalogue(), page(BODY), YEAR, counting(warehouse, Organisation()))
    assert not problems
    warehouse.close()
    return paper


def leaves(trace: Trace) -> Iterator[Trace]:
    yield from (leaf for _, part in trace.parts for leaf in leaves(part))
    if not trace.parts:
        yield trace


def test_the_text_is_what_the_rows_say() -> None:
    kept = matters(58)
    rows = [head.facts for head in kept.kept if str(head.facts["opened"]).startswith("2026")]
    last = [head.facts for head in kept.kept if str(head.facts["opened"]).startswith("2025")]
    grave = sum(row["level"] == "重大" for row in rows)
    (block,) = drafted(kept).blocks
    assert isinstance(block, Paragraph)
    assert block.text.startswith(f"{len(rows)}处，同比")
    assert f"同比{'增加' if len(rows) > len(last) else '减少'}{abs(len(rows) - len(last))}处" in block.text
    assert f"重大{grave}处，占{Decimal(grave * 100) / len(rows):.2f}%" in block.text
    assert "尚有未销号" in block.text
    assert f"{sum(Decimal(str(row['km'])) for row in rows)}公里" in block.text


def test_every_number_is_told_again_by_its_rows() -> None:
    paper = drafted(matters(58))
    assert len(paper.cells) == 9
    for cell in paper.cells.values():
        found = list(leaves(cell.trace))
        assert any(leaf.rows for leaf in found)
        assert all(retell(leaf).amount == leaf.value.amount for leaf in found)
        assert cell.definition
        assert "SELECT" in cell.sql


def test_an_edition_names_the_row_that_moved_a_number_later() -> None:
    frozen = freeze(drafted(matters(58)))
    assert recheck(frozen, drafted(matters(58)).cells) == ()
    found = {one.told.id: one for one in recheck(frozen, drafted(matters(58, late=50)).cells)}
    assert found["close_rate@2026"].gone == ()
    assert found["close_rate@2026"].changed == ("hazard:m50",)
    assert found["open_end@2026"].come == ("hazard:m50",)
    assert found["opened@2026"].told.amount == (found["opened@2026"].now or found["opened@2026"].told).amount
