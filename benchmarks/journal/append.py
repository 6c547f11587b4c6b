"""Appends, reads back and checks an import of many rows, beside a plain SQLite table and a table whose rows are chained by hash.

``python -m benchmarks append``
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw

from benchmarks.measure import timed
from benchmarks.results import Given, Measurement, Table
from taizhang.journal.journal import Journal
from taizhang.matters.entry import RECORD, Intention, Source

# Chosen: enough for a second's work each.
FEW, MANY = 500, 10_000


def rows(count: int) -> list[Intention]:
    """An import of hazards as a workbook gives them: fifteen facts and a source each."""
    digest = "a" * 64
    return [
        Intention(
            actor="导入",
            idem=f"{digest[:16]}-{n}",
            ledger="hazard",
            act=RECORD,
            on=date(2026, 12, 31),
            matter=f"hazard-{n:026d}",
            number=f"YH-2026-{n:05d}",
            unit="霁桥镇",
            state="in_progress" if n % 3 else "struck_off",
            facts=facts(n),
            source=Source(digest, "安全隐患排查整治台账.xlsx", "一季度", n % 60000 + 3),
        )
        for n in range(count)
    ]


def facts(n: int) -> dict[str, str | int | bool | list[str] | None]:
    """One hazard's fields, filled as densely as in a real ledger."""
    return {
        "no": f"YH-2026-{n:05d}",
        "township": "霁桥镇",
        "site": f"沿街商铺第{n}号",
        "text": "消防通道堆放杂物，应急照明损坏，未按规定配备灭火器",
        "level": "一般",
        "opened": "2026-03-05",
        "unit": "应急管理局",
        "owner": "承办岗",
        "due": "2026-06-30",
        "done": "2026-05-20",
        "closed": "2026-05-28" if n % 3 == 0 else None,
        "review1": "2026-05-21",
        "review2": "2026-05-25",
        "status": "已完成" if n % 3 == 0 else "办理中",
        "note": "已通知业主",
    }


def plain(home: Path, intentions: list[Intention]) -> None:
    """The rows as JSON in a plain table, one transaction with the same synchronisation: the least anyone does."""
    connection = apsw.Connection(str(home / "plain.sqlite"))
    connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE row(id TEXT PRIMARY KEY, number TEXT, unit TEXT, facts TEXT)")
    with connection:
        connection.executemany(
            "INSERT INTO row VALUES(?,?,?,?)",
            ((one.matter, one.number, one.unit, json.dumps(one.facts, ensure_ascii=False)) for one in intentions),
        )
    connection.close()


def chained(home: Path, intentions: list[Intention], size: int) -> None:
    """The rows in a table, each with the SHA-256 over the one before and itself; a transaction of full durability for ``size``."""
    connection = apsw.Connection(str(home / f"chain-{size}.sqlite"))
    connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE row(seq INTEGER PRIMARY KEY, body BLOB, link BLOB)")
    link = bytes(32)
    for part in batches(intentions, size):
        with connection:
            for one in part:
                body = json.dumps([one.matter, one.number, one.unit, one.facts], ensure_ascii=False).encode()
                link = sha256(link + body).digest()
                connection.execute("INSERT INTO row(body, link) VALUES(?,?)", (body, link))
    connection.close()


def batches(intentions: list[Intention], size: int) -> Iterator[list[Intention]]:
    """The rows in parts of a size, the last one what is left."""
    for first in range(0, len(intentions), size):
        yield intentions[first : first + size]


def append_in(journal: Journal, intentions: list[Intention], size: int) -> None:
    """Appends a transaction for every ``size`` rows."""
    for part in batches(intentions, size):
        journal.append(part)


def check(journal: Journal) -> None:
    """Every entry's bytes, commitment and place in the tree, heads and lists held against them."""
    assert journal.fsck(evidence=False).problems == ()


def run(given: Given) -> tuple[Table, ...]:
    """Every way once: what is appended twice is not appended."""
    count = given.size
    intentions = rows(count + FEW + MANY)
    few, many = intentions[count : count + FEW], intentions[count + FEW :]
    with TemporaryDirectory() as folder:
        home = Path(folder)

        def once(name: str, work: Callable[[], object], amount: int = count, *, ours: bool = True) -> Measurement:
            return timed(name, work, 1, ours=ours, amount=amount)

        least = once("plain SQLite table, one transaction", lambda: plain(home, intentions[:count]), ours=False)
        journal = Journal.open(home)
        ways = (
            least,
            once("append, one transaction", lambda: journal.append(intentions[:count])),
            once("the same again (idempotent)", lambda: journal.append(intentions[:count])),
            once("all heads", lambda: sum(1 for _ in journal.heads())),
        )
        singly = (
            once("hash chain, one transaction each", lambda: chained(home, few, 1), FEW, ours=False),
            once("append, one transaction each", lambda: append_in(journal, few, 1), FEW),
        )
        batched = (
            once("hash chain, batches of 1,000", lambda: chained(home, many, 1000), MANY, ours=False),
            once("append, batches of 1,000", lambda: append_in(journal, many, 1000), MANY),
        )
        whole = once("whole check (fsck)", lambda: check(journal), journal.size)
        journal.close()
        kept = (path for path in home.rglob("*") if path.is_file() and not path.name.startswith(("plain", "chain")))
        disk = sum(path.stat().st_size for path in kept)
    return (
        Table("Appending entries", "entries", least.name, (ways[0], replace(ways[1], disk=disk), *ways[2:])),
        Table("Appending entries one by one", "entries", singly[0].name, singly),
        Table("Appending entries in batches", "entries", batched[0].name, batched),
        Table("Checking everything", "entries", whole.name, (whole,)),
    )
