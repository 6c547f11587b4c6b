"""Letters as the program writes them, and as Word documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from taizhang.catalogue.load import load
from taizhang.catalogue.values import row_of
from taizhang.lists.rows import Lister
from taizhang.matters.entry import Course, Head, Intention, Pressing
from taizhang.matters.lamps import Lamps
from taizhang.notices.letter import LetterDraft, LetterSetting, draft_letter, format_reason
from taizhang.notices.notice import notice, reason
from taizhang.notices.word import letter_docx
from taizhang.shipped import CATALOGUE
from taizhang.terms.workdays import shipped_calendar

DECLARED = load(CATALOGUE)
LISTER = Lister(DECLARED.ledgers, DECLARED.clocks, shipped_calendar())
LAMPS = Lamps(DECLARED.clocks, shipped_calendar())
DAY = date(2026, 11, 24)
FACTS = {"no": "督〔2026〕7号", "text": "扶持“村集体”茶产业", "first_due": "2026-11-10", "opened": "2026-09-01"}


def head(ledger: str = "supervision", **more: object) -> Head:
    """A matter due on 10 November 2026."""
    one = Head("a", ledger, "督〔2026〕7号", "茂塘镇", "in_progress", 1, 1, dict(FACTS))
    return replace(one, **more)  # type: ignore[arg-type]


def draft(level: int, one: Head) -> LetterDraft:
    """The letter of a level about it."""
    ledger = DECLARED.ledgers[one.ledger]
    row = LISTER.of(one)
    lamp = LAMPS.of(one, row_of(ledger, one.facts), ledger, DAY)
    why = reason(one, row, lamp, ledger, DAY, shipped_calendar())
    return draft_letter(
        (one, row, lamp, ledger), level, why, LetterSetting("沄翀县人民政府办公室", DAY, shipped_calendar(), 12)
    )


def given(one: LetterDraft) -> Intention:
    """The act it goes out with."""
    return Intention("赵督查", "i", "supervision", one.act, DAY, note=one.text, letter=one.letter)


@pytest.mark.parametrize(("level", "kind"), [(1, "提醒函"), (2, "督办函"), (3, "红色督查单")])
def test_a_letter_says_which_matter_why_and_until_when(level: int, kind: str) -> None:
    one = draft(level, head())
    assert one.letter.number == "督函〔2026〕12号"
    assert one.letter.title.endswith(f"的{kind}")
    assert one.letter.answer == date(2026, 11, 27)
    assert "编号督〔2026〕7号" in one.text
    assert "2026年11月27日前" in one.text
    assert "已逾期14天" in one.text
    assert "2026-" not in one.text


def test_a_reminder_letter_asks_for_its_answer_by_the_due_date_and_says_nothing_of_measures() -> None:
    one = draft(1, head(facts={**FACTS, "first_due": "2026-11-25"}))
    assert one.letter.answer == date(2026, 11, 25)
    assert "到期日2026年11月25日，还剩1个工作日。" in one.text


def test_a_letter_left_unanswered_is_named_in_the_next() -> None:
    sent = head(pressing=Pressing(0, 2, date(2026, 11, 12), date(2026, 11, 17), "督函〔2026〕3号"))
    one = draft(3, sent)
    assert one.why == "督函〔2026〕3号应于2026-11-17前答复，至今没有答复。"
    assert "此前已于2026年11月12日发出督函〔2026〕3号。" in one.text


def test_a_confidential_matter_is_called_by_its_number_alone() -> None:
    name = next(name for name, one in DECLARED.ledgers.items() if one.declared.level == "confidential")
    titled = {field: "某人的事" for field, one in DECLARED.ledgers[name].declared.field.items() if one.type == "text"}
    one = draft(2, head(name, facts={**titled, "due": "2026-11-10"}))
    assert "某人的事" not in one.text + one.letter.title


def test_a_notice_changes_its_key_with_every_new_cause() -> None:
    def told(one: Head) -> tuple[str, str]:
        ledger = DECLARED.ledgers["supervision"]
        found = notice(one, LISTER.of(one), LAMPS.of(one, row_of(ledger, one.facts), ledger, DAY), ledger, DAY)
        assert found
        return found.kind, found.key

    again = told(head(course=Course(returned=1)))
    sent = told(head(pressing=Pressing(0, 2, DAY, DAY, "督函〔2026〕3号")))
    assert told(head())[0] == "red"
    assert sent[0] == "letter"
    assert len({told(head()), again, sent}) == 3


def test_a_letter_is_set_by_the_standard_and_always_alike() -> None:
    one = given(draft(2, head()))
    made = letter_docx(one)
    assert made == letter_docx(one)
    texts = [part.text for part in Document(BytesIO(made)).paragraphs]
    assert texts[:2] == ["沄翀县人民政府办公室", "督函〔2026〕12号"]
    assert texts[3] == "茂塘镇："
    assert texts[-2:] == ["沄翀县人民政府办公室", "2026年11月24日"]
    assert b"<w:titlePg/>" in ZipFile(BytesIO(made)).read("word/document.xml")
    with pytest.raises(ValueError, match="letter"):
        letter_docx(replace(one, letter=None))


def test_dates_of_a_reason_are_written_out() -> None:
    assert format_reason("到期日2026-01-05（台账期限），至2026-11-24已逾期9天。") == (
        "到期日2026年1月5日，至2026年11月24日已逾期9天。"
    )
