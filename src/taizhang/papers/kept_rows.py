"""Rows already kept that cannot be: named by ledger and kind, with the matters that show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import row_of
from taizhang.matters.entry import Head
from taizhang.matters.soundness import flaws
from taizhang.matters.soundness.days import mistyped
from taizhang.matters.soundness.flaw import Flaw
from taizhang.matters.soundness.twins import Kept, standing, twins
from taizhang.matters.soundness.units import units_stood_on_the_day
from taizhang.site.site import Site
from taizhang.terms.number_spelling import fold_number
from taizhang.terms.problem import Place, Problem
from taizhang.terms.scope import Organisation
from taizhang.terms.sentence import sentence

# Chosen: as many matters as one sentence names.
MOST_NAMED = 5


def unsound_rows(site: Site, today: date | None = None) -> tuple[Problem, ...]:
    """Everything kept rows contradict themselves in (ROW-001 to ROW-011, ROW-013): one problem a ledger, kind and
    field. What rows keep by
    declaration (ROW-012 at the door) is told as identities (FIG-010).

    today: days after its year are typed wrong; the site's own day when None.
    """
    organisation, day = site.organisation(), today or site.day
    return tuple(
        problem
        for ledger in site.catalogue.ledgers.values()
        if ledger.roles.plays
        for problem in _of_ledger(ledger, list(site.journal.heads(ledger.name)), organisation, day)
    )


def _of_ledger(ledger: Ledger, heads: list[Head], organisation: Organisation, today: date) -> Iterator[Problem]:
    found: dict[tuple[str, str], list[tuple[Head, Flaw]]] = {}
    rows = []
    for head in heads:
        row = row_of(ledger, head.facts)
        if standing(head):
            rows.append(Kept(head.matter, head.number, row, linked=head.relations.links))
        told = [*flaws(ledger, row), *units_stood_on_the_day(ledger, row, organisation)]
        for flaw in (*told, *mistyped(ledger, row, today.year, today)):
            if flaw.kind == "identity":
                continue
            found.setdefault((flaw.kind, flaw.cell), []).append((head, flaw))
    for several in found.values():
        yield _told(ledger, several)
    yield from _spelt_twice(ledger, [head for head in heads if standing(head)])
    pairs = [(one.number, two.number) for one, two in twins(ledger, rows)]
    if pairs:
        named = "；".join(f"“{one}”与“{two}”" for one, two in pairs[:MOST_NAMED])
        more = f"等{len(pairs)}对" if len(pairs) > MOST_NAMED else ""
        flaw = Flaw("twins", ledger.declared.key[0], "")
        message = sentence(
            "{ledger}有{count}对事项像是同一{counter}编了两个号：{named}{more}。",
            ledger=ledger.title,
            count=len(pairs),
            counter=ledger.declared.counter,
            named=named,
            more=more,
        )
        yield Problem(flaw.code, message, Place(key=f"ledger.{ledger.name}"), flaw.hint, "warning")


def _spelt_twice(ledger: Ledger, heads: Iterable[Head]) -> Iterator[Problem]:
    """Matters whose numbers differ in width, strokes, white space or capitals alone: one matter entered twice, it seems."""
    if ledger.declared.registration.house:
        return
    found: dict[str, list[str]] = {}
    for head in heads:
        found.setdefault(fold_number(head.number), []).append(head.number)
    several = ["”“".join(numbers) for number, numbers in found.items() if number and len(set(numbers)) > 1]
    if several:
        message = sentence(
            "{ledger}有{count}组编号只差全角半角、横线、空格或大小写：{named}{more}。",
            ledger=ledger.title,
            count=len(several),
            named="；".join(f"“{one}”" for one in several[:MOST_NAMED]),
            more=f"等{len(several)}组" if len(several) > MOST_NAMED else "",
        )
        hint = "请核对是不是同一件：是的合并，不是的改正编号；改正前，导入写法与哪一件都不同的编号会被退回。"
        yield Problem("ROW-013", message, Place(key=f"ledger.{ledger.name}"), hint, "warning")


def _told(ledger: Ledger, several: list[tuple[Head, Flaw]]) -> Problem:
    head, flaw = several[0]
    place = Place(key=f"ledger.{ledger.name}.{flaw.cell}", matter=head.matter if len(several) == 1 else "")
    first = f"{ledger.title}“{head.number}”{flaw.because}"
    others = sorted({one.number or "（无编号）" for one, _ in several[1:]})
    more = (
        f"，还有{'、'.join(others[:MOST_NAMED])}{f'等{len(others)}条' if len(others) > MOST_NAMED else ''}"
        if others
        else ""
    )
    return Problem(flaw.code, sentence("{first}{more}。", first=first, more=more), place, flaw.hint, "warning")
