"""The dictionary of figures: each with its words, and everything that stands on it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import xlsxwriter

from taizhang.catalogue.model import IdentityDeclaration
from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.kinds import TITLES
from taizhang.figures.words import define

_SLOT = re.compile(r"\{\{(?:figure|change|claim):(\w+)")


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """A figure in the dictionary.

    slot: how a paper prints it. ledgers: those it counts. parts: figures it is made of; users: figures made of it.
    templates: names of those that print it. identities: those it stands in. places: reports' places it fills.
    """

    figure: Figure
    definition: str
    slot: str
    ledgers: tuple[str, ...]
    parts: tuple[str, ...]
    users: tuple[str, ...]
    templates: tuple[str, ...]
    identities: tuple[IdentityDeclaration, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DictionaryFilter:
    """What is looked for: all the words in name, title or note; a ledger, a kind, an owner ('-': none), a template.

    only: among these names.
    """

    words: str = ""
    ledger: str = ""
    kind: str = ""
    owner: str = ""
    template: str = ""
    only: frozenset[str] | None = None

    def fits(self, catalogue: Catalogue, name: str) -> bool:
        """Whether the figure is all of that."""
        one = catalogue.figures[name]
        return (
            all(word in f"{name} {one.title} {one.declared.note}".lower() for word in self.words.lower().split())
            and self.kind in ("", one.kind)
            and self.owner in ("", one.declared.owner or "-")
            and (self.only is None or name in self.only)
            and (not self.ledger or self.ledger in ledgers_of(catalogue, name))
            and (not self.template or prints(catalogue.templates.get(self.template, ""), {name}))
        )


def find_figures(catalogue: Catalogue, wanted: DictionaryFilter) -> tuple[str, ...]:
    """Names of the figures that fit, in declared order."""
    return tuple(name for name in catalogue.figures if wanted.fits(catalogue, name))


def book(catalogue: Catalogue, names: Iterable[str]) -> bytes:
    """The dictionary of these figures as an Excel workbook, a figure a row."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as written:
        sheet = written.add_worksheet("口径")
        bold, wrapped = written.add_format({"bold": True}), written.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_row(0, 0, _HEADINGS, bold)
        for at, one in enumerate((entry(catalogue, name) for name in names), 1):
            sheet.write_row(at, 0, _row(catalogue, one), wrapped)
        for at, width in enumerate((24, 24, 26, 12, 60, 8, 18, 26, 14)):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(1, 1)
    return made.getvalue()


_HEADINGS = ("指标", "名称", "台账", "种类", "口径", "单位", "归口", "用在哪些模板", "定义校验码")


def _row(catalogue: Catalogue, one: DictionaryEntry) -> tuple[str, ...]:
    figure = one.figure
    ledgers = "、".join(catalogue.ledgers[name].title for name in one.ledgers)
    kind, templates = TITLES[figure.kind], "、".join(one.templates)
    return (
        figure.title,
        figure.name,
        ledgers,
        kind,
        one.definition,
        figure.unit,
        figure.declared.owner,
        templates,
        figure.hash[:16],
    )


def ledgers_of(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    """The ledgers whose rows a figure counts, its parts' included."""
    figure = catalogue.figures[name]
    own = [figure.ledger] if figure.ledger else []
    own += [one for part in figure.declared.made_of for one in ledgers_of(catalogue, part)]
    return tuple(dict.fromkeys(own))


def prints(text: str, names: Collection[str]) -> bool:
    """Whether a template's text prints one of the figures."""
    return not _figures_printed(text).isdisjoint(names)


@lru_cache(maxsize=128)
def _figures_printed(text: str) -> frozenset[str]:
    return frozenset(_SLOT.findall(text))


def templates_printing(catalogue: Catalogue, names: Collection[str]) -> tuple[str, ...]:
    """The templates that print one of the figures."""
    return tuple(key for key, text in catalogue.templates.items() if prints(text, names))


def entry(catalogue: Catalogue, name: str) -> DictionaryEntry:
    """The figure with all that stands on it."""
    figure = catalogue.figures[name]
    slots = catalogue.measure.slots
    return DictionaryEntry(
        figure=figure,
        definition=define(catalogue, figure),
        slot=f"{{{{figure:{name}{'|unit' if figure.unit else ''}}}}}",
        ledgers=ledgers_of(catalogue, name),
        parts=tuple(dict.fromkeys(figure.declared.made_of)),
        users=tuple(key for key, one in catalogue.figures.items() if name in one.declared.made_of),
        templates=templates_printing(catalogue, {name}),
        identities=tuple(one for one in catalogue.identities.values() if name in (*one.left, *one.right, *one.earlier)),
        places=tuple(
            f"{slots[key].section}·{slots[key].title}（{key}）" for key in figure.declared.slots if key in slots
        ),
    )
