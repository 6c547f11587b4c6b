"""Entries of guarded ledgers: words encrypted, counted values in the clear, and everything provable without a key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from taizhang.catalogue.load import load
from taizhang.journal.journal import Journal
from taizhang.journal.verify_export import verify
from taizhang.lists.field_filters import FieldOrder, Sift
from taizhang.lists.query import EVERYTHING_SEEN, Filter, HeadQuery, Order, Page, Party, Sight
from taizhang.matters.entry import CORRECT, RECORD, Intention, Source
from taizhang.shipped import CATALOGUE
from taizhang.site.site import Site
from taizhang.terms.problem import Refused
from taizhang.vault.vault import ERASED, UNREADABLE, Vault, is_token

DAY = date(2026, 11, 3)
FACTS = {
    "no": "针信〔2026〕1号",
    "code": "针代码甲",
    "channel": "来访",
    "township": "清源街道",
    "text": "针：反映某处围墙倒塌无人过问",
    "against": "针甲三、针乙四",
    "opened": "2026-11-03",
    "status": "办理中",
}
ASKED = Intention(
    "收信员", "1", "petition", RECORD, DAY, number=FACTS["no"], facts=FACTS, source=Source(file="针名册.xlsx")
)
NEEDLE = "针"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Site.create(tmp_path / "site", "清源县信访局").close()
    return tmp_path / "site"


def opened(home: Path) -> Journal:
    journal = Journal.open(home, load(CATALOGUE).ledgers)
    journal.use(Vault(home))
    return journal


@pytest.fixture
def journal(home: Path) -> Iterator[Journal]:
    made = opened(home)
    yield made
    made.guard.vault.close()  # type: ignore[union-attr]
    made.close()


def bytes_of(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_what_is_written_reads_as_it_was_written_and_lies_nowhere_in_the_clear(home: Path, journal: Journal) -> None:
    (entry,) = journal.append([ASKED])
    journal.append(
        [replace(ASKED, idem="2", act=CORRECT, matter=entry.matter, facts={"leader": "针丁五"}, note="针注")]
    )
    head = journal.head(entry.matter)
    assert head is not None
    assert head.facts == {**FACTS, "leader": "针丁五"}
    assert (head.number, head.source.file) == (FACTS["no"], "针名册.xlsx")
    assert [one.intention.note for one in journal.history(entry.matter)] == ["", "针注"]
    assert NEEDLE.encode() not in bytes_of(home)
    (kept,) = journal.kept.heads("petition")
    assert {name for name, value in kept.facts.items() if not is_token(str(value)[:1])} == {
        "channel", "township", "opened", "status"
    }  # fmt: skip


def test_the_store_agrees_with_its_entries_and_an_export_verifies_without_any_key(home: Path, journal: Journal) -> None:
    (entry,) = journal.append([ASKED])
    journal.append([replace(ASKED, idem="2", act=CORRECT, matter=entry.matter, facts={"text": "针：又一处"})])
    assert journal.fsck().problems == ()
    journal.export(home / "out")
    assert verify((home / "out").read_bytes())[1] == 2
    assert NEEDLE.encode() not in (home / "out").read_bytes()
    before = [*journal.kept.heads()]
    journal.rebuild()
    assert [*journal.kept.heads()] == before
    assert journal.fsck().problems == ()


def test_sent_twice_it_happens_once_and_a_stale_form_is_told_so(journal: Journal) -> None:
    first = journal.append([ASKED])
    again = journal.append([ASKED])
    assert (again[0].seq, again[0].intention) == (first[0].seq, first[0].intention)
    assert journal.size == 1


def test_whom_it_is_about_never_sees_it_and_who_asks_by_number_finds_it(journal: Journal) -> None:
    journal.append([ASKED, replace(ASKED, idem="2", number="针2", facts={**FACTS, "no": "针2", "against": "某局"})])
    everything = HeadQuery(EVERYTHING_SEEN, DAY)
    assert journal.page(everything).total == 2
    for name in ("针甲三", "针乙四"):
        blind = replace(everything, sight=Sight(EVERYTHING_SEEN.grants, frozenset({name})))
        assert [head.number for head in journal.page(blind).heads] == ["针2"]
        assert sum(journal.counts(blind, "ledger").values()) == 1
    assert journal.page(replace(everything, filter=Filter(numbers=("针2",)))).heads[0].facts["against"] == "某局"
    assert [head.number for head in journal.find("petition", "针2")] == ["针2"]
    about = replace(everything, filter=Filter(bound=(Party("about", "针乙四"),)))
    assert [head.number for head in journal.page(about).heads] == [FACTS["no"]]


def test_after_its_key_is_destroyed_nothing_opens_and_everything_still_proves(home: Path, journal: Journal) -> None:
    (entry, other) = journal.append([ASKED, replace(ASKED, idem="2", number="针2", facts={**FACTS, "no": "针2"})])
    root, vault = journal.root, journal.guard.vault
    assert vault is not None
    vault.destroy("matter", entry.matter)
    head = journal.head(entry.matter)
    assert head is not None
    assert {head.number, head.facts["text"], head.facts["against"]} == {ERASED}
    assert head.facts["channel"] == "来访"
    assert journal.head(other.matter).facts["text"] == FACTS["text"]  # type: ignore[union-attr]
    assert journal.root == root
    assert journal.fsck().problems == ()
    with pytest.raises(Refused, match="已经销毁"):
        journal.append([replace(ASKED, idem="3", act=CORRECT, matter=entry.matter, facts={"text": "x"})])


def test_a_person_erased_is_gone_from_every_matter_and_still_kept_from_them(journal: Journal) -> None:
    (entry,) = journal.append([ASKED])
    assert journal.guard.vault
    journal.guard.vault.destroy("person", "针甲三")
    assert journal.head(entry.matter).facts["against"] == f"{ERASED}、针乙四"  # type: ignore[union-attr]
    blind = HeadQuery(Sight(EVERYTHING_SEEN.grants, frozenset({"针甲三"})), DAY)
    assert journal.page(blind).total == 0


def test_without_the_key_guarded_matters_are_illegible_and_closed_to_writing_others_as_ever(home: Path) -> None:
    first = opened(home)
    (entry,) = first.append([ASKED])
    first.guard.vault.close()  # type: ignore[union-attr]
    first.close()
    (home / "keys" / "site.key").unlink()
    journal = opened(home)
    head = journal.head(entry.matter)
    assert head is not None
    assert head.facts["text"] == UNREADABLE
    with pytest.raises(Refused) as refused:
        journal.append([replace(ASKED, idem="2", number="x", facts={**FACTS, "no": "x"})])
    assert [one.code for one in refused.value.problems] == ["KEY-001"]
    open_facts = {"name": "某科", "kind": "科室"}
    journal.append([Intention("收信员", "3", "unit", RECORD, DAY, number="某科", facts=open_facts)])
    assert journal.fsck().problems == ()
    blind = HeadQuery(Sight(EVERYTHING_SEEN.grants, frozenset({"谁"})), DAY)
    assert journal.page(blind).total == 0  # nobody can tell any more whom it is about
    journal.close()


def test_ordinary_ledgers_pay_nothing(home: Path, journal: Journal) -> None:
    facts = {"name": "某科", "kind": "科室"}
    (entry,) = journal.append([Intention("收信员", "3", "unit", RECORD, DAY, number="某科", facts=facts)])
    assert not entry.boxed
    assert b"box" not in next(journal.stored()).body
    assert journal.guard.vault
    assert journal.guard.vault.count() == 0


def test_words_are_searched_sorted_and_filtered_though_no_table_holds_them(journal: Journal) -> None:
    texts = ("针：围墙倒塌", "针：路灯不亮", "")
    for number, text in enumerate(texts):
        facts = {**FACTS, "no": f"针{9 - number}", "text": text, "code": f"代码{number}"}
        journal.append([replace(ASKED, idem=str(number), number=f"针{9 - number}", facts=facts)])
    unit = {"name": "路灯科", "kind": "科室"}
    journal.append([Intention("收信员", "u", "unit", RECORD, DAY, number="路灯科", facts=unit)])
    everything = HeadQuery(EVERYTHING_SEEN, DAY)
    alone = replace(everything, filter=Filter(ledgers=("petition",)))

    def numbers(query: HeadQuery) -> list[str]:
        page = journal.page(query)
        walked = [head.number for head in journal.walk(query)]
        assert page.total == len(page.heads) == sum(journal.counts(query, "ledger").values()) == len(walked)
        assert [head.number for head in page.heads] == walked
        return walked

    assert sorted(numbers(replace(everything, filter=Filter(text="路灯")))) == ["路灯科", "针8"]
    assert numbers(replace(alone, filter=Filter(ledgers=("petition",), text="路灯"))) == ["针8"]
    assert numbers(replace(alone, order=Order("number"))) == ["针7", "针8", "针9"]
    assert numbers(replace(alone, order=Order("number", descending=True))) == ["针9", "针8", "针7"]
    by_text = replace(alone, order=Order(field=FieldOrder("text")))
    assert numbers(by_text) == ["针9", "针8", "针7"]
    sift = Filter(ledgers=("petition",), fields=(Sift("code", values=("代码1",)),))
    assert numbers(replace(alone, filter=sift)) == ["针8"]
    assert numbers(replace(alone, filter=replace(sift, fields=(Sift("text", text="针"),)))) == ["针9", "针8"]
    assert numbers(replace(everything, filter=Filter(text="没有"))) == []
    page = journal.page(replace(alone, order=Order("number"), page=Page(start=1, size=1)))
    assert ([head.number for head in page.heads], page.total) == (["针8"], 3)
