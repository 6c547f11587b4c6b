"""The one shape of everything a user can get wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is wrong, as precisely as it is known; empty parts are unknown."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int = 0
    key: str = ""
    matter: str = ""
    entry: int = 0
    paragraph: int = 0
    span: tuple[int, int] | None = None

    def __str__(self) -> str:
        """The place in Chinese, from the widest part to the narrowest; '' when nothing is known."""
        where = self.file
        if self.line:
            where += f"第{self.line}行"
        if self.sheet or self.cell:
            where += f"[{self.sheet}!{self.cell}]" if self.sheet and self.cell else f"[{self.sheet}{self.cell}]"
        parts = [where] if where else []
        if self.key:
            parts.append(self.key)
        if self.matter:
            parts.append(f"事项{self.matter}")
        if self.entry:
            parts.append(f"第{self.entry}条流水")
        if self.paragraph:
            parts.append(f"第{self.paragraph}段")
        if self.span:
            parts.append(f"第{self.span[0] + 1}–{self.span[1]}字")
        return " ".join(parts)


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong that a person can put right.

    code: stable, ``AAA-000``, described in docs/problems.
    message: one whole Chinese sentence ending in 。 that says what is wrong here.
    hint: what to do about it, a Chinese sentence or ''.
    """

    code: str
    message: str
    place: Place = NOWHERE
    hint: str = ""
    level: Level = "error"

    def at(self, place: Place) -> Problem:
        """The same problem at another place."""
        return replace(self, place=place)

    def __str__(self) -> str:
        """One line for a terminal: level, code, place, message and hint."""
        where = str(self.place)
        head = f"{'警告' if self.level == 'warning' else '错误'} {self.code}"
        return " ".join(part for part in (head, where and f"{where}：", self.message, self.hint) if part)

    def as_dict(self) -> dict[str, object]:
        """Plain values for ``--json``."""
        return {
            "code": self.code,
            "level": self.level,
            "message": self.message,
            "hint": self.hint,
            "place": str(self.place),
            "file": self.place.file,
            "sheet": self.place.sheet,
            "cell": self.place.cell,
            "line": self.place.line,
            "matter": self.place.matter,
        }


def errors(problems: tuple[Problem, ...] | list[Problem]) -> tuple[Problem, ...]:
    """Those that stop the work, in their order."""
    return tuple(problem for problem in problems if problem.level == "error")


class Refused(Exception):
    """Carries problems out of a call that has nothing else to answer."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
