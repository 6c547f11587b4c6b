"""Every saving of a draft is kept, by whoever made it, wherever; of two at once the later is put aside, not lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from taizhang.papers.drafts import (
    ASIDE,
    ELSEWHERE,
    OUTSIDE,
    RESTORED,
    SAVED,
    authors,
    draft,
    history,
    save,
    start,
    text_of,
)
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused

YEAR = Period.year(2026)
TEMPLATE = '+++\ntitle = "情况"\n+++\n\n第一段。\n\n第二段。\n'
RACE = """
import sys
from pathlib import Path
from taizhang.papers.drafts import save
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused
with Site(Path(sys.argv[1])) as site:
    try:
        save(site, "mini", Period.year(2026), sys.argv[3], seen=sys.argv[2], by=sys.argv[4])
    except Refused as refused:
        print(refused.problems[0].code)
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("office") / "site"
    Site.create(home, "青岚县人民政府办公室", "office").close()
    (home / "catalogue" / "templates" / "mini.md").write_text(TEMPLATE, encoding="utf-8")
    return home


@pytest.fixture
def site(office: Path, tmp_path: Path) -> Iterator[Site]:
    shutil.copytree(office, tmp_path / "site")
    with Site(tmp_path / "site") as opened:
        yield opened


def changed(site: Site, text: str, by: str = "甲") -> None:
    save(site, "mini", YEAR, text, seen=draft(site, "mini", YEAR).seen, by=by)


def test_every_saving_can_be_read_again_and_names_who_and_when(site: Site) -> None:
    first = start(site, "mini", YEAR, "甲")
    changed(site, first.text + "\n甲加的。\n")
    changed(site, first.text + "\n乙改的。\n", "乙")
    kept = history(site, "mini", YEAR)
    assert [(one.number, one.by, one.how) for one in kept] == [(1, "甲", SAVED), (2, "甲", SAVED), (3, "乙", SAVED)]
    assert text_of(site, "mini", YEAR, kept[1].digest).endswith("甲加的。\n")
    assert draft(site, "mini", YEAR).text.endswith("乙改的。\n")
    assert authors(site, "mini", YEAR) == {"甲", "乙"}


def test_a_text_that_was_altered_on_disk_is_never_shown_as_the_saved_one(site: Site) -> None:
    start(site, "mini", YEAR, "甲")
    (one,) = history(site, "mini", YEAR)
    path = site.blobs.path(one.digest)
    path.write_text(path.read_text("utf-8").replace("第一段", "另一段"), "utf-8")
    with pytest.raises(Refused) as refused:
        text_of(site, "mini", YEAR, one.digest)
    assert refused.value.problems[0].code == "RPT-060"
    with pytest.raises(Refused):
        text_of(site, "mini", YEAR, "0" * 64)


def test_a_change_made_outside_the_site_is_recorded_at_the_next_saving_and_must_be_seen(site: Site) -> None:
    before = start(site, "mini", YEAR, "甲")
    path = site.home / "drafts" / "mini-2026.md"
    path.write_text(before.text + "\n编辑器里加的。\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        save(site, "mini", YEAR, before.text + "\n甲加的。\n", seen=before.seen, by="甲")
    assert refused.value.problems[0].code == "RPT-055"
    assert [(one.by, one.how) for one in history(site, "mini", YEAR)][1:] == [(OUTSIDE, ELSEWHERE), ("甲", ASIDE)]
    assert "编辑器里加的" in draft(site, "mini", YEAR).text


def test_what_could_not_be_saved_is_put_aside_and_can_be_restored(site: Site) -> None:
    before = start(site, "mini", YEAR, "甲")
    changed(site, before.text + "\n乙的。\n", "乙")
    with pytest.raises(Refused):
        save(site, "mini", YEAR, before.text + "\n甲的。\n", seen=before.seen, by="甲")
    aside = history(site, "mini", YEAR)[-1]
    assert (aside.by, aside.how) == ("甲", ASIDE)
    text = text_of(site, "mini", YEAR, aside.digest)
    save(site, "mini", YEAR, text, seen=draft(site, "mini", YEAR).seen, by="甲", how=RESTORED)
    assert draft(site, "mini", YEAR).text.endswith("甲的。\n")
    assert history(site, "mini", YEAR)[-1].how == RESTORED


def test_a_saving_recorded_before_the_machine_stopped_is_finished_by_the_next(site: Site) -> None:
    before = start(site, "mini", YEAR, "甲")
    changed(site, before.text + "\n后来的。\n")
    (site.home / "drafts" / "mini-2026.md").write_text(before.text, encoding="utf-8")
    assert start(site, "mini", YEAR, "乙").text.endswith("后来的。\n")
    assert [one.how for one in history(site, "mini", YEAR)] == [SAVED, SAVED]


def test_of_processes_that_save_at_once_one_wins_and_the_texts_of_all_are_kept(site: Site) -> None:
    before = start(site, "mini", YEAR, "甲")
    texts = [f"{before.text}\n{name}的。\n" for name in "乙丙丁"]
    command = [sys.executable, "-c", RACE, str(site.home), before.seen]
    running = [
        subprocess.Popen([*command, text, name], stdout=subprocess.PIPE, text=True)
        for text, name in zip(texts, "乙丙丁", strict=True)
    ]
    answers = sorted(process.communicate()[0].strip() for process in running)
    assert answers == ["", "RPT-055", "RPT-055"]
    kept = history(site, "mini", YEAR)
    assert {text_of(site, "mini", YEAR, one.digest) for one in kept[1:]} == set(texts)
    assert sorted(one.how for one in kept[1:]) == [ASIDE, ASIDE, SAVED]
    (winner,) = [one for one in kept[1:] if one.how == SAVED]
    assert draft(site, "mini", YEAR).seen == winner.digest
