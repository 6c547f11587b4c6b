"""One way in which a row cannot be: the kind, the fields that show it, and why, in a Chinese sentence's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from taizhang.catalogue.model import Flawed, Severity
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

CODES: Mapping[Flawed, str] = {
    "order": "ROW-001",
    "skipped": "ROW-002",
    "part": "ROW-003",
    "unfinished": "ROW-004",
    "persons": "ROW-005",
    "span": "ROW-006",
    "period": "ROW-007",
    "unit": "ROW-008",
    "twins": "ROW-009",
    "whole": "ROW-010",
    "status": "ROW-011",
    "identity": "ROW-012",
}
HINTS: Mapping[Flawed, str] = {
    "order": "请核对这几个日期；确实如此的，改正台账里对应步骤的说明。",
    "skipped": "请补填复核（验收）日期；未经复核的，恢复办理。",
    "part": "请核对两个数，部分不能大于整体。",
    "unfinished": "请核对进度或完成情况：没有做完的不要写完工（办结）。",
    "persons": "请核对人数和人次，一个人参加几次计几人次。",
    "span": "请核对年份是否写错。",
    "period": "请核对起止日期。",
    "unit": "请改写为承接的单位；确为撤销前的事项，请改正日期。",
    "twins": "请核对是不是同一件：是的合并或删去一件，不是的把不同之处写清楚。",
    "whole": "请核对数量和计量单位。",
    "status": "请把状态和日期改成一致。",
    "identity": "请核对这几个数。",
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """cell: the field it stands in; related: another that shows it; because: why, without the final stop."""

    kind: Flawed
    cell: str
    because: str
    related: str = ""
    level: Severity = "warning"

    @property
    def code(self) -> str:
        """Its code in docs/problems."""
        return CODES[self.kind]

    @property
    def hint(self) -> str:
        """What to do about it."""
        return HINTS[self.kind]

    def graded(self, level: Severity) -> Flaw:
        """The same at another grade."""
        return self if level == self.level else replace(self, level=level)

    def problem(self, place: Place, number: str, also: str = "") -> Problem:
        """The flaw as a problem: number names the matter, also the cell of the other field."""
        named = f"“{number}”" if number else "这一行"
        seen = f"，另见{also}" if also else ""
        level: Literal["error", "warning"] = "error" if self.level == "error" else "warning"
        return Problem(
            self.code,
            sentence("{named}{because}{seen}。", named=named, because=self.because, seen=seen),
            place,
            self.hint,
            level,
        )
