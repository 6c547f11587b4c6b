"""Generate one body: its folder of declarations, and its workbooks of two years."""

from pathlib import Path
from random import Random

from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Catalogue
from taizhang.shipped import CATALOGUE
from taizhang_samples.bodies.choose import Facts
from taizhang_samples.bodies.draw import Drawer
from taizhang_samples.bodies.pages import workbook
from taizhang_samples.bodies.spec import Spec, spec_of
from taizhang_samples.bodies.wide import wide_workbook
from taizhang_samples.county.book import Book
from taizhang_samples.county.write import write_book


def generate(folder: Path, body: str, *, seed: int = 7, tidy: bool = False, scale: int = 100) -> list[Book]:
    """Write ``body.toml`` and the workbooks into ``folder``; give the books.

    ``tidy`` leaves the planted faults out; ``scale`` is the percent of matters drawn. Raises ValueError when a ledger's own rules cannot be kept.
    """
    spec = spec_of(body)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "body.toml").write_text(declared(spec), encoding="utf-8", newline="\n")
    catalogue = load(CATALOGUE, folder)
    books = list(books_of(catalogue, spec, seed, tidy=tidy, scale=scale))
    for book in books:
        write_book(book, folder)
    return books


def books_of(catalogue: Catalogue, spec: Spec, seed: int, *, tidy: bool, scale: int = 100) -> list[Book]:
    """The workbooks in the order of their ledgers; each ledger draws from a generator of its own."""
    seeds = Random(f"{spec.tag}/{seed}")
    filled = {
        one.declared.pivot.into
        for name, one in catalogue.ledgers.items()
        if one.declared.pivot and one.declared.pivot.into != name
    }
    made = []
    for place, (name, ledger) in enumerate(sorted(catalogue.ledgers.items())):
        rng = Random(seeds.getrandbits(64))
        kept_by_hand = any(one.headings for one in ledger.declared.field.values())
        if name in filled or not kept_by_hand or spec.count.get(name) == (0, 0):
            continue
        drawer = Drawer(catalogue, spec, rng, scale)
        records = _units(spec) if name == "unit" else drawer.records(ledger)
        if not records:
            raise ValueError(f"{name}: no record was drawn")
        if ledger.declared.pivot:
            made.append(wide_workbook(catalogue, ledger, records, place, drawer))
        else:
            made.append(workbook(catalogue, ledger, records, place, rng, tidy=tidy, flawless=name in spec.flawless))
    return made


def _units(spec: Spec) -> list[Facts]:
    return [
        {"name": one.name, "parent": one.parent or spec.name, "kind": one.kind, "since": one.since, "until": one.until}
        for one in spec.offices
    ]


def declared(spec: Spec) -> str:
    """The body's own declarations: who it is and its dated texts."""
    lines = ["[body]", f'name = "{spec.name}"', f'short = "{spec.short}"', f'profile = "{spec.profile}"', ""]
    for name, text in spec.texts.items():
        lines += [f"[[text.{name}.value]]", "since = 2024-01-01", f'text = "{text}"', ""]
    return "\n".join(lines)
