"""The access log of a library: who opened, took, quoted or changed which document, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from taizhang.library.register import Register
from taizhang.terms.problem import Problem, Refused


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """One line of the log: when, who, what was done with which document."""

    at: str
    who: str
    act: str
    document: int


class AccessLog:
    """Lines are only ever added."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def record(self, ids: Sequence[int], *, who: str, act: str, at: datetime) -> None:
        """One line for each document. Raises ``Refused`` when nobody is named."""
        if not who.strip():
            raise Refused(Problem("LIB-063", "没有写明由谁取用。", hint="请写明取用人。"))
        when = at.isoformat(timespec="seconds")
        with self._register.writing() as db:
            db.executemany(
                "INSERT INTO accesses (at, who, act, document) VALUES (?, ?, ?, ?)",
                ((when, who.strip(), act, each) for each in ids),
            )

    def entries(self, identity: int = 0, limit: int = 1_000) -> list[AccessRecord]:
        """The log, newest first; of one document when its id is given."""
        rows = self._register.db.execute(
            "SELECT at, who, act, document FROM accesses WHERE ? IN (0, document) ORDER BY id DESC LIMIT ?",
            (identity, limit),
        )
        return [AccessRecord(str(at), str(who), str(act), int(document)) for at, who, act, document in rows]
