"""Bundles with one byte, digit, definition, proof or signature changed, and the two verifiers run over each."""

from __future__ import annotations

import contextlib
import io
import json
import random
import re
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from taizhang.journal import merkle
from taizhang.journal.body import commitment
from taizhang.journal.checkpoint import Checkpoint, read_checkpoint
from taizhang.papers.bundle import bundle
from taizhang.papers.editions import Edition
from taizhang.sealing.notes import LOG, PrivateKey
from taizhang.sealing.seal import extension
from taizhang.site.site import Site
from tests.bundled import VERIFY

SMALL = 2048
"""Bytes up to which every byte of a file is changed, not only those at drawn places; of a program a digest is held as one."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A bundle's files, and what came from elsewhere: a checkpoint of then, an extension, the signer's public key."""

    files: Mapping[str, bytes]
    given: Mapping[str, bytes]

    @classmethod
    def of(cls, site: Site, edition: Edition, key: Path, receiver: str = "inside") -> Sample:
        """The edition's bundle, its checkpoint signed by the key kept at a path."""
        with zipfile.ZipFile(io.BytesIO(bundle(site, edition, receiver))) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        signer = PrivateKey.load_or_make(key, "qinglan/journal", LOG)
        point = signer.sign(read_checkpoint(files["checkpoint.txt"].decode()))
        files["checkpoint.txt"] = str(point).encode()
        given = {
            "key.txt": str(signer.public).encode(),
            "later.txt": extension(site.journal, point.size).encode(),
        }
        return cls(files, given)


@dataclass(frozen=True, slots=True)
class Change:
    """A file of a bundle, or of what was given, with other bytes at one place."""

    file: str
    place: int
    before: int
    after: int
    against: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}[{self.place}]: {self.before:02x} → {self.after:02x}"

    def on(self, sample: Sample) -> Sample:
        """The sample with it."""
        whole = sample.files if self.file in sample.files else sample.given
        data = bytearray(whole[self.file])
        data[self.place] = self.after
        changed = {**whole, self.file: bytes(data)}
        files, given = (changed, sample.given) if whole is sample.files else (sample.files, changed)
        return Sample(files, {name: given[name] for name in self.given})

    @property
    def given(self) -> tuple[str, ...]:
        """The evidence that such a change is held against: signatures, slow in plain Python, where they are what changed."""
        if self.against:
            return self.against
        return ("key.txt",) if self.file in ("key.txt", "checkpoint.txt") else ("later.txt",)


def flips(sample: Sample, places: int, seed: int) -> Iterator[Change]:
    """One changed byte each: at ``places`` drawn places of every file, at every place of the small ones.

    A byte becomes its neighbour by one bit, its other case, a carriage return for a line feed, or any other byte.
    """
    draw = random.Random(seed)
    for name, data in {**sample.files, **sample.given}.items():
        small = len(data) <= SMALL and not name.endswith(".py")
        every = range(len(data)) if small else sorted(draw.sample(range(len(data)), places))
        for place in every:
            before = data[place]
            after = 13 if before == 10 and draw.random() < 0.5 else before ^ draw.choice((1, 2, 4, 8, 16, 32, 64, 128))
            yield Change(name, place, before, after)


def digits(sample: Sample) -> Iterator[tuple[str, Sample]]:
    """One digit of one row, one definition, one row less and more, one step of the proof, one signature: each by its meaning."""
    yield "row", _rewritten(sample, "rows.txt", _digit_after(sample.files["rows.txt"], b'"facts":'))
    yield (
        "definition",
        _rewritten(sample, "definitions.json", _digit_after(sample.files["definitions.json"], b'"ledgers":')),
    )
    first, *rest = sample.files["rows.txt"].splitlines(keepends=True)
    yield "removed", _rewritten(sample, "rows.txt", b"".join(rest))
    yield "added", _rewritten(sample, "rows.txt", b"".join((first, first, *rest)))
    proof = sample.given["later.txt"]
    yield "proof", _rewritten(sample, "later.txt", _digit_after(proof, b"\n\n\n", back=70))
    point = read_checkpoint(sample.files["checkpoint.txt"].decode())
    ((_, said),) = point.signatures
    wrong = said[:30] + ("A" if said[30] != "A" else "B") + said[31:]
    yield (
        "signature",
        _rewritten(sample, "checkpoint.txt", sample.files["checkpoint.txt"].replace(said.encode(), wrong.encode())),
    )


