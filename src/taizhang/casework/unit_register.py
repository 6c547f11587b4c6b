"""The register of units: names, parents and day of each, changed by entries; what matters say of an old name stays.

A unit renamed or merged ends on the day before and names who took over, so that every figure of an earlier day still finds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from taizhang.catalogue.values import Stored
from taizhang.intake.identities import matter_identity
from taizhang.intake.units import REGISTER
from taizhang.matters.entry import CORRECT, RECORD, Entry, Head, Intention
from taizhang.policy.decide import reach
from taizhang.policy.rights import roles_for
from taizhang.site.desk import Desk
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.scope import Unit, unit_kind
from taizhang.terms.sentence import sentence

# Chosen: one sign names nothing.
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in its place in the tree; ended: it no longer stands."""

    unit: Unit
    depth: int
    ended: bool

    @property
    def indent(self) -> str:
        """White space before its name, a sign a level."""
        return "　" * self.depth


@dataclass(frozen=True, slots=True)
class UnitEdit:
    """What a person says of a unit: the names it is also written by, its parent, and since when it stands."""

    aliases: tuple[str, ...]
    parent: str
    since: date | None


class UnitRegister:
    """The units of the desk's body, changed in this person's name."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.units = desk, desk.whole_site.organisation()
        self.body = desk.site.catalogue.body.name

    def lines(self) -> tuple[UnitLine, ...]:
        """All units as a tree, those below a parent by name; one whose parent is no unit stands at the top."""
        below: dict[str, list[Unit]] = {}
        for unit in sorted(self.units.units.values(), key=lambda one: one.name):
            below.setdefault(unit.parent if unit.parent in self.units.units else "", []).append(unit)
        found = list(self._walk("", below, 0))
        met = {one.unit.name for one in found}
        lost = (one for one in self.units.units.values() if one.name not in met)  # a loop of parents hangs nowhere
        return (*found, *(UnitLine(one, 0, not one.stands_on(self.desk.today)) for one in lost))

    def _walk(self, parent: str, below: Mapping[str, list[Unit]], depth: int) -> Iterator[UnitLine]:
        for unit in below.get(parent, ()):
            yield UnitLine(unit, depth, not unit.stands_on(self.desk.today))
            yield from self._walk(unit.name, below, depth + 1)

    def holders(self, name: str) -> tuple[str, ...]:
        """Who holds a post in a unit today: their posts do not follow to a new name by themselves."""
        posts = self.desk.whole_site.roll.posts()
        return tuple(dict.fromkeys(one.person for one in posts if one.unit == name and one.held_on(self.desk.today)))

    def add(self, name: str, told: UnitEdit) -> tuple[Entry, ...]:
        """Registers a unit. Raises Refused: POL-031 and POL-032 for its name, POL-033 for its parent, POL-036 for aliases."""
        self._refuse([*self._wrong_name(name), *self._wrong_edit(name, told)])
        return self._write([self._record(name, told)])

    def edit(self, name: str, told: UnitEdit) -> tuple[Entry, ...]:
        """Changes aliases, parent and first day. Raises Refused as ``add``, and POL-034 for a first day after the last."""
        head = self._head(name)
        problems = list(self._wrong_edit(name, told))
        until = self.units.units[name].until
        if told.since and until and told.since > until:
            problems.append(Problem("POL-034", "设立日期晚于撤销日期。", Place(key="since"), "请改正日期。"))
        self._refuse(problems)
        facts: dict[str, Stored] = {
            "aliases": "、".join(told.aliases) or None,
            "parent": told.parent,
            "since": told.since.isoformat() if told.since else None,
            "met": None,
        }
        changed = {key: value for key, value in facts.items() if (head.facts.get(key) or None) != value}
        return self._write([self._correct(head, changed, "更正单位名录")]) if changed else ()

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """The units taken from the rows of workbooks that nobody has confirmed."""
        return tuple(sorted(name for name, unit in self.units.units.items() if unit.met))

    def confirm(self, names: Iterable[str]) -> tuple[Entry, ...]:
        """Says that units met in workbooks are units; those confirmed before are left. Raises Refused as ``edit``."""
        waiting = frozenset(self.unconfirmed)
        heads = [self._head(name) for name in names if name in waiting]
        return self._write([self._correct(head, {"met": None}, "确认为单位") for head in heads]) if heads else ()

    def rename(self, name: str, new: str, on: date | None) -> tuple[Entry, ...]:
        """Gives a unit a new name from a day on: the old one ends the day before, what stands below it moves along."""
        unit = self._unit(name)
        self._refuse([*self._wrong_name(new), *self._wrong_day(unit, on)])
        made = self._record(new, UnitEdit((), unit.parent, on))
        return self._write([made, *self._handed_over(unit, new, on or self.desk.today)])

    def merge(self, name: str, into: str, on: date | None) -> tuple[Entry, ...]:
        """Lets another unit take over from a day on. Raises Refused: POL-034 for the day, POL-035 for who takes over."""
        unit, problems = self._unit(name), []
        taker = self.units.units.get(self.units.resolve(into) or "")
        if taker is None or taker.name == name or taker.name in self.units.subtree(name):
            hint = "请选名录里的另一个单位，不能是它自己或它的下级。"
            problems.append(Problem("POL-035", "没有写明并入哪个单位。", Place(key="into"), hint))
        elif on and not taker.stands_on(on):
            says = sentence("“{unit}”那一天不存在。", unit=taker.name)
            problems.append(Problem("POL-035", says, Place(key="into"), "请选那一天存在的单位，或改正日期。"))
        self._refuse([*problems, *self._wrong_day(unit, on)])
        return self._write(self._handed_over(unit, taker.name if taker else "", on or self.desk.today))

    def _handed_over(self, unit: Unit, to: str, on: date) -> list[Intention]:
        """The end of a unit the day before, and what stands below it moved to whoever took over."""
        ends: dict[str, Stored] = {"until": (on - timedelta(days=1)).isoformat(), "successor": to}
        below = [
            one for one in self.units.units.values() if one.parent == unit.name and one.stands_on(on) and one.name != to
        ]
        moved = (self._correct(self._head(one.name), {"parent": to}, "随上级单位变更") for one in below)
        return [self._correct(self._head(unit.name), ends, "单位更名或并入"), *moved]

    def _record(self, name: str, told: UnitEdit) -> Intention:
        matter = matter_identity(REGISTER, (name,))
        facts: dict[str, Stored] = {
            "name": name,
            "kind": unit_kind(name),
            "parent": told.parent or self.body,
            "aliases": "、".join(told.aliases) or None,
            "since": told.since.isoformat() if told.since else None,
        }
        by = self.desk.actor.name
        return Intention(by, f"unit:{matter}", REGISTER, RECORD, self.desk.today, matter, number=name, facts=facts)

    def _correct(self, head: Head, facts: Mapping[str, Stored], why: str) -> Intention:
        return Intention(
            self.desk.actor.name,
            f"unit:{head.matter}:{head.mseq}",
            REGISTER,
            CORRECT,
            self.desk.today,
            head.matter,
            expect=head.mseq,
            facts=facts,
            note=why,
        )

    def _write(self, wanted: list[Intention]) -> tuple[Entry, ...]:
        roles = roles_for(self.desk.site.catalogue.ledgers[REGISTER], CORRECT)
        if not any(post.role in roles and reach(post, self.units) is None for post in self.desk.actor.posts):
            hint = "单位名录对全单位有效，请由看得到全部记录的督查员或领导来改。"
            raise Refused(Problem("POL-038", "您现在的岗位不能改单位名录。", hint=hint))
        return self.desk.whole_site.journal.append(wanted)

    def _unit(self, name: str) -> Unit:
        self._head(name)
        return self.units.units[name]

    def _head(self, name: str) -> Head:
        matter = matter_identity(REGISTER, (name,))
        head = self.desk.whole_site.journal.known((matter,)).get(matter)
        if head is None or name not in self.units.units:
            raise Refused(Problem("POL-037", sentence("单位名录里没有“{unit}”。", unit=name), hint="请刷新后再看。"))
        return head

    def _refuse(self, problems: list[Problem]) -> None:
        if problems:
            raise Refused(*problems)

    def _wrong_name(self, name: str) -> Iterator[Problem]:
        place = Place(key="name")
        if len(name) < SHORTEST_NAME:
            yield Problem("POL-031", "单位名称少于两个字。", place, "请写单位全称。")
        elif self.units.is_named(name):
            says = sentence("“{unit}”已经是名录里的单位或简称。", unit=name)
            yield Problem("POL-032", says, place, "请改用“并入”，或换一个名称。")

    def _wrong_edit(self, name: str, told: UnitEdit) -> Iterator[Problem]:
        place = Place(key="parent")
        if told.parent and told.parent != self.body and told.parent not in self.units.units:
            says = sentence("上级单位“{unit}”不在名录里。", unit=told.parent)
            yield Problem("POL-033", says, place, "请选名录里的单位，或先登记它。")
        elif told.parent == name or (name in self.units.units and told.parent in self.units.subtree(name)):
            yield Problem("POL-033", "上级单位不能是它自己或它的下级。", place, "请另选上级单位。")
        for alias in told.aliases:
            meant = self.units.resolve(alias)
            if meant and meant != name:
                says = sentence("简称“{alias}”已经指“{unit}”。", alias=alias, unit=meant)
                yield Problem("POL-036", says, Place(key="aliases"), "一个简称只能指一个单位。")

    def _wrong_day(self, unit: Unit, on: date | None) -> Iterator[Problem]:
        place = Place(key="on")
        if on is None:
            yield Problem("POL-034", "没有写明从哪一天起。", place, "请填日期。")
        elif not unit.stands_on(on - timedelta(days=1)):
            says = sentence("“{unit}”在这一天之前不存在或已经撤销。", unit=unit.name)
            yield Problem("POL-034", says, place, "请改正日期。")
