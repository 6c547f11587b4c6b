"""Killed, filled up, torn apart and run twice: the register keeps every document, the index comes back."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from taizhang.library.fields import FORM
from taizhang.library.library import Library
from taizhang.library.register import Register
from taizhang.terms.problem import Refused
from tests.library.shelving import ALL, opened, put
from tests.library.times import NOW, TODAY

PAPERS = [
    (f"{number:02}.txt", f"关于第{number}号隐患整改的通知\n整改措施第{number}条已经落实。") for number in range(30)
]


def count(library: Library, query: str = "整改") -> int:
    return library.search(query, allowed=ALL, today=TODAY).count


def run(code: str, *arguments: str, wait: bool = True) -> subprocess.Popen[str]:
    """A process of its own that runs the code."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    if wait:
        process.communicate()
    return process


_KILLED = """
import os, signal, sys
from datetime import datetime, UTC
from taizhang.library import index, register
from taizhang.library.fields import FORM
from taizhang.library.library import Library
step, library, papers = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if step == "before the stamp":
    index.Index._put = die
elif step == "while indexing":
    real = index.fields_of
    calls = []
    def fields(*given):
        calls.append(1)
        return die() if len(calls) == 17 else real(*given)
    index.fields_of = fields
elif step == "before the commit of the register":
    register.Register.add = die
with Library(library) as opened:
    opened.admit([papers], at=datetime(2026, 11, 24, tzinfo=UTC), level="public")
"""


@pytest.mark.parametrize("step", ["before the stamp", "while indexing", "before the commit of the register"])
def test_a_kill_loses_nothing_and_leaves_nothing_twice(tmp_path: Path, step: str) -> None:
    earlier = 3
    with opened(tmp_path, *[(f"e{number}.txt", f"关于早先{number}的整改通知\n正文。") for number in range(earlier)]):
        pass
    papers = tmp_path / "papers"
    papers.mkdir()
    for name, text in PAPERS:
        (papers / name).write_text(text, "utf-8")
    killed = run(_KILLED, step, str(tmp_path / "library"), str(papers))
    assert killed.returncode == -signal.SIGKILL
    with Library(tmp_path / "library") as library:
        kept = len(library.documents(allowed=ALL))
        assert kept == earlier + (0 if step.startswith("before the commit") else len(PAPERS))
        library.sync()
        assert count(library) == kept
        library.admit([papers], at=NOW, level="public")
        assert count(library) == earlier + len(PAPERS)
        assert library.fsck().problems == ()


@pytest.mark.parametrize(
    "harm",
    [
        "stamp gone",
        "stamp torn",
        "segments gone",
        "one segment gone",
        "other form",
        "other library",
        "file for a folder",
    ],
)
def test_an_index_that_cannot_be_used_is_built_anew(tmp_path: Path, harm: str) -> None:
    with opened(tmp_path, *PAPERS) as library:
        folder = library.folder / "index"
    stamp = folder / "current.json"
    said = json.loads(stamp.read_text("utf-8"))
    if harm == "stamp gone":
        stamp.unlink()
    elif harm == "stamp torn":
        stamp.write_text('{"folder": "0000', "utf-8")
    elif harm == "segments gone":
        for path in (folder / said["folder"]).iterdir():
            path.unlink()
    elif harm == "one segment gone":
        next((folder / said["folder"]).glob("*.term")).unlink()
    elif harm == "file for a folder":
        shutil.rmtree(folder / said["folder"])
        (folder / said["folder"]).write_text("", "utf-8")
    else:
        said |= {"form": 0} if harm == "other form" else {"library": "x"}
        stamp.write_text(json.dumps(said), "utf-8")
    with Library(tmp_path / "library") as library:
        assert count(library) == len(PAPERS)
        assert library.fsck().problems == ()


def test_a_backup_put_back_makes_the_newer_index_give_way(tmp_path: Path) -> None:
    with opened(tmp_path, *PAPERS[:10]) as library:
        pass
    shutil.copy(tmp_path / "library" / "register.sqlite", tmp_path / "backup")
    with Library(tmp_path / "library") as library:
        put(library, PAPERS[10:])
    for path in (tmp_path / "library").glob("register.sqlite*"):
        path.unlink()
    shutil.copy(tmp_path / "backup", tmp_path / "library" / "register.sqlite")
    with Library(tmp_path / "library") as library:
        library.sync()
        assert count(library) == 10


_FULL = """
import resource, signal, sys
from datetime import datetime, UTC
from taizhang.library.fields import FORM
from taizhang.library.library import Library
from taizhang.terms.problem import Refused
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Library(sys.argv[1]) as library:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
    try:
        library.admit([sys.argv[2]], at=datetime(2026, 11, 24, tzinfo=UTC), level="public")
    except Refused as refused:
        print([problem.code for problem in refused.problems])
        sys.exit(7)
"""


