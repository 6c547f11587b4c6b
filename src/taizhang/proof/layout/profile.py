"""Profiles: what a body's documents must look like, each requirement with its strength and source.

The standard's is shipped; a body's own lists how it differs, each deviation with the document that orders it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from taizhang.proof.model import Level
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

STANDARD = Path(__file__).parent / "profiles" / "gbt9704.toml"
STRENGTHS = {"standard": "标准", "practice": "通行做法", "house": "本单位规定"}


class _PlainProfile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PageMeasures(_PlainProfile):
    """Millimetres."""

    width: float
    height: float
    top: float
    left: float
    right: float
    bottom: float
    tolerance: float


class TextGrid(_PlainProfile):
    """Lines a page and characters a line, how many more or fewer are let pass, and line spacing in points."""

    lines: int
    characters: int
    slack: int
    spacing: list[float]


class Sizes(_PlainProfile):
    """Points."""

    body: float
    title: float
    imprint: float
    number: float
    tolerance: float


class Indents(_PlainProfile):
    """Characters."""

    paragraph: float
    tolerance: float


class TableForm(_PlainProfile):
    """From how many rows on a table must repeat its heading row."""

    rows: int


class TypefaceNames(_PlainProfile):
    """Names of one typeface, and of what stands in for it."""

    proper: list[str]
    substitute: list[str]


class RuleEntry(_PlainProfile):
    """How hard one rule is, and where it is written."""

    title: str
    level: Literal["block", "error", "warn", "info", "off"]
    strength: Literal["standard", "practice", "house"]
    source: str


class Profile(_PlainProfile):
    """All that is required of a document's form."""

    name: str
    page: PageMeasures
    grid: TextGrid
    sizes: Sizes
    indents: Indents
    table: TableForm
    faces: dict[str, TypefaceNames]
    rules: dict[str, RuleEntry]

    def level(self, rule: str) -> Level | None:
        """The level of a rule's findings, None when the rule is switched off."""
        level = self.rules[rule].level
        return None if level == "off" else level

    def source(self, rule: str) -> str:
        """Strength and source in words."""
        entry = self.rules[rule]
        return f"{entry.source}（{STRENGTHS[entry.strength]}）"

    def is_face(self, face: str, name: str) -> bool:
        """Whether a font name is one of the face's, substitutes too."""
        return name.casefold() in self.fonts(face)

    def fonts(self, *faces: str) -> frozenset[str]:
        """All font names of these typefaces, in lower case: programs write them either way."""
        listed = (self.faces[face] for face in faces)
        return frozenset(name.casefold() for one in listed for name in (*one.proper, *one.substitute))


def load_profile(path: Path | None = None) -> Profile:
    """The standard's profile, or the one in ``path`` laid over it. Raises Refused (PRF-201 to PRF-203)."""
    plain = tomllib.loads(STANDARD.read_text(encoding="utf-8"))
    if path is None:
        return Profile.model_validate(plain)
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        message = sentence("格式规定读不出来：{fault}。", fault=fault)
        raise Refused(Problem("PRF-201", message, Place(file=str(path)), "请核对括号和引号，用UTF-8保存。")) from fault
    problems = _deviate(plain, own, str(path))
    if problems:
        raise Refused(*problems)
    try:
        return Profile.model_validate(plain | {"name": str(own.get("name") or path.stem)})
    except ValidationError as fault:
        wrong = "、".join(".".join(str(part) for part in one["loc"]) for one in fault.errors())
        message = sentence("格式规定里的值写法不对：{wrong}。", wrong=wrong)
        raise Refused(Problem("PRF-203", message, Place(file=str(path)), "请对照标准的格式规定改正。")) from fault


def _deviate(plain: dict[str, Any], own: Mapping[str, Any], file: str) -> list[Problem]:
    """Lays each deviation over the standard; what is wrong with them is answered."""
    problems = []
    for number, deviation in enumerate(own.get("deviation", []), 1):
        place = Place(file=file, key=f"deviation {number}")
        rule, source = deviation.get("rule"), str(deviation.get("source") or "").strip()
        if rule not in plain["rules"]:
            known = f"{min(plain['rules'])}至{max(plain['rules'])}"
            problems.append(
                Problem(
                    "PRF-202",
                    sentence("没有规则“{rule}”。", rule=rule),
                    place,
                    sentence("可用的是{known}。", known=known),
                )
            )
            continue
        if not source:
            message = sentence("对{rule}的变通没有写出处。", rule=rule)
            problems.append(Problem("PRF-202", message, place, "请在 source 写明本单位哪份文件作了这样的规定。"))
            continue
        entry = plain["rules"][rule] | {"strength": "house", "source": source}
        plain["rules"][rule] = entry | ({"level": deviation["level"]} if "level" in deviation else {})
        problems += _set(plain, deviation.get("set", {}), place)
    return problems


def _set(plain: dict[str, Any], values: Mapping[str, Any], place: Place) -> list[Problem]:
    problems = []
    for key, value in values.items():
        *path, last = key.split(".")
        table: Any = plain
        for part in path:
            table = table.get(part, {}) if isinstance(table, dict) else {}
        if not path or path[0] == "rules" or last not in table:
            problems.append(
                Problem(
                    "PRF-202",
                    sentence("没有名为“{key}”的格式值。", key=key),
                    place,
                    '例如 "grid.spacing" = [26.0, 28.0]。',
                )
            )
            continue
        table[last] = value
    return problems
