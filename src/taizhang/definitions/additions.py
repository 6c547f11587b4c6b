"""What the body added to ledgers it did not write, as it was declared: shown, each with who and when."""

from __future__ import annotations

import json
from dataclasses import dataclass

from taizhang.catalogue.additions import Addition
from taizhang.intake.adding import LEDGER, PREFIX
from taizhang.site.site import Site


@dataclass(frozen=True, slots=True)
class Added:
    """One addition: the ledger, what was added (column, word, what it means), by whom and when.

    A column of the office's own has no word; a value of its own means itself; words kept in place of a value mean nothing.
    """

    ledger: str
    title: str
    lines: tuple[tuple[str, str, str], ...]
    by: str
    on: str


def added(site: Site) -> tuple[Added, ...]:
    """Every addition declared so far, the latest first."""
    if LEDGER not in site.catalogue.ledgers:
        return ()
    found = []
    for head in site.journal.heads(LEDGER):
        if not str(head.facts.get("figure")).startswith(PREFIX):
            continue
        for plain in json.loads(str(head.facts["after"]))["addition"].values():
            one = Addition.model_validate(plain)
            if one.ledger in site.catalogue.ledgers:
                lines = tuple(_lines(site, one))
                by, on = str(head.facts["proposer"]), str(head.facts["opened"])
                found.append(Added(one.ledger, site.catalogue.ledgers[one.ledger].title, lines, by, on))
    return tuple(reversed(found))


def _lines(site: Site, one: Addition) -> list[tuple[str, str, str]]:
    fields = site.catalogue.ledgers[one.ledger].declared.field
    titles = {name: field.title for name, field in fields.items()}
    lines = [(field.title, "", "") for field in one.field.values()]
    lines += [(titles.get(name, name), word, value) for name, said in one.words.items() for word, value in said.items()]
    lines += [(titles.get(name, name), word, word) for name, said in one.values.items() for word in said]
    return lines + [(titles.get(name, name), word, "") for name, said in one.instead.items() for word in said]
