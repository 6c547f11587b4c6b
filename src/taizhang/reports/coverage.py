"""How much of the working mechanisms a catalogue serves, how many places in reports it fills, and what is missing why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from taizhang.catalogue.dossier import MechanismDeclaration, SlotDeclaration
from taizhang.catalogue.fronts import front_of
from taizhang.catalogue.resolved import Catalogue, Figure, Ledger
from taizhang.reports.agreement import ALONE, disagreements, missing
from taizhang.reports.slots import ChangeSlot, ClaimSlot, FigureSlot, TextSlot
from taizhang.reports.template import read_template

Degree = Literal["missing", "name", "partly"]
WORDS: Mapping[Degree, str] = {"missing": "缺", "name": "名义上有", "partly": "部分有"}
GRAVEST: tuple[Degree, ...] = ("missing", "name", "partly")


@dataclass(frozen=True, slots=True)
class Server:
    """Something that serves a mechanism: what it is, its name and title, and the condition that picks the matters."""

    kind: str
    name: str
    title: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """A mechanism or a place that is not wholly served, and why; degree: nothing serves it, it is served in ``name``
    only, or ``partly``."""

    id: str
    title: str
    why: str
    degree: Degree = "missing"


@dataclass(frozen=True, slots=True)
class CoverageTally:
    """How many of a total are there, by group (done, total), and what is missing."""

    done: int
    total: int
    by_group: Mapping[str, tuple[int, int]]
    missing: tuple[Lack, ...]

    def of(self, degree: Degree) -> int:
        """How many are missing to that degree."""
        return sum(one.degree == degree for one in self.missing)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Mechanisms served by family, slots bound by report."""

    mechanisms: CoverageTally
    slots: CoverageTally


# Kinds of places that a dated text may fill; numbers are counted.
WRITTEN = frozenset(("text", "date", "rank_or_title"))


class Fitted:
    """One profile's catalogue as coverage looks at it: what serves, what is bound, what its templates print."""

    def __init__(self, catalogue: Catalogue, commands: Collection[str]) -> None:
        self.catalogue, self.commands = catalogue, commands

    @cached_property
    def servers(self) -> dict[str, list[Server]]:
        """What serves each mechanism."""
        found: dict[str, list[Server]] = {}
        for id_, server in self._serving():
            found.setdefault(id_, []).append(server)
        return found

    def _serving(self) -> Iterator[tuple[str, Server]]:
        catalogue = self.catalogue
        for name, ledger in catalogue.ledgers.items():
            if fillable(catalogue, ledger):
                for id_, where in ledger.declared.serves.items():
                    yield id_, Server("台账", name, ledger.title, where)
        for kind, name, title, serves in self._others():
            yield from ((id_, Server(kind, name, title)) for id_ in serves)

    def _others(self) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
        """What serves with all of itself: kind, name, title, mechanisms."""
        catalogue = self.catalogue
        yield from (("指标", name, one.title, one.declared.serves) for name, one in catalogue.figures.items())
        yield from (("恒等式", name, one.title, one.serves) for name, one in catalogue.identities.items())
        yield from (("时限", name, one.title, one.serves) for name, one in catalogue.clocks.items())
        yield from (("文字", name, one.title, one.serves) for name, one in catalogue.texts.items())
        yield from (("制度", name, one.title, one.serves) for name, one in catalogue.rules.items())
        yield from (("模板", name, name, front_of(text).serves) for name, text in catalogue.templates.items())
        features = ((name, one) for name, one in catalogue.features.items() if runs(one.command, self.commands))
        yield from (("功能", name, one.title, one.serves) for name, one in features)

    @cached_property
    def bound(self) -> dict[str, list[str]]:
        """What each slot is bound to: names of figures, ``text:`` names, ``feature:`` names."""
        found: dict[str, list[str]] = {}
        for name, figure in self.catalogue.figures.items():
            for id_ in figure.declared.slots:
                found.setdefault(id_, []).append(name)
        for name, text in self.catalogue.texts.items():
            for id_ in text.slots:
                found.setdefault(id_, []).append(f"text:{name}")
        for name, feature in self.catalogue.features.items():
            for id_ in feature.slots:
                found.setdefault(id_, []).append(f"feature:{name}")
        return found

    @cached_property
    def printed(self) -> frozenset[str]:
        """The figures and texts (``text:NAME``) that templates print."""
        found: set[str] = set()
        for name, text in self.catalogue.templates.items():
            for slot in read_template(text, name)[0].slots():
                match slot:
                    case TextSlot(named):
                        found.add(f"text:{named}")
                    case FigureSlot(named) | ClaimSlot(named):
                        found.add(named)
                    case ChangeSlot(named):
                        found |= {named, *(one.name for one in self._changes(named))}
        return frozenset(found)

    def _changes(self, base: str) -> Iterator[Figure]:
        for figure in self.catalogue.figures.values():
            if figure.kind == "year_on_year" and figure.declared.of == (base,):
                yield figure

    def served(self, id_: str, mechanism: MechanismDeclaration) -> tuple[Degree, str] | None:
        """How far a mechanism is served in this profile and what is missing; None when it is served whole."""
        found: list[tuple[Degree, str]] = []
        for one in self.servers.get(id_, ()):
            if one.kind == "台账":
                lacks = list(missing(self.catalogue, mechanism, self.catalogue.ledgers[one.name], one.where))
                named = any(lack.startswith(("流程不合", "记的不是")) for lack in lacks)
                if not lacks:
                    return None
                found.append(("name" if named else "partly", f"{one.title}：{'、'.join(lacks)}"))
            elif one.kind in ALONE.get(mechanism.family, ()):
                return None
            else:
                found.append(("name", f"只有{one.kind}“{one.title}”"))
        return max(found, key=lambda one: GRAVEST.index(one[0])) if found else None

    def lacking(self, id_: str, slot: SlotDeclaration) -> tuple[Degree, str] | None:
        """How far a slot is filled in this profile and what is missing; None when it is filled."""
        names = self.bound.get(id_, [])
        if not names:
            return "missing", "没有绑定指标或文字"
        wrong: list[str] = []
        for name in names:
            kind, _, rest = name.rpartition(":")
            if kind == "feature" and runs(self.catalogue.features[rest].command, self.commands):
                return None
            against = [] if kind else list(disagreements(self.catalogue, slot, self.catalogue.figures[name]))
            if kind == "text" and slot.type not in WRITTEN:
                against = ["要数，绑定的是文字"]
            if name in self.printed and not against:
                return None
            wrong += [f"{name}：{'、'.join(against)}"] if against else []
        if wrong:
            return "name", "；".join(wrong)
        return "missing", f"绑定的{'、'.join(names)}没有任何模板印出"


