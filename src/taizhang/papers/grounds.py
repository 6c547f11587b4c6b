"""What sentences of a site's papers may stand on beside numbers: documents it keeps, rules it declares, words given by name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from taizhang.casework.attestations import attested
from taizhang.library.library import Library
from taizhang.library.model import ReadableLevels
from taizhang.proof.basis.authority import plain_title
from taizhang.proof.basis.shelf import load_shelf
from taizhang.reports.standing import Grounds
from taizhang.site.site import Site
from taizhang.terms.document_numbers import number_key
from taizhang.terms.period import Period


def grounds(site: Site, period: Period) -> Grounds:
    """The grounds of papers on a period: what was attested for its year, and where a name or number is kept.

    Guarded ledgers prove nothing here, and of the library only what is public: the page that tells where goes to readers
    who may see neither.
    """

    @cache
    def find(cited: str) -> str:
        return next(_kept(site, cited), "")

    return Grounds(find, attested(site, period.end.year))


def _kept(site: Site, cited: str) -> Iterator[str]:
    title = plain_title(cited[1:-1]) if cited.startswith("《") else ""
    number = "" if title else number_key(cited)
    yield from _on_shelf(site, title, number)
    yield from _in_rules(site, title)
    yield from _in_ledgers(site, title, number)
    yield from _in_library(site, title, number)


def _on_shelf(site: Site, title: str, number: str) -> Iterator[str]:
    shelf = load_shelf(site.home / "basis")
    for one in shelf.versions(title) if title else shelf:
        if title or (number and number_key(one.number) == number):
            yield f"依据库：《{one.title}》（{one.version}）"


def _in_rules(site: Site, title: str) -> Iterator[str]:
    for one in site.catalogue.rules.values():
        if title and title in (plain_title(one.title), plain_title(one.source)):
            yield f"登记的制度：{one.title}"


def _in_ledgers(site: Site, title: str, number: str) -> Iterator[str]:
    """Rows whose own number, or one of whose fields, is the name or the document number cited."""
    for name, ledger in site.catalogue.ledgers.items():
        if ledger.declared.guarded or ledger.declared.registration.house:
            continue
        for head in site.journal.heads(name):
            told = (head.number, *(value for value in head.facts.values() if isinstance(value, str)))
            if any(_same(text, title, number) for text in told):
                yield f"台账“{ledger.title}”{head.number}"


def _same(text: str, title: str, number: str) -> bool:
    return plain_title(text) == title if title else bool(number) and number_key(text) == number


def _in_library(site: Site, title: str, number: str) -> Iterator[str]:
    folder = site.home / "library"
    if not (folder / "register.sqlite").is_file():
        return
    with Library(folder) as library:
        for identity in library.named(title, number, allowed=ReadableLevels.to(())):
            yield f"材料库第{identity}号"
