"""Acts as people do them: what is open to a matter, and which fields an act fills in."""

from __future__ import annotations

from datetime import date, timedelta

from taizhang.catalogue.resolved import Ledger
from taizhang.journal.journal import Journal
from taizhang.matters.acts import Particulars, allowed, perform
from tests.journals import NOW, Clock
from tests.matters.acts import PAPER, brought_to, codes, does

DAY = date(2026, 11, 24)


def test_what_is_open_to_a_matter_is_told_with_labels_and_needs(journal: Journal) -> None:
    new = allowed("closed_loop", None)
    assert [(one.act, one.label, one.to_label) for one in new] == [
        ("register", "登记", "待立项"),
        ("branch", "拆出", "已立项"),
        ("record", "补录", ""),
    ]
    head = journal.head(brought_to(journal, 4))
    acts = {one.act: one for one in allowed("closed_loop", head)}
    assert list(acts)[:4] == ["ask_back", "hand_back", "refuse", "reassign"]
    assert [one.name for one in acts["ask_back"].says] == ["owner"]
    assert acts["report"].needs == ("须写意见或理由", "须附佐证材料")
    assert (acts["extend"].due, acts["report"].due, acts["correct"].to) == ("move", "keep", "")


def test_the_verification_offered_is_the_next_level(journal: Journal) -> None:
    for steps, title in ((6, "一级核验"), (7, "二级核验"), (8, "三级核验")):
        acts = {one.act: one for one in allowed("closed_loop", journal.head(brought_to(journal, steps)))}
        assert acts["verify"].title.startswith(title)
        assert "close" not in acts
    acts = {one.act: one for one in allowed("closed_loop", journal.head(brought_to(journal, 9)))}
    assert "verify" not in acts
    assert acts["close"].label == "办结"


def test_an_act_fills_in_the_fields_the_ledger_says(journal: Journal, ledgers: dict[str, Ledger]) -> None:
    head = journal.head(brought_to(journal, 10))
    struck = perform(ledgers["matter"], head, "strike_off", "李分管", DAY, idem="x", given=Particulars("核验属实"))
    assert struck.facts == {"closed": "2026-11-24", "status": "已完成", "struck": True}
    journal.append([struck])
    head = journal.head(struck.matter)
    again = perform(ledgers["matter"], head, "reopen", "李分管", DAY, idem="y", given=Particulars("反弹"))
    assert again.facts == {"closed": None, "done": None, "status": "办理中", "struck": False}
    entry = journal.append([again])[0]
    after = journal.head(entry.matter)
    assert after is not None
    assert after.facts == {"status": "办理中", "struck": False}


def test_what_is_given_beats_what_the_ledger_fills_in(journal: Journal, ledgers: dict[str, Ledger]) -> None:
    head = journal.head(brought_to(journal, 4))
    given = Particulars("完成", (PAPER,), {"done": "2026-11-20"})
    assert perform(ledgers["matter"], head, "report", "孙科长", DAY, idem="x", given=given).facts == {
        "done": "2026-11-20"
    }


def test_a_level_of_verification_may_fill_in_its_own_field(journal: Journal, ledgers: dict[str, Ledger]) -> None:
    first, second = (journal.head(brought_to(journal, steps)) for steps in (6, 7))
    assert perform(ledgers["matter"], first, "verify", "甲", DAY, idem="x").facts == {"review1": "2026-11-24"}
    assert perform(ledgers["matter"], second, "verify", "甲", DAY, idem="x").facts == {}


def test_a_new_due_date_goes_into_the_field_it_belongs_to(journal: Journal, ledgers: dict[str, Ledger]) -> None:
    due = Particulars("按期", due=date(2026, 12, 1))
    assert perform(ledgers["matter"], None, "register", "王", DAY, idem="x", given=due).facts == {"due": "2026-12-01"}
    new = perform(ledgers["order"], None, "register", "王", DAY, idem="x", given=due)
    assert new.facts == {"first_due": "2026-12-01"}
    does(journal, "record", "o", ledger="order", facts={"first_due": "2026-11-30"})
    head = journal.head("o")
    later = perform(ledgers["order"], head, "extend", "李", DAY, idem="x", given=due)
    assert later.facts == {"extended_to": "2026-12-01"}
    assert codes(journal, later) == []
    does(journal, "record", "m", ledger="meeting")
    assert perform(ledgers["meeting"], journal.head("m"), "report_progress", "李", DAY, idem="x", given=due).facts == {}


def test_resuming_moves_the_due_date_by_the_days_the_clock_stood(
    journal: Journal, ledgers: dict[str, Ledger], clock: Clock
) -> None:
    does(journal, "record", "o", ledger="order", facts={"first_due": "2026-11-30"})
    does(journal, "suspend", "o", ledger="order", evidence=(PAPER,))
    clock.now = NOW + timedelta(days=9)
    intention = perform(
        ledgers["order"],
        journal.head("o"),
        "resume",
        "李",
        DAY + timedelta(days=9),
        idem="x",
        given=Particulars("恢复"),
    )
    assert intention.facts == {"extended_to": "2026-12-09"}
    journal.append([intention])
    head = journal.head("o")
    assert head is not None
    assert head.round.pauses == ((DAY, DAY + timedelta(days=9)),)


def test_an_act_done_again_from_the_same_view_happens_once(journal: Journal, ledgers: dict[str, Ledger]) -> None:
    matter = brought_to(journal, 6)
    seen = journal.head(matter)
    assert seen is not None
    given = Particulars("核验属实")
    entry = journal.append([perform(ledgers["matter"], seen, "verify", "甲", DAY, idem="x", given=given)])[0]
    again = perform(ledgers["matter"], journal.head(matter, seen.mseq), "verify", "甲", DAY, idem="x", given=given)
    assert journal.append([again])[0] == entry
    assert codes(journal, perform(ledgers["matter"], seen, "verify", "乙", DAY, idem="y", given=given)) == ["JRN-002"]