@pytest.mark.parametrize("room", [6_000, 70_000])
def test_a_full_disk_is_told_and_what_was_admitted_stays(tmp_path: Path, room: int) -> None:
    with opened(tmp_path, ("0.txt", "关于早先的整改通知\n正文。")):
        pass
    papers = tmp_path / "papers"
    papers.mkdir()
    for name, text in PAPERS:
        (papers / name).write_text(text + "附注" * 200 + name, "utf-8")
    process = subprocess.run(
        [sys.executable, "-c", _FULL, str(tmp_path / "library"), str(papers), str(room)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode in (0, 7), process.stderr
    if process.returncode:
        assert process.stdout.strip() == "['LIB-045']"
    with Library(tmp_path / "library") as library:
        library.sync()
        assert count(library) == len(library.documents(allowed=ALL)) >= 1
        library.admit([papers], at=NOW, level="public")
        assert count(library) == 1 + len(PAPERS)
        assert library.fsck().problems == ()


_TWO = """
import sys
from datetime import datetime, UTC
from taizhang.library.fields import FORM
from taizhang.library.library import Library
with Library(sys.argv[1]) as library:
    for path in sys.argv[2:]:
        library.admit([path], at=datetime(2026, 11, 24, tzinfo=UTC), level="public")
"""


def test_two_processes_take_in_side_by_side(tmp_path: Path) -> None:
    papers = [tmp_path / name for name, _ in PAPERS[:12]]
    for path, (_, text) in zip(papers, PAPERS, strict=False):
        path.write_text(text, "utf-8")
    library = str(tmp_path / "library")
    halves = (papers[:8], papers[4:])
    running = [run(_TWO, library, *map(str, half), wait=False) for half in halves]
    for process in running:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    with Library(library) as opened_library:
        assert count(opened_library) == 12
        assert opened_library.fsck().problems == ()


def test_a_search_sees_what_another_process_took_in(tmp_path: Path) -> None:
    with opened(tmp_path, *PAPERS[:3]) as library:
        assert count(library) == 3
        (tmp_path / "new.txt").write_text(PAPERS[5][1], "utf-8")
        assert run(_TWO, str(library.folder), str(tmp_path / "new.txt")).returncode == 0
        assert count(library) == 4


def test_a_register_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path, *PAPERS[:1]) as library:
        monkeypatch.setattr(Register, "add", lambda *_: (_ for _ in ()).throw(PermissionError(13, "no")))
        with pytest.raises(Refused) as refused:
            put(library, PAPERS[1:2])
        assert [problem.code for problem in refused.value.problems] == ["LIB-046"]


def test_damage_is_found(tmp_path: Path) -> None:
    with opened(tmp_path, *PAPERS[:5]) as library:
        first, second, *_ = (each.digest for each in library.register.documents([1, 2], ALL))
        library.originals.place(first).chmod(0o600)
        library.originals.place(first).write_text("改过", "utf-8")
        library.originals.place(second).unlink()
        library.register.db.execute("DELETE FROM texts WHERE document = 3")
        shutil.rmtree(library.folder / "index")
        assert sorted(problem.code for problem in library.fsck().problems) == [
            "LIB-072",
            "LIB-073",
            "LIB-073",
            "LIB-074",
        ]


def test_building_anew_keeps_old_searches_alive(tmp_path: Path) -> None:
    with opened(tmp_path, *PAPERS[:5]) as library:
        searcher, _ = library.index.searcher()
        before = library.index.stamp()
        assert library.rebuild() == 5
        after = library.index.stamp()
        assert before
        assert after
        assert before.folder != after.folder
        assert searcher.num_docs == 5
        assert [path.name for path in library.index.folder.iterdir() if path.is_dir()] == [after.folder]
        assert after.form == FORM


@pytest.mark.nightly
@pytest.mark.parametrize("moment", range(12))
def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path, moment: int) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(600):
        (papers / f"{number:03}.txt").write_text(
            f"关于第{number}号隐患整改的通知\n{PAPERS[number % 30][1] * 40}{number}", "utf-8"
        )
    process = run(_TWO, str(tmp_path / "library"), str(papers), wait=False)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.6 + 0.15 * moment)
    process.kill()
    process.communicate()
    with Library(tmp_path / "library") as library:
        library.sync()
        assert count(library) == len(library.documents(allowed=ALL))
        assert library.fsck().problems == ()
        library.admit([papers], at=NOW, level="public")
        assert count(library) == 600
        assert library.fsck().problems == ()


def test_an_index_that_another_process_mended_is_not_built_again(tmp_path: Path) -> None:
    with opened(tmp_path, *PAPERS[:5]) as library, Library(library.folder) as other:
        assert count(other) == 5
        library.rebuild()
        mended = library.index.stamp()
        other.index._mend()
        assert other.index.stamp() == mended
        assert count(other) == 5
