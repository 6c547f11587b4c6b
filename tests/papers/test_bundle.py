"""A bundle in an empty folder: every number is computed anew from its rows, and whatever was changed is named."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from taizhang.__main__ import app
from taizhang.journal import merkle
from taizhang.journal.checkpoint import Checkpoint, read_checkpoint
from taizhang.papers.bundle import PROGRAMS, bundle
from taizhang.papers.contents import erase
from taizhang.papers.editions import editions, settle
from taizhang.sealing.notes import LOG, WITNESS, PrivateKey
from taizhang.site.site import Site
from tests.papers.test_derived import DAY, YEAR
from tests.papers.test_editions import book

RATE = "{{figure:supervision_close_rate}}"
TEMPLATE = (
    '+++\ntitle = "督查情况"\n+++\n\n全年交办{{figure:supervision_opened|unit}}，办结率' + RATE + "%。\n\n"
    "年末在办{{figure:supervision_open_end}}件，同比{{figure:supervision_opened}}。\n"
)
LINE = re.compile(r"核验未通过：(.*)。")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str, str]:
    """A bundle of an office's edition, a checkpoint of long before it, and one of long after."""
    folder = tmp_path_factory.mktemp("office")
    home = folder / "site"
    Site.create(home, "青岚县人民政府办公室", "office").close()
    (home / "catalogue" / "templates" / "mini.md").write_text(TEMPLATE, encoding="utf-8")
    rows = [
        (
            f"D{n}",
            f"事项{n}",
            "批示件",
            "2026-03-02",
            "2026-03-20",
            "东桥镇",
            "" if n < 8 else "2026-03-18",
            "未办结" if n < 8 else "已办结",
        )
        for n in range(1, 32)
    ]
    with Site(home) as site:
        site.import_files([book(folder / "督查.xlsx", *rows[:20])], today=DAY, actor="甲", ledger="supervision")
        old = str(site.journal.checkpoint())
        site.import_files([book(folder / "督查2.xlsx", *rows)], today=DAY, actor="甲", ledger="supervision")
        settle(site, "mini", YEAR, "主任", actor="甲", on=DAY)
        content = bundle(site, editions(site)[0])
        now = site.journal.checkpoint()
        changed = [(*rows[0][:6], "2026-04-18", "已办结"), *rows[1:]]
        site.import_files([book(folder / "督查3.xlsx", *changed)], today=DAY, actor="甲", ledger="supervision")
        later = site.journal.checkpoint()
        leaves = [merkle.leaf(one.header) for one in site.journal.stored()]
        proof = merkle.consistency(leaves, now.size)
    extension = "extension\n" + "".join(f"{one.hex()}\n" for one in proof) + f"\n\n{later}"
    return content, old, extension


@pytest.fixture
def folder(made: tuple[bytes, str, str], tmp_path: Path) -> Path:
    """The bundle unpacked, with the checkpoints that came from elsewhere beside it."""
    zipfile.ZipFile(io.BytesIO(made[0])).extractall(tmp_path / "b")
    (tmp_path / "old.txt").write_text(made[1], encoding="utf-8")
    (tmp_path / "later.txt").write_text(made[2], encoding="utf-8")
    return tmp_path / "b"


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


@pytest.mark.parametrize("given", [("old.txt",), ("later.txt",), ("old.txt", "later.txt")])
def test_a_checkpoint_from_elsewhere_of_before_or_after_shows_that_it_is_authentic(
    folder: Path, given: tuple[str, ...]
) -> None:
    code, said = verified(folder, *given)
    assert code == 0, said
    assert f"真实性由{len(given)}份外来凭据证明" in said
    assert "31条记录与流水相符，没有遗漏" in said


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
        (flip("*.html"), "html”缺失，或与定稿时不同"),
        (flip("definitions.json"), "文件“definitions.json”缺失，或与定稿时不同"),
        (rewrite("headers.txt", '"c":"', '"c":"0'), "封面与封存点（条数或树根）不符"),
        (rewrite("checkpoint.txt", "\n", "x\n"), ""),
        (rewrite("entries.txt", "事项3", "事项8"), "条流水的正文与封面的承诺值不符"),
        (rewrite("rows.txt", "2026-03-18", "2026-03-19"), "与定稿时不同"),
        (rewrite("manifest.json", '"amount":"31"', '"amount":"30"'), "没有一条流水登记过这份清单"),
    ],
)
def test_whatever_was_changed_is_named(folder: Path, change: Callable[[Path], None], named: str) -> None:
    change(folder)
    code, said = verified(folder, "old.txt")
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