def _rewritten(sample: Sample, name: str, content: bytes) -> Sample:
    if name in sample.files:
        return Sample({**sample.files, name: content}, sample.given)
    return Sample(sample.files, {**sample.given, name: content})


def forged(sample: Sample, folder: Path) -> Sample:
    """What whoever owns the database makes: a day of a matter moved by years, and everything made to agree with it anew.

    Entry, commitment, header, row, every number by its definition, manifest, registration and checkpoint; beside it the
    checkpoint of then, that somebody kept.
    """
    lines = [one.split(b"\t", 2) for one in sample.files["entries.txt"].split(b"\n")[:-1]]
    rows = [json.loads(one.partition(b"\t")[2]) for one in sample.files["rows.txt"].split(b"\n")[:-1]]
    row, seq, name = next(_movable(rows, lines))
    body = json.loads(lines[seq - 1][2])
    body["facts"][name] = row["facts"][name] = f"{int(body['facts'][name][:4]) - 3}{body['facts'][name][4:]}"
    _commit(lines, seq, body)
    texts = [_canonical(one) for one in rows]
    manifest = json.loads(sample.files["manifest.json"])
    leaves = [merkle.leaf(one.encode()) for one in texts]
    manifest["rows_root"] = merkle.root_of(leaves).hex()
    manifest["root"] = merkle.root_of([merkle.leaf(one[0]) for one in lines[: manifest["entries"]]]).hex()
    rows_file = "".join(f"{leaf.hex()}\t{text}\n" for leaf, text in zip(leaves, texts, strict=True)).encode()
    files = {**sample.files, "rows.txt": rows_file}
    said = Script(folder, Sample(files, {}))
    while True:  # as a forger would: the verifier tells him which number is next
        files = {**files, **_registered(manifest, lines, sample)}
        told = said(Sample(files, {}))[1]
        wrong = re.search(r"（([^（]*)）按口径由记录重算为(.*)，定稿为", told)
        if not wrong:
            break
        cell = next(one for one in manifest["cells"] if one["id"] == wrong[1])
        cell.update({"words": wrong[2].split("、")} if cell["words"] else {"amount": wrong[2].replace("None", "")})
    assert "真实性未经证明" in told, told
    return Sample(files, {"then.txt": sample.files["checkpoint.txt"]})


def _movable(rows: Sequence[dict[str, Any]], lines: Sequence[list[bytes]]) -> Iterator[tuple[dict[str, Any], int, str]]:
    """Rows whose whole history is open, with the entry and the name of the opening day that it tells."""
    for row in rows:
        for seq in reversed(row["entries"]):
            facts = json.loads(lines[seq - 1][2]).get("facts", {}) if len(lines[seq - 1]) > 1 else {}
            days = (name for name, one in row["facts"].items() if isinstance(one, str) and facts.get(name) == one)
            yield from ((row, seq, name) for name in days if re.fullmatch(r"2026-\d\d-\d\d", facts[name]))


def _commit(lines: list[list[bytes]], seq: int, body: object) -> None:
    header, salt = json.loads(lines[seq - 1][0]), lines[seq - 1][1]
    text = _canonical(body).encode()
    header["c"] = commitment(bytes.fromhex(salt.decode()), text)
    lines[seq - 1] = [_canonical(header).encode(), salt, text]


