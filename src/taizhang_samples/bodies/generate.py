"""Generate one body: its folder of declarations, and its workbooks of two years."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.shipped import CATALOGUE
from taizhang_samples.bodies.contradict import Facts, planted
from taizhang_samples.bodies.draw import YEARS, Drawer, month_ends
from taizhang_samples.bodies.pages import workbook
from taizhang_samples.bodies.spec import Spec, spec_of
from taizhang_samples.bodies.wide import wide_workbook
from taizhang_samples.county.book import Book
from taizhang_samples.county.write import write_book

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to draw: a body by its seed. scale: percent of the matters. tidy: without planted faults. contradict: with
    the contradictions the body declares."""

    body: str
    seed: int = 7
    scale: int = 100
    tidy: bool = False
    contradict: bool = False


def generate(folder: Path, wanted: Wanted, progress: Progress = lambda _name, _done, _total: None) -> list[Book]:
    """Write ``body.toml`` and the workbooks into ``folder``; give the books.

    Raises ValueError when a ledger's own rules cannot be kept.
    """
    spec = spec_of(wanted.body)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "body.toml").write_text(declared(spec), encoding="utf-8", newline="\n")
    catalogue = load(CATALOGUE, folder)
    books = []
    total = sum(1 for _ in drawers(catalogue, spec, wanted))
    for book in books_of(catalogue, spec, wanted):
        write_book(book, folder)
        books.append(book)
        progress(book.file, len(books), total)
    return books


def books_of(catalogue: Catalogue, spec: Spec, wanted: Wanted) -> Iterator[Book]:
    """The workbooks in the order of their ledgers; each ledger draws from a generator of its own."""
    for place, (ledger, drawer) in enumerate(drawers(catalogue, spec, wanted)):
        records = clean(ledger, drawer, wanted)
        if ledger.declared.pivot:
            yield wide_workbook(catalogue, ledger, records, place, drawer)
        else:
            flawless = ledger.name in spec.flawless or any(one.rows for one in spec.strata if one.ledger == ledger.name)
            yield workbook(catalogue, ledger, records, place, drawer.rng, tidy=wanted.tidy, flawless=flawless)


def drawers(catalogue: Catalogue, spec: Spec, wanted: Wanted) -> Iterator[tuple[Ledger, Drawer]]:
    """The ledgers the body keeps by hand, each with its drawer."""
    seeds = Random(f"{spec.tag}/{wanted.seed}")
    filled = {
        one.declared.pivot.into
        for name, one in catalogue.ledgers.items()
        if one.declared.pivot and one.declared.pivot.into != name
    }
    for name, ledger in sorted(catalogue.ledgers.items()):
        rng = Random(seeds.getrandbits(64))
        kept_by_hand = any(one.headings for one in ledger.declared.field.values())
        if name == "zero_report" and not spec.zeros:
            continue
        if name not in filled and kept_by_hand and spec.count.get(name) != (0, 0):
            yield ledger, Drawer(catalogue, spec, rng, wanted.scale)


def clean(ledger: Ledger, drawer: Drawer, wanted: Wanted) -> list[Facts]:
    """The ledger's records, with the body's contradictions in them when they are wanted."""
    if ledger.name == "unit":
        records = _units(drawer.spec)
    else:
        records = _zeros(drawer) if ledger.name == "zero_report" else drawer.records(ledger)
    if wanted.contradict:
        records = planted(records, [one for one in drawer.spec.contradictions if one.ledger == ledger.name])
    if not records:
        raise ValueError(f"{ledger.name}: no record was drawn")
    return records


def _units(spec: Spec) -> list[Facts]:
    return [
        {"name": one.name, "parent": one.parent or spec.name, "kind": one.kind, "since": one.since, "until": one.until}
        for one in spec.offices
    ]


def _zeros(drawer: Drawer) -> list[Facts]:
    """A report of zero for each month of two years, of what the body says never happened."""
    spec, declared = drawer.spec, drawer.catalogue
    known = {name: one.title for name, one in declared.ledgers.items()}
    known |= {name: one.title for name, one in declared.figures.items()}
    return [
        {"about": known[name], "month": day, "unit": spec.name, "person": "值班负责人", "opened": day}
        for name in spec.zeros
        for day in month_ends(YEARS[1:], 1)
    ]


def declared(spec: Spec) -> str:
    """The body's own declarations: who it is and its dated texts."""
    lines = ["[body]", f'name = "{spec.name}"', f'short = "{spec.short}"', f'profile = "{spec.profile}"', ""]
    for name, text in spec.texts.items():
        lines += [f"[[text.{name}.value]]", "since = 2024-01-01", f'text = "{text}"', ""]
    return "\n".join(lines)