def forged(folder: Path) -> Path:
    """Whoever owns the database makes a bundle with another number in which everything agrees with everything.

    Open matters are closed in the entries themselves, all commitments, headers, rows, digests and roots made anew.
    """
    entries, changed = [], {}
    headers = (folder / "headers.txt").read_text("utf-8").splitlines()
    for line in (folder / "entries.txt").read_text("utf-8").splitlines():
        seq, salt, body = line.split("\t")
        said = json.loads(body)
        if said["ledger"] == "supervision" and not said["facts"].get("closed"):
            said["facts"]["closed"] = "2026-03-18"
        entries.append([int(seq), salt, said])
    rows = []
    for line in (folder / "rows.txt").read_text("utf-8").splitlines():
        row = json.loads(line.partition("\t")[2])
        row["facts"].setdefault("closed", "2026-03-18")
        text = canonical(row)
        rows.append(merkle.leaf(text.encode()).hex() + "\t" + text)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["rows_root"] = merkle.root_of([bytes.fromhex(line[:64]) for line in rows]).hex()
    for cell in manifest["cells"]:
        cell["amount"] = {"supervision_close_rate": "100.00", "supervision_open_end": "0"}.get(
            cell["figure"], cell["amount"]
        )
    changed = {"rows.txt": "".join(f"{line}\n" for line in rows)}
    then = manifest["entries"]

    def sealed() -> None:
        for seq, salt, said in entries:
            header = json.loads(headers[seq - 1])
            header["c"] = sha256(b"\2" + bytes.fromhex(salt) + canonical(said).encode()).hexdigest()
            headers[seq - 1] = canonical(header)

    def root(size: int) -> bytes:
        return merkle.root_of([merkle.leaf(one.encode()) for one in headers[:size]])

    sealed()
    manifest["root"] = root(then).hex()
    changed["manifest.json"] = canonical(manifest)
    entries[-1][2]["facts"]["digest"] = sha256(changed["manifest.json"].encode()).hexdigest()
    sealed()
    changed["headers.txt"] = "".join(f"{one}\n" for one in headers)
    changed["entries.txt"] = "".join(f"{seq}\t{salt}\t{canonical(said)}\n" for seq, salt, said in entries)
    origin = (folder / "checkpoint.txt").read_text("utf-8").split("\n")[0]
    changed["checkpoint.txt"] = str(Checkpoint(origin, len(headers), root(len(headers))))
    for name, text in changed.items():
        (folder / name).write_text(text, "utf-8")
    return folder


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
    body = (folder / "entries.txt").read_text("utf-8")
    (folder / "entries.txt").write_text(
        body.replace(sha256(text.encode()).hexdigest(), sha256(wrong.encode()).hexdigest()), "utf-8"
    )
    (folder / "manifest.json").write_text(wrong, "utf-8")
    resealed(folder)
    assert "按口径由记录重算为31，定稿为29" in verified(folder)[1]


def resealed(folder: Path) -> None:
    """The last entry's commitment, its header and the checkpoint made to fit."""
    headers = (folder / "headers.txt").read_text("utf-8").splitlines()
    seq, salt, body = (folder / "entries.txt").read_text("utf-8").splitlines()[-1].split("\t")
    header = json.loads(headers[int(seq) - 1])
    header["c"] = sha256(b"\2" + bytes.fromhex(salt) + body.encode()).hexdigest()
    headers[int(seq) - 1] = canonical(header)
    origin = (folder / "checkpoint.txt").read_text("utf-8").split("\n")[0]
    root = merkle.root_of([merkle.leaf(one.encode()) for one in headers])
    (folder / "headers.txt").write_text("".join(f"{one}\n" for one in headers), "utf-8")
    (folder / "checkpoint.txt").write_text(str(Checkpoint(origin, len(headers), root)), "utf-8")


def test_an_erased_matter_leaves_a_tombstone_and_every_other_proof_holds(folder: Path) -> None:
    first = (folder / "rows.txt").read_text("utf-8").split("\n")[0].partition("\t")[2]
    assert erase(folder, {json.loads(first)["matter"]}) == 1
    code, said = verified(folder, "old.txt")
    assert code == 0, said
    assert "个指标值的记录不在包内，没有重算" in said


def test_the_programs_are_short_enough_to_be_read() -> None:
    import taizhang.reports.bundle

    folder = Path(str(taizhang.reports.bundle.__file__)).parent
    for name in PROGRAMS:
        if name.endswith(".py"):
            assert (folder / name).read_text("utf-8").count("\n") <= 155, name


def test_the_command_verifies_a_zip_a_folder_and_refuses_what_is_neither(
    made: tuple[bytes, str, str], folder: Path, tmp_path: Path
) -> None:
    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["verify", *words])

    path = tmp_path / "b.zip"
    path.write_bytes(made[0])
    old = str(tmp_path / "old.txt")
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
    key, other = (PrivateKey.kept(tmp_path / name, "shang.gov/w", kind) for name in ("one", "other"))
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
