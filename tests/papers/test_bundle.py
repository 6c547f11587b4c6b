"""A bundle in an empty folder: every number is computed anew from its rows, and whatever was changed is named."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from taizhang.__main__ import app
from taizhang.journal import merkle
from taizhang.journal.checkpoint import Checkpoint, read_checkpoint
from taizhang.papers.contents import erase
from taizhang.papers.editions import editions, frozen, printed_code
from taizhang.sealing.notes import LOG, WITNESS, PrivateKey
from taizhang.site.site import Site
from tests.papers.conftest import CANCELLED

LINE = re.compile(r"核验未通过：(.*)。")


def verified(folder: Path, *given: str) -> tuple[int, str]:
    """Exit code and words of the verifier, run by a Python without any package."""
    files = [str(folder.parent / name) for name in given]
    command = [sys.executable, "-S", "-E", str(folder / "verify.py"), str(folder), *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def test_a_bundle_alone_is_consistent_and_that_is_not_enough(folder: Path) -> None:
    code, said = verified(folder)
    assert code == 1
    assert "个指标值由记录按口径重算一致" in said
    assert "真实性未经证明" in said


@pytest.mark.parametrize("given", [("then.txt",), ("later.txt",), ("old.txt", "then.txt", "later.txt")])
def test_a_checkpoint_from_elsewhere_of_then_or_later_shows_that_it_is_authentic(
    folder: Path, given: tuple[str, ...]
) -> None:
    code, said = verified(folder, *given)
    assert code == 0, said
    assert f"真实性由{sum(one != 'old.txt' for one in given)}份外来凭据证明" in said
    assert "31条记录没有增减遗漏，其中31条已由流水推得" in said


def test_a_checkpoint_of_before_the_edition_says_how_far_it_reaches_and_is_not_enough(folder: Path) -> None:
    """Whoever rewrote everything after it would pass it as well."""
    code, said = verified(folder, "old.txt")
    assert code == 1
    assert "另有1份早于定稿，只证明它以前的流水没有改写" in said


def test_a_later_checkpoint_without_its_proof_or_with_another_one_shows_nothing(folder: Path) -> None:
    path = folder.parent / "later.txt"
    proof, _, point = path.read_text("utf-8").rpartition("\n\n\n")
    path.write_text(point, "utf-8")
    assert "没有延续到它的证明" in verified(folder, "later.txt")[1]
    at = proof.index(" ") + 1
    path.write_text(f"{proof[:at]}{'0' if proof[at] != '0' else '1'}{proof[at + 1 :]}\n\n\n{point}", "utf-8")
    assert verified(folder, "later.txt")[0] == 1


def rewrite(name: str, before: str, after: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert before in text, name
        (folder / name).write_text(text.replace(before, after, 1), "utf-8")

    return change


def flip(pattern: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (path,) = folder.glob(pattern)
        whole = path.read_bytes()
        at = len(whole) // 2
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])

    return change


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (flip("*.docx"), "docx”缺失，或与定稿时不同"),
        (flip("mini*.html"), "html”缺失，或与定稿时不同"),
        (flip("definitions.json"), "文件“definitions.json”缺失，或与定稿时不同"),
        (rewrite("entries.txt", '"c":"', '"c":"0'), "封面与封存点（条数或树根）不符"),
        (rewrite("entries.txt", '"ledger":"', '"ledger":"a'), "封面与封存点（条数或树根）不符"),
        (rewrite("checkpoint.txt", "\n", "x\n"), "“then.txt”属于另一份流水"),
        (rewrite("checkpoint.txt", "=\n", "\n"), "checkpoint.txt的写法不对"),
        (rewrite("entries.txt", "事项3", "事项8"), "条流水的正文与封面的承诺值不符"),
        (rewrite("rows.txt", "2026-03-18", "2026-03-19"), "与定稿时不同"),
        (rewrite("manifest.json", '"amount":"31"', '"amount":"30"'), "没有一条流水登记过这份清单"),
    ],
)
def test_whatever_was_changed_is_named(folder: Path, change: Callable[[Path], None], named: str) -> None:
    change(folder)
    code, said = verified(folder, "then.txt")
    assert code == 1
    assert named in said, said
    assert LINE.search(said)


def test_a_row_changed_together_with_its_digest_is_named_and_so_is_one_left_out(folder: Path) -> None:
    path = folder / "rows.txt"
    lines = path.read_text("utf-8").splitlines()
    text = lines[3].partition("\t")[2].replace("2026-03-18", "")
    lines[3] = sha256(b"\0" + text.encode()).hexdigest() + "\t" + text
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    assert verified(folder)[0] == 1
    path.write_text("".join(f"{line}\n" for line in lines[:3] + lines[4:]), "utf-8")
    assert "记录有增减" in verified(folder)[1]


def test_a_day_of_ending_that_no_entry_tells_is_named(folder: Path) -> None:
    """A cancelled matter is no longer open: its day is told by its entries, whatever the row says."""
    row = next(one for one in (folder / "rows.txt").read_text("utf-8").splitlines() if '"state":"cancelled"' in one)
    day = json.loads(row.partition("\t")[2])["discontinued"]
    assert day == CANCELLED.isoformat()
    forged(folder, lambda row: row.update(discontinued=None))
    code, said = verified(folder)
    assert (code, "“D2”与它的流水不符：终止日期" in said) == (1, True), said


def forged(folder: Path, spoil: Callable[[dict[str, object]], None] = lambda row: None) -> Path:
    """Whoever owns the database makes a bundle with another number in which everything agrees with everything.

    Open matters are closed in the entries themselves, all commitments, headers, rows, digests and roots made anew.
    """
    entries = [Line(one) for one in (folder / "entries.txt").read_text("utf-8").splitlines()]
    for one in entries:
        facts = one.body.get("facts")
        if one.ledger == "supervision" and facts and not facts.get("closed"):
            facts["closed"] = "2026-03-18"
    rows = []
    for line in (folder / "rows.txt").read_text("utf-8").splitlines():
        row = json.loads(line.partition("\t")[2])
        row["facts"]["closed"] = row["facts"]["closed"] or "2026-03-18"
        spoil(row)
        text = canonical(row)
        rows.append(merkle.leaf(text.encode()).hex() + "\t" + text)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["rows_root"] = merkle.root_of([bytes.fromhex(line[:64]) for line in rows]).hex()
    for cell in manifest["cells"]:
        cell["amount"] = {"supervision_close_rate": "100.00", "supervision_open_end": "0"}.get(
            cell["figure"], cell["amount"]
        )
    leaves = [merkle.leaf(one.header.encode()) for one in entries]
    manifest["root"] = merkle.root_of(leaves[: manifest["entries"]]).hex()
    entries[-1].body["facts"]["digest"] = sha256(canonical(manifest).encode()).hexdigest()
    (folder / "rows.txt").write_text("".join(f"{line}\n" for line in rows), "utf-8")
    (folder / "manifest.json").write_text(canonical(manifest), "utf-8")
    put(folder, entries)
    return folder


class Line:
    """A line of ``entries.txt``, that a forger may write as he likes."""

    def __init__(self, text: str) -> None:
        self._header, *opened = text.split("\t")
        self.salt, body = opened or ("", "{}")
        self.body = json.loads(body)
        self.ledger = json.loads(self._header)["ledger"]

    @property
    def header(self) -> str:
        if not self.salt:
            return self._header
        digest = sha256(b"\2" + bytes.fromhex(self.salt) + canonical(self.body).encode()).hexdigest()
        return canonical({**json.loads(self._header), "c": digest})

    def __str__(self) -> str:
        return "\t".join((self.header, *([self.salt, canonical(self.body)] if self.salt else ()))) + "\n"


def put(folder: Path, entries: Sequence[Line]) -> None:
    """Entries with their commitments, and a checkpoint over them."""
    origin = (folder / "checkpoint.txt").read_text("utf-8").split("\n")[0]
    root = merkle.root_of([merkle.leaf(one.header.encode()) for one in entries])
    (folder / "entries.txt").write_text("".join(map(str, entries)), "utf-8")
    (folder / "checkpoint.txt").write_text(str(Checkpoint(origin, len(entries), root)), "utf-8")


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_a_consistent_forgery_by_the_owner_of_the_database_is_caught_by_one_old_checkpoint(folder: Path) -> None:
    forged(folder)
    code, said = verified(folder)
    assert (code, "真实性未经证明" in said) == (1, True), said
    code, said = verified(folder, "old.txt")
    assert code == 1
    assert "流水被改写过" in said


def test_a_wrong_number_by_the_right_rows_is_recomputed_and_named(folder: Path) -> None:
    forged(folder)
    text = (folder / "manifest.json").read_text("utf-8")
    wrong = text.replace('"amount":"31"', '"amount":"29"', 1)
    assert wrong != text
    (folder / "manifest.json").write_text(wrong, "utf-8")
    entries = [Line(one) for one in (folder / "entries.txt").read_text("utf-8").splitlines()]
    entries[-1].body["facts"]["digest"] = sha256(wrong.encode()).hexdigest()
    put(folder, entries)
    assert "按口径由记录重算为31，定稿为29" in verified(folder)[1]


def test_an_erased_matter_leaves_a_tombstone_and_every_other_proof_holds(folder: Path) -> None:
    first = (folder / "rows.txt").read_text("utf-8").split("\n")[0].partition("\t")[2]
    assert erase(folder, {json.loads(first)["matter"]}) == 1
    code, said = verified(folder, "then.txt")
    assert code == 0, said
    assert "个的记录或口径不在包内，没有重算" in said


def test_the_command_verifies_a_zip_a_folder_and_refuses_what_is_neither(
    made: tuple[bytes, str, str, str], folder: Path, tmp_path: Path
) -> None:
    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["verify", *words])

    path = tmp_path / "b.zip"
    path.write_bytes(made[0])
    old = str(tmp_path / "then.txt")
    assert (run(str(path)).exit_code, run(str(folder)).exit_code) == (1, 1)
    assert (run(str(path), old).exit_code, run(str(folder), old).exit_code) == (0, 0)
    assert run("0" * 15).exit_code == 1
    (folder / "verify.py").write_text("raise SystemExit(0)", "utf-8")
    assert run(str(folder)).exit_code == 1, "the bundle's own program is not believed"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../out.txt", "x")
    assert "CMD-041" in run(str(path), old).output
    path.write_bytes(b"no zip")
    assert "CMD-041" in run(str(path)).output


@pytest.mark.parametrize("kind", [LOG, WITNESS])
def test_a_key_given_from_elsewhere_shows_who_signed(folder: Path, tmp_path: Path, kind: int) -> None:
    path = folder / "checkpoint.txt"
    point = read_checkpoint(path.read_text("utf-8"))
    key, other = (PrivateKey.load_or_make(tmp_path / name, "shang.gov/w", kind) for name in ("one", "other"))
    path.write_text(str(key.sign(point, 1_790_000_000)), "utf-8")
    (tmp_path / "key.txt").write_text(str(key.public), "utf-8")
    (tmp_path / "other.txt").write_text(str(other.public), "utf-8")
    assert verified(folder, "key.txt")[0] == 0, verified(folder, "key.txt")
    code, said = verified(folder, "other.txt")
    assert (code, "没有“other.txt”这把公钥的有效签名" in said) == (1, True)
    text = path.read_text("utf-8")
    at = len(text) - 20
    path.write_text(text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :], "utf-8")
    assert verified(folder, "key.txt")[0] == 1


def test_the_code_on_the_paper_leads_to_its_bundle_and_vouches_for_it(
    folder: Path, made: tuple[bytes, str, str, str], home: Path
) -> None:
    with Site(home) as site:
        (edition,) = editions(site)
        code = printed_code(frozen(edition))
    (docx,) = folder.glob("*.docx")
    words = zipfile.ZipFile(docx).read("word/document.xml").decode()
    assert f">{code}<" in words
    assert "word/media/image1.png" in zipfile.ZipFile(docx).namelist()
    assert f"核验码：{code}" in next(folder.glob("mini*.html")).read_text("utf-8")
    (folder.parent / "code.txt").write_text(code.lower().replace("-", " "), "utf-8")
    assert verified(folder, "code.txt")[0] == 0
    run = CliRunner().invoke(app, ["verify", code, "--home", str(home)])
    assert run.exit_code == 0, run.output
    slip = CliRunner().invoke(app, ["verify", code[:-1] + ("0" if code[-1] != "0" else "1"), "--home", str(home)])
    assert (slip.exit_code, "RPT-074" in slip.output) == (1, True), slip.output
    forged(folder)
    wrong, said = verified(folder, "code.txt")
    assert (wrong, "不是这份定稿的" in said) == (1, True), said
