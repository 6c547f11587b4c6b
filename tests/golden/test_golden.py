"""Every site an earlier version left opens, is brought up to date, checks out, tells its figures, and its editions verify."""

from __future__ import annotations

import io
import subprocess
import sys
import tomllib
import zipfile
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import apsw
import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.figures.value import Ask
from taizhang.journal.body import VERSION
from taizhang.journal.open_store import FILE
from taizhang.journal.sqlite import SCHEMA_VERSION
from taizhang.papers.bundle import bundle
from taizhang.papers.editions import Edition, differences, editions, frozen, settle
from taizhang.papers.restated import restate
from taizhang.site.site import Site
from taizhang.terms.scope import Scope
from tests.bundled import FOLDER
from tests.golden.make import DAY
from tests.papers.test_editions import YEAR

HERE = Path(__file__).parent
SITES: dict[str, dict[str, object]] = tomllib.loads((HERE / "sites.toml").read_text("utf-8"))
FIGURES = {"supervision_opened": "8", "supervision_closed_flow": "4", "supervision_close_rate": "50"}
TOLD = {"supervision_opened": "7", "supervision_closed_flow": "4"}


@pytest.fixture(params=SITES)
def name(request: pytest.FixtureRequest) -> str:
    """The name of a kept site."""
    return str(request.param)


@pytest.fixture
def home(name: str, tmp_path: Path) -> Path:
    """A kept site in a folder of its own."""
    return unpacked(name, tmp_path / "site")


def unpacked(name: str, home: Path) -> Path:
    """The site as it lay on its own machine: nobody else may open it."""
    zipfile.ZipFile(HERE / "sites" / f"{name}.zip").extractall(home)
    for path in (home, *home.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return home


def shape_now(edition: Edition) -> str:
    """What this version's editions hold, as ``sites.toml`` says it."""
    told = frozen(edition)
    return told.format + (" with forms" if edition.outside else " with rows" if told.rows_root else "")


@pytest.mark.parametrize(
    "words", [("fsck",), ("figures", "supervision_opened", "-p", "2026"), ("matters", "list", "supervision")]
)
def test_every_command_may_be_the_first_after_the_upgrade(home: Path, words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, [*words, "--home", str(home)])
    assert done.exit_code == 0, done.output


def test_it_opens_checks_out_and_tells_its_figures_after_two_openings(home: Path) -> None:
    for _ in range(2):
        with Site(home) as site:
            site.hold()
            assert site.journal.fsck().problems == ()
            answers = site.compute([Ask(one, YEAR, "", "", Scope()) for one in FIGURES])
            told = {one: answers.value(Ask(one, YEAR, "", "", Scope())) for one in FIGURES}
            assert {one: value.amount for one, value in told.items()} == {k: Decimal(v) for k, v in FIGURES.items()}
    done = CliRunner().invoke(app, ["fsck", "--home", str(home)])
    assert done.exit_code == 0, done.output


def test_its_entries_are_byte_for_byte_what_they_were(home: Path) -> None:
    """Bringing a site up to date touches derived tables alone."""

    def entries() -> str:
        rows = apsw.Connection(str(home / FILE), flags=apsw.SQLITE_OPEN_READONLY)
        told = repr([*rows.execute("SELECT seq, header, body, salt FROM entry ORDER BY seq")])
        rows.close()
        return sha256(told.encode()).hexdigest()

    before = entries()
    with Site(home) as site:
        root = site.journal.checkpoint().root
        site.hold()
        assert site.journal.fsck().problems == ()
    assert entries() == before
    with Site(home) as site:
        assert site.journal.checkpoint().root == root


def test_its_edition_is_what_it_was_and_its_bundle_verifies(name: str, home: Path, tmp_path: Path) -> None:
    with Site(home) as site:
        found = editions(site)
        assert len(found) == bool(SITES[name]["edition"])
        for edition in found:
            assert shape_now(edition) == SITES[name]["edition"]
            amounts = {one.figure: one.amount for one in frozen(edition).cells}
            assert {one: amounts[one] for one in TOLD} == TOLD
            changed = {one.place.key: one.message for one in differences(site, edition)}
            assert any("登记督查事项" in says or "7" in says for says in changed.values()), changed
            assert restate(site, edition)
            folder = tmp_path / "bundle"
            zipfile.ZipFile(io.BytesIO(bundle(site, edition))).extractall(folder)
            (tmp_path / "then.txt").write_text(str(site.journal.checkpoint()), "utf-8")
            program = "verify.py" if (folder / "verify.py").is_file() else "verify_edition.py"
            run = [sys.executable, "-S", "-E", str(folder / program), str(folder)]
            given = [str(tmp_path / "then.txt")] if program == "verify.py" else []
            now = [*run[:3], str(FOLDER / "verify.py"), *run[4:]] if given else run
            for command in (run, now):  # the program frozen with it, and that of today
                done = subprocess.run([*command, *given], capture_output=True, text=True, encoding="utf-8", check=False)
                assert done.returncode == 0, done.stdout + done.stderr


def test_it_takes_a_further_edition_in_the_form_of_now(home: Path) -> None:
    with Site(home) as site:
        made = settle(site, "mini", YEAR, "主任", actor="甲", on=DAY) if _has_template(home) else None
        assert made is None or set(made.outside) == {"superior", "public"}
        assert site.journal.fsck().problems == ()


def _has_template(home: Path) -> bool:
    return (home / "catalogue" / "templates" / "mini.md").is_file()


def test_every_shape_this_version_writes_is_kept(tmp_path: Path) -> None:
    """Fails when the tables, the entries or the editions take another form and no site of that form is kept yet."""
    with Site(unpacked("tables-10-forms", tmp_path / "site")) as site:
        now = shape_now(settle(site, "mini", YEAR, "主任", actor="甲", on=DAY))
    kept = [(one["tables"], one["entries"], one["edition"]) for one in SITES.values()]
    assert (SCHEMA_VERSION, VERSION, now) in kept, "make a golden site of this version: tests/golden/make.py"
    assert {one["tables"] for one in SITES.values()} == set(range(1, SCHEMA_VERSION + 1))


def test_every_kept_file_is_named_and_is_of_the_shape_it_is_named_for() -> None:
    files = {path.stem for path in (HERE / "sites").glob("*.zip")}
    assert files == set(SITES)
    for name, said in SITES.items():
        content = zipfile.ZipFile(HERE / "sites" / f"{name}.zip").read(FILE)
        assert int.from_bytes(content[60:64], "big") == said["tables"], "the user version in a SQLite file's header"