def fillable(catalogue: Catalogue, ledger: Ledger) -> bool:
    """Whether matters can come into the ledger: its columns can be recognised, or a wide table fills it."""
    headed = any(field.headings for field in ledger.declared.field.values())
    pivots = (one.declared.pivot for one in catalogue.ledgers.values())
    return headed or any(pivot is not None and pivot.into == ledger.name for pivot in pivots)


def runs(command: str, commands: Collection[str]) -> bool:
    """Whether the command line has the command; what follows a command that has none below it are its arguments."""
    words = command.removeprefix("taizhang ").split()
    leaves = {one for one in commands if not any(other.startswith(f"{one} ") for other in commands)}
    return any(" ".join(words[:n]) in leaves for n in range(1, len(words) + 1))


def coverage(catalogues: Mapping[str, Catalogue], commands: Collection[str]) -> Coverage:
    """The coverage of one or more profiles' catalogues, measured by the mechanisms and slots of their reports.

    A mechanism is served when it is in the profile of every report that shows it, a slot bound when it is
    filled in the profile of its report; of a report without a profile, in any.
    """
    fitted = {profile: Fitted(catalogue, commands) for profile, catalogue in catalogues.items()}
    measure = next(iter(catalogues.values())).measure
    profiles = {key: one.profile for key, one in measure.reports.items() if not one.profile or one.profile in fitted}
    served: list[tuple[str, Lack | None]] = []
    for id_, mechanism in measure.mechanisms.items():
        asked = dict.fromkeys(profiles[key] for key in mechanism.reports if key in profiles)
        if asked:
            found = [one for profile in asked if (one := _unserved(fitted, profile, id_, mechanism))]
            served.append((mechanism.family, _lack(id_, mechanism.title, found)))
    bound = [
        (
            slot.report,
            _lack(id_, slot.title, [one] if (one := _unbound(fitted, profiles[slot.report], id_, slot)) else []),
        )
        for id_, slot in measure.slots.items()
        if slot.report in profiles
    ]
    return Coverage(_tally(served), _tally(bound))


Found = tuple[Degree, str]


def _lack(id_: str, title: str, found: Sequence[Found]) -> Lack | None:
    """What is missing in any of the profiles, as grave as the gravest."""
    if not found:
        return None
    degree = min((one for one, _ in found), key=GRAVEST.index)
    return Lack(id_, title, "；".join(dict.fromkeys(why for _, why in found)), degree)


def _unserved(fitted: Mapping[str, Fitted], profile: str, id_: str, mechanism: MechanismDeclaration) -> Found | None:
    tried = [one for key, one in fitted.items() if profile in ("", key) and id_ in one.servers]
    if not tried:
        elsewhere = any(id_ in one.servers for one in fitted.values())
        return "missing", f"在 {profile} 中没有启用" if elsewhere else "没有台账、文书、规则或功能服务它"
    lacks = [one.served(id_, mechanism) for one in tried]
    return None if None in lacks else next(one for one in lacks if one)


def _unbound(fitted: Mapping[str, Fitted], profile: str, id_: str, slot: SlotDeclaration) -> Found | None:
    if not profile:
        lacks = [one.lacking(id_, slot) for one in fitted.values()]
        return None if None in lacks else min((one for one in lacks if one), key=lambda one: len(one[1]))
    if id_ not in fitted[profile].bound and any(id_ in one.bound for one in fitted.values()):
        return "missing", f"在 {profile} 中没有启用"
    return fitted[profile].lacking(id_, slot)


def _tally(lacks: list[tuple[str, Lack | None]]) -> CoverageTally:
    groups: dict[str, tuple[int, int]] = {}
    for group, lack in lacks:
        done, total = groups.get(group, (0, 0))
        groups[group] = (done + (lack is None), total + 1)
    missing = tuple(lack for _, lack in lacks if lack is not None)
    return CoverageTally(len(lacks) - len(missing), len(lacks), groups, missing)
