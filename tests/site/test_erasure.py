"""Content destroyed by two persons: unreadable in the site and from older backups, and everything still proves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.matters.entry import CORRECT, RECORD, Intention
from taizhang.site.backup import backup, restore
from taizhang.site.erasure import ask, ask_person, decide, erasures, honour
from taizhang.site.site import Site
from taizhang.terms.problem import Refused
from taizhang.vault.vault import ERASED, UNREADABLE

DAY = date(2026, 11, 3)
REASON = "来信人书面要求删除"
FACTS = {"channel": "来访", "township": "清源街道", "opened": "2026-11-03", "status": "办理中"}
ASKED = Intention("收信员", "1", "petition", RECORD, DAY)


def petition(number: int) -> Intention:
    facts = {**FACTS, "no": f"信{number}", "text": f"针{number}：围墙倒塌", "against": f"针甲{number}、某局"}
    return replace(ASKED, idem=str(number), number=f"信{number}", facts=facts)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site.create(tmp_path / "site", "清源县信访局") as made:
        made.journal.append([petition(number) for number in range(1, 6)])
        yield made


def needles(home: Path) -> list[str]:
    return [str(path) for path in home.rglob("*") if path.is_file() and "针".encode() in path.read_bytes()]


def erase(site: Site, number: str) -> None:
    asked = ask(site, "petition", number, reason=REASON, actor="安全员", today=DAY)
    decide(site, asked.number, approve=True, actor="主任", today=DAY)


def text_of(site: Site, number: str) -> str:
    return str(site.journal.find("petition", number)[0].facts["text"])


def test_two_persons_destroy_the_content_and_a_tombstone_stays(site: Site) -> None:
    asked = ask(site, "petition", "信2", reason=REASON, actor="安全员", today=DAY)
    assert (asked.label, asked.number, asked.open) == ("待批准", "销〔2026〕1号", True)
    assert text_of(site, "信2") == "针2：围墙倒塌"
    before = site.journal.checkpoint()
    done = decide(site, asked.number, approve=True, actor="主任", today=DAY)
    assert (done.label, done.asker, done.decider, done.reason, done.keys) == ("已销毁", "安全员", "主任", REASON, 1)
    assert text_of(site, "信2") == ERASED
    assert text_of(site, "信3") == "针3：围墙倒塌"
    assert site.journal.head(done.subject.partition(":")[2]).facts["channel"] == "来访"  # type: ignore[union-attr]
    assert site.journal.extends(before)
    found = site.verify()
    assert (found.problems, found.erased) == ((), 1)


def test_what_stands_against_it_is_said(site: Site) -> None:
    site.journal.append(
        [Intention("甲", "u", "unit", RECORD, DAY, number="某科", facts={"name": "某科", "kind": "科室"})]
    )

    def code(*given: str, reason: str = REASON) -> str:
        with pytest.raises(Refused) as refused:
            ask(site, *given, reason=reason, actor="安全员", today=DAY)
        return refused.value.problems[0].code

    assert code("petition", "信9") == "KEY-010"
    assert code("unit", "某科") == "KEY-011"
    assert code("petition", "信1", reason="删 ") == "KEY-013"
    asked = ask(site, "petition", "信1", reason="四个字。", actor="安全员", today=DAY)
    assert code("petition", "信1") == "KEY-012"
    assert code("erasure", asked.number) == "KEY-018"
    for number, actor, wanted in (("销〔2026〕9号", "主任", "KEY-014"), (asked.number, "安全员", "KEY-015")):
        with pytest.raises(Refused) as refused:
            decide(site, number, approve=True, actor=actor, today=DAY)
        assert refused.value.problems[0].code == wanted
    assert decide(site, asked.number, approve=False, actor="主任", today=DAY).label == "未批准"
    assert text_of(site, "信1") == "针1：围墙倒塌"
    assert ask(site, "petition", "信1", reason=REASON, actor="主任", today=DAY).number == "销〔2026〕2号"


def test_a_person_is_erased_from_every_matter_and_written_down_nowhere(site: Site) -> None:
    asked = ask_person(site, "某局", reason=REASON, actor="安全员", today=DAY)
    decide(site, asked.number, approve=True, actor="主任", today=DAY)
    assert [head.facts["against"] for head in site.journal.heads("petition")] == [
        f"针甲{number}、{ERASED}" for number in range(1, 6)
    ]
    assert "某局" not in repr(erasures(site))


def test_a_crash_between_tombstone_and_key_is_made_good_at_the_next_opening(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        pass

    def die(owner: bytes) -> int:
        raise Died

    asked = ask(site, "petition", "信4", reason=REASON, actor="安全员", today=DAY)
    with monkeypatch.context() as patch:
        patch.setattr(site.vault, "destroy_owner", die)
        with pytest.raises(Died):
            decide(site, asked.number, approve=True, actor="主任", today=DAY)
    assert text_of(site, "信4") == "针4：围墙倒塌"
    site.close()
    with Site(site.home) as again:
        assert text_of(again, "信4") == ERASED
        assert again.verify().problems == ()
        assert honour(again.journal, again.vault) == 0


def test_five_hundred_erasures_leave_the_rest_readable_and_every_proof_whole(tmp_path: Path) -> None:
    with Site.create(tmp_path / "many", "清源县信访局") as site:
        site.journal.append([petition(number) for number in range(1, 1001)])
        heads = [*site.journal.heads("petition")]
        for head in heads[:500]:
            site.vault.destroy("matter", head.matter)
        told = [str(head.facts["text"]) for head in site.journal.heads("petition")]
        assert (told.count(ERASED), sum(text.startswith("针") for text in told)) == (500, 500)
        assert site.journal.fsck().problems == ()
        site.journal.export(tmp_path / "out")
    assert needles(tmp_path) == []


def test_an_older_backup_never_brings_back_what_was_destroyed(site: Site, tmp_path: Path) -> None:
    backup(site.home, tmp_path / "backup")
    assert needles(tmp_path / "backup") == []
    assert not any(path.name in ("site.key", "data.keys") for path in (tmp_path / "backup").rglob("*"))
    erase(site, "信2")
    site.close()
    restore(tmp_path / "backup", tmp_path / "restored", keys=site.home / "keys")
    with Site(tmp_path / "restored") as old:
        assert (text_of(old, "信2"), text_of(old, "信3")) == (ERASED, "针3：围墙倒塌")
        assert old.journal.fsck().problems == ()
    restore(tmp_path / "backup", tmp_path / "without")
    with Site(tmp_path / "without") as bare:
        assert {head.facts["text"] for head in bare.journal.heads("petition")} == {UNREADABLE}
        assert bare.vault.problem
        assert bare.vault.problem.code == "KEY-005"


def test_older_keys_restored_beside_a_newer_journal_are_purged_at_the_opening(site: Site, tmp_path: Path) -> None:
    shutil.copytree(site.home / "keys", tmp_path / "old-keys")
    erase(site, "信2")
    site.close()
    backup(site.home, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "restored", keys=tmp_path / "old-keys")
    with Site(tmp_path / "restored") as new:
        matter = new.journal.find("petition", "信2")[0].matter
        assert (text_of(new, "信2"), text_of(new, "信3")) == (ERASED, "针3：围墙倒塌")
        with pytest.raises(Refused):
            new.journal.append([replace(petition(2), idem="x", act=CORRECT, matter=matter)])


def test_an_older_backup_with_its_older_keys_is_purged_by_the_list_kept_since(site: Site, tmp_path: Path) -> None:
    shutil.copytree(site.home / "keys", tmp_path / "old-keys")
    backup(site.home, tmp_path / "backup")
    erase(site, "信2")
    site.close()
    restore(tmp_path / "backup", tmp_path / "restored", keys=tmp_path / "old-keys", erased=(site.home / "keys",))
    with Site(tmp_path / "restored") as old:
        assert (text_of(old, "信2"), text_of(old, "信3")) == (ERASED, "针3：围墙倒塌")


def test_the_command_asks_approves_and_lists(site: Site, tmp_path: Path) -> None:
    site.close()

    def run(*words: str) -> str:
        done = CliRunner().invoke(app, [*words, "--home", str(site.home)], env={"COLUMNS": "300"})
        return f"{done.exit_code} {done.output}"

    asked = run("erase", "ask", "信2", "--ledger", "petition", "--reason", REASON, "--by", "安全员")
    assert asked.startswith("0 已申请：销〔2026〕1号")
    assert run("erase", "approve", "销〔2026〕1号", "--by", "安全员").startswith("1 ")
    assert "已销毁 1 把密钥" in run("erase", "approve", "销〔2026〕1号", "--by", "主任")
    assert "已销毁" in run("erase", "list")
    assert "其中 1 件事项的内容已按批准销毁" in run("fsck")
    assert run("keys", "backup", str(tmp_path / "copy")).startswith("0 已备份")
    assert "KEY-003" in run("keys", "backup", str(tmp_path / "copy"))
    assert run("erase", "ask", "信3", "--ledger", "petition", "--reason", REASON, "--by", "安全员").startswith("0 ")
    assert run("erase", "approve", "销〔2026〕2号", "--by", "主任").startswith("0 ")
    assert "销毁 1 把密钥" in run("keys", "purge", str(tmp_path / "copy"))
    assert "已销毁 2 把" in run("keys", "show")
    assert run("keys", "move", str(tmp_path / "stick" / "site.key")).startswith("0 ")
    assert str(tmp_path / "stick" / "site.key") in run("keys", "show")