def _registered(manifest: dict[str, Any], lines: list[list[bytes]], sample: Sample) -> dict[str, bytes]:
    """The manifest, the entries whose last registers it, and a checkpoint over them."""
    content, last = _canonical(manifest).encode(), json.loads(lines[-1][2])
    last["facts"]["digest"] = sha256(content).hexdigest()
    _commit(lines, len(lines), last)
    origin = read_checkpoint(sample.files["checkpoint.txt"].decode()).origin
    point = Checkpoint(origin, len(lines), merkle.root_of([merkle.leaf(one[0]) for one in lines]))
    entries = b"".join(b"\t".join(one) + b"\n" for one in lines)
    return {"manifest.json": content, "entries.txt": entries, "checkpoint.txt": str(point).encode()}


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digit_after(data: bytes, mark: bytes, back: int = 0) -> bytes:
    """The data with the first digit after a mark changed; ``back``: bytes before it to begin at."""
    at = max(0, data.index(mark) - back)
    place = next(one for one in range(at, len(data)) if chr(data[one]) in "0123456789")
    return data[:place] + (b"7" if data[place : place + 1] != b"7" else b"3") + data[place + 1 :]


class Script:
    """``verify.py`` in this process, over a folder whose files are changed and put back one at a time."""

    def __init__(self, folder: Path, sample: Sample) -> None:
        self.folder, self._known = folder, Sample({}, {})
        self._put(sample)

    def __call__(self, sample: Sample) -> tuple[bool, str]:
        """Whether it says good, and all it says."""
        self._put(sample)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            run: Callable[..., int] = VERIFY.main
            code = run(self.folder / "b", *(str(self.folder / name) for name in sample.given))
        return code == 0, said.getvalue()

    def _put(self, sample: Sample) -> None:
        for folder, wanted, known in (
            (self.folder / "b", sample.files, self._known.files),
            (self.folder, sample.given, self._known.given),
        ):
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in wanted.items():
                if known.get(name) is not content:
                    (folder / name).write_bytes(content)
        self._known = sample


_RUN = """async ([files, given, changes]) => {
    const bytes = (coded) => Uint8Array.from(atob(coded), (one) => one.charCodeAt(0)), unread = [], found = [];
    const run = async (files, given) => {
        try {
            const texts = Object.entries(given).map(([name, one]) => [`“${name}”`, text(one)]);
            const bundle = new Bundle(new Map(Object.entries(files).map(([name, one]) => [name, () => one])), texts);
            for (const [, step] of STEPS) await bundle[step]();
            return "";
        } catch (wrong) { return wrong.message || String(wrong); }
    };
    const [whole, known] = [files, given].map((one) => Object.fromEntries(Object.entries(one).map(([name, said]) => [name, bytes(said)])));
    for (const [name, place, after, evidence] of changes) {
        const others = Object.fromEntries(evidence.map((one) => [one, known[one]]));
        const kept = whole[name] || others[name], changed = Uint8Array.from(kept);
        if (place >= 0) changed[place] = after;
        found.push(await run(name in whole ? { ...whole, [name]: changed } : whole, name in others ? { ...others, [name]: changed } : others));
    }
    return found;
}"""


def in_browser(page: Page, sample: Sample, changes: Sequence[Change]) -> list[str]:
    """What ``verify.html`` says is wrong with each change; '' where it finds nothing."""
    coded = [{name: b64encode(one).decode() for name, one in each.items()} for each in (sample.files, sample.given)]
    found: list[str] = page.evaluate(
        _RUN, [*coded, [[one.file, one.place, one.after, list(one.given)] for one in changes]]
    )
    return found


def as_it_is(signed: bool = False) -> Change:
    """The change that changes nothing, held against the extension, or against the key."""
    return Change("checkpoint.txt" if signed else "manifest.json", -1, 0, 0)


def amounts(sample: Sample) -> int:
    """How many numbers of the bundle's manifest are told exactly."""
    return sum(bool(one["amount"]) for one in json.loads(sample.files["manifest.json"])["cells"])
