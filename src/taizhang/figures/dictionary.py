"""The dictionary of figures: each with its words, and everything that stands on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from taizhang.catalogue.model import IdentityDeclaration
from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.words import define

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "flow": "当期流量", "cohort": "同批", "stock": "期末存量", "cumulative": "累计", "distinct": "去重计数",
        "sum": "合计", "average": "平均", "weighted": "加权平均", "latest": "最近", "maximum": "最大",
        "ordinal": "序号", "streak": "连续次数", "list": "名单", "ratio": "比率", "share": "占比", "quotient": "商",
        "total": "加总", "year_on_year": "同比", "highest": "近年最高", "forecast": "预计", "parameter": "参数",
        "score": "得分",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
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


def found(catalogue: Catalogue, words: str = "", ledger: str = "", kind: str = "") -> tuple[str, ...]:
    """Names of the figures with all the words in name, title or note, of a ledger and a kind, in declared order."""
    wanted = words.lower().split()
    return tuple(
        name
        for name, one in catalogue.figures.items()
        if all(word in f"{name} {one.title} {one.declared.note}".lower() for word in wanted)
        and (not kind or one.kind == kind)
        and (not ledger or ledger in ledgers_of(catalogue, name))
    )


def ledgers_of(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    """The ledgers whose rows a figure counts, its parts' included."""
    figure = catalogue.figures[name]
    own = [figure.ledger] if figure.ledger else []
    own += [one for part in figure.declared.made_of for one in ledgers_of(catalogue, part)]
    return tuple(dict.fromkeys(own))


def entry(catalogue: Catalogue, name: str) -> Entry:
    """The figure with all that stands on it."""
    figure = catalogue.figures[name]
    printing = re.compile(rf"\{{\{{(?:figure|change|claim):{re.escape(name)}\b(?!_)")
    slots = catalogue.measure.slots
    return Entry(
        figure=figure,
        definition=define(catalogue, figure),
        slot=f"{{{{figure:{name}{'|unit' if figure.unit else ''}}}}}",
        ledgers=ledgers_of(catalogue, name),
        parts=tuple(dict.fromkeys(figure.declared.made_of)),
        users=tuple(key for key, one in catalogue.figures.items() if name in one.declared.made_of),
        templates=tuple(key for key, text in catalogue.templates.items() if printing.search(text)),
        identities=tuple(one for one in catalogue.identities.values() if name in (*one.left, *one.right, *one.earlier)),
        places=tuple(
            f"{slots[key].section}·{slots[key].title}（{key}）" for key in figure.declared.slots if key in slots
        ),
    )
