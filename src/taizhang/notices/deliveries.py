"""The log of what was sent where: nothing goes out twice, what failed is tried again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

import apsw

FILE = "deliveries.sqlite"
_TABLE = """
CREATE TABLE IF NOT EXISTS delivery(
  address TEXT NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL CHECK(state IN ('sending', 'sent', 'failed')),
  tries INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY(address, key)) STRICT, WITHOUT ROWID
"""
_CLAIM = """
INSERT INTO delivery VALUES(?, ?, 'sending', 1, ?) ON CONFLICT(address, key) DO UPDATE
  SET state = 'sending', tries = tries + 1, at = excluded.at WHERE state = 'failed' OR (state = 'sending' AND ?)
  RETURNING key
"""


class Deliveries:
    """Keeps by digest of the address and key of the notice; neither address nor content is in it.

    A notice is claimed before it is sent. One whose sending was cut off stays claimed: whether it arrived is not
    known, and it goes out again only when asked to.
    """

    def __init__(self, home: Path) -> None:
        path = home / FILE
        path.touch(0o600)
        self._log = apsw.Connection(str(path))
        self._log.set_busy_timeout(5000)
        self._log.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        self._log.execute(_TABLE)

    def claim(self, address: str, keys: Sequence[str], at: datetime, *, again: bool = False) -> list[str]:
        """Those of the keys that are to be sent there now, claimed for the caller alone.

        again: also those whose sending was cut off.
        """
        found: list[str] = []
        with self._log:
            for key in keys:
                taken = self._log.execute(_CLAIM, (address, key, at.isoformat(), again)).fetchone()
                found += [str(taken[0])] if taken else []
        return found

    def settle(self, address: str, keys: Sequence[str], at: datetime, *, sent: bool) -> None:
        """Says what became of claimed keys."""
        state = "sent" if sent else "failed"
        with self._log:
            self._log.executemany(
                "UPDATE delivery SET state = ?, at = ? WHERE address = ? AND key = ?",
                ((state, at.isoformat(), address, key) for key in keys),
            )

    def count_cut_off(self, address: str) -> int:
        """How many were claimed and never settled."""
        count: int = self._log.execute(
            "SELECT COUNT(*) FROM delivery WHERE address = ? AND state = 'sending'", (address,)
        ).get
        return count

    def __enter__(self) -> Deliveries:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._log.close()
