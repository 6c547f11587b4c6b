"""An edition's bundle, carried to an empty folder, and what was kept elsewhere."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from taizhang.matters.acts import Particulars, perform
from taizhang.papers.bundle import bundle
from taizhang.papers.editions import editions, settle
from taizhang.sealing.seal import extension
from taizhang.site.site import Site
from tests.papers.test_derived import DAY, YEAR
from tests.papers.test_editions import book

RATE = "{{figure:supervision_close_rate}}"
CANCELLED = date(2026, 4, 1)
TEMPLATE = (
    '+++\ntitle = "督查情况"\n+++\n\n全年交办{{figure:supervision_opened|unit}}，办结率' + RATE + "%。\n\n"
    "年末在办{{figure:supervision_open_end}}件，同比{{figure:supervision_opened}}。\n"
)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the office's site."""
    return tmp_path_factory.mktemp("office") / "site"


@pytest.fixture(scope="session")
def made(home: Path) -> tuple[bytes, str, str, str]:
    """A bundle of an office's edition, checkpoints of before it and of then, and one of after it with its proof."""
    folder = home.parent
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
        (second,) = site.journal.find("supervision", "D2")
        how = Particulars(note="并案", evidence=(site.blobs.put(b"1"),))
        ledger = site.catalogue.ledgers["supervision"]
        site.journal.append([perform(ledger, second, "cancel", "甲", CANCELLED, idem="cancel", given=how)])
        settle(site, "mini", YEAR, "主任", actor="甲", on=DAY)
        content = bundle(site, editions(site)[0])
        now = site.journal.checkpoint()
        changed = [(*rows[0][:6], "2026-04-18", "已办结"), *rows[1:]]
        site.import_files([book(folder / "督查3.xlsx", *changed)], today=DAY, actor="甲", ledger="supervision")
        further = extension(site.journal, now.size)
    return content, old, str(now), further


@pytest.fixture
def folder(made: tuple[bytes, str, str, str], tmp_path: Path) -> Path:
    """The bundle unpacked, with the checkpoints that came from elsewhere beside it."""
    zipfile.ZipFile(io.BytesIO(made[0])).extractall(tmp_path / "b")
    (tmp_path / "old.txt").write_text(made[1], encoding="utf-8")
    (tmp_path / "then.txt").write_text(made[2], encoding="utf-8")
    (tmp_path / "later.txt").write_text(made[3], encoding="utf-8")
    return tmp_path / "b"
