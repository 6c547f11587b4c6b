"""A small bundle written by hand, without the program that makes them: whoever tries a step breaks one thing of it."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from taizhang.journal.checkpoint import Checkpoint
from taizhang.journal.merkle import leaf, root_of
from tests.bundled import VERIFY

ORIGIN = "qinglan/journal"
NOTHING = ["is", None]
OPEN = ["of", "case", ["==", "closed", NOTHING], ["is", 1]]
CLOSED = ["size", ["of", "case", ["!=", "closed", NOTHING], ["is", 1]]]
ALL = ["size", ["of", "case", ["is", True], ["is", 1]]]
RATE = ["percent", ["/", ["*", CLOSED, ["number", ["is", "100"]]], ALL], ["is", "0.01"]]
CONTROL = '<w:tag w:val="{}"/><w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent>'
MARK = '<span class="n {}" x>{}</span>'


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entry(matter: str, step: int, state: str, act: str = "record", **more: Any) -> dict[str, Any]:
    """A body of the ledger ``case``, on a day of March that its step tells."""
    return {"matter": matter, "mseq": step, "state": state, "act": act, "on": f"2026-03-{step:02}", **more}


def bodies() -> list[tuple[str, dict[str, Any]]]:
    """Three matters: one closed after a return, one cancelled, one open; and an entry of another ledger between."""
    return [
        ("case", entry("a", 1, "open", number="D1", facts={"closed": "", "amount": 3})),
        ("case", entry("b", 1, "open", number="D2", facts={"closed": ""})),
        ("note", entry("n", 1, "open", facts={"text": "x"})),
        ("case", entry("a", 2, "done", "report")),
        ("case", entry("a", 3, "open", "return_work")),
        ("case", entry("a", 4, "done", "report", facts={"closed": "2026-03-04"})),
        ("case", entry("b", 2, "cancelled", "cancel")),
        ("case", entry("b", 3, "cancelled")),
        ("case", entry("c", 1, "open", number="D3", facts={})),
    ]


def rows() -> list[dict[str, Any]]:
    """The rows that the entries make."""
    told = [
        ("a", "D1", "done", None, "2026-03-04", "2026-03-04", [1, 4, 5, 6]),
        ("b", "D2", "cancelled", "2026-03-02", None, None, [2, 7, 8]),
        ("c", "D3", "open", None, None, None, [9]),
    ]
    names = ("matter", "number", "state", "discontinued", "completed")
    return [
        {"ledger": "case", **dict(zip(names, one, strict=False)), "facts": {"closed": one[5]}, "entries": one[6]}
        for one in told
    ]


@dataclass
class Handmade:
    """The parts of a bundle, each of which a test may change before it is written, everything agreeing with everything."""

    bodies: list[tuple[str, dict[str, Any]]] = field(default_factory=bodies)
    rows: list[dict[str, Any] | str] = field(default_factory=lambda: [*rows()])
    definitions: dict[str, Any] = field(
        default_factory=lambda: {
            "ledgers": {"case": []},
            "cells": {
                "open@2026": {"amount": ["size", OPEN], "words": ["is", []], "ledgers": ["case"]},
                "rate@2026": {"amount": RATE, "words": ["is", []], "ledgers": ["case"]},
            },
        }
    )
    manifest: dict[str, Any] = field(default_factory=dict)
    words: Sequence[tuple[str, str, str]] = (("open@2026", "number", "2件"), ("claim:rate@2026", "claim", "过三成"))
    registering: str = "edition"
    shut: frozenset[int] = frozenset()
    blind: frozenset[int] = frozenset()
    after: int = 1
    receiver: str = ""

    def write(self, folder: Path) -> Path:
        """The bundle in a folder, its checkpoint of then beside it as ``then.txt``."""
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(folder / "r.docx", "w") as archive:
            printed = [(tag, words) for tag, _, words in self.words]
            controls = (CONTROL.format(*one) for one in (*printed, ("code:X", "X"), ("quote:y", "引"), ("gap:z", "▢")))
            archive.writestr("word/document.xml", "".join(controls))
        marked = [(kind, words) for _, kind, words in self.words]
        marks = (MARK.format(*one) for one in (*marked, ("quote", "引"), ("gap", "▢")))
        (folder / "r.html").write_text("".join(marks), "utf-8")
        (folder / "definitions.json").write_text(canonical(self.definitions), "utf-8")
        headers = [self._header(seq, ledger, body) for seq, (ledger, body) in enumerate(self.bodies, 1)]
        lines = [one if isinstance(one, str) else self._row(one) for one in self.rows]
        (folder / "rows.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        names = ("r.docx", "r.html", "definitions.json")
        files = {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}
        manifest = {
            "format": "taizhang-edition/2",
            "name": "county",
            "title": "述职",
            "period": "2026",
            "revision": "r",
            "entries": len(headers),
            "root": root_of([leaf(one) for one in headers]).hex(),
            "files": files,
            "outputs": {name: files[name] for name in names[:2]},
            "rows_root": root_of([bytes.fromhex(line[:64]) for line in lines]).hex(),
            "ledgers": ["case"],
            "printed": [[tag, words] for tag, kind, words in self.words],
            "cells": [
                {"id": "open@2026", "title": "未办结", "amount": "2", "words": []},
                {"id": "rate@2026", "title": "办结率", "amount": "33.33", "words": []},
            ],
            **({"receiver": self.receiver} if self.receiver else {}),
            **self.manifest,
        }
        (folder / "manifest.json").write_text(canonical(manifest), "utf-8")
        digest = sha256((folder / "manifest.json").read_bytes()).hexdigest()
        own = (self.registering, entry("e", 1, "open", facts={self.receiver or "digest": digest}))
        told = [*self.bodies, *([("case", entry("d", 1, "open"))] * (self.after - 1)), own]
        headers = [self._header(seq, *one) for seq, one in enumerate(told, 1)]
        (folder / "entries.txt").write_bytes(
            b"".join(self._line(seq, headers[seq - 1], body) for seq, (_, body) in enumerate(told, 1))
        )
        point = Checkpoint(ORIGIN, len(headers), root_of([leaf(one) for one in headers]))
        for path in (folder / "checkpoint.txt", folder.parent / "then.txt"):
            path.write_text(str(point), "utf-8")
        return folder

    def _header(self, seq: int, ledger: str, body: dict[str, Any]) -> bytes:
        digest = sha256(b"\2" + bytes([seq] * 32) + canonical(body).encode()).hexdigest()
        return canonical({"c": digest, "ledger": ledger, "seq": seq, "v": 1}).encode()

    def _line(self, seq: int, header: bytes, body: dict[str, Any]) -> bytes:
        if seq in self.blind:
            return leaf(header).hex().encode() + b"\n"
        opened = (
            b"" if seq in self.shut else b"\t" + bytes([seq] * 32).hex().encode() + b"\t" + canonical(body).encode()
        )
        return header + opened + b"\n"

    def _row(self, row: dict[str, Any]) -> str:
        text = canonical(row)
        return f"{leaf(text.encode()).hex()}\t{text}"


def run(folder: Path, *given: str) -> tuple[int, str]:
    """Exit code and words of ``verify.py``, in this process."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code: int = VERIFY.main(folder, *given)
    return code, said.getvalue()
