"""How a letter reads before a person has a hand in it: title, facts of the matter, what is asked until when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from taizhang.catalogue.resolved import Ledger
from taizhang.lists.query import ListRow
from taizhang.matters.entry import Head, Letter
from taizhang.matters.lamps import Lamp
from taizhang.matters.words import LEVELS, state_label
from taizhang.notices.notice import LETTERS
from taizhang.rendering.layout import em
from taizhang.rendering.title import WIDEST
from taizhang.terms.document_numbers import format_document_number
from taizhang.terms.workdays import Workdays

ACTS = {level: act for act, level in LEVELS.items()}
_MEASURE = re.compile(r"，不多于提醒线（[^。]*）")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter before it is issued: the act it goes out with, its text in paragraphs, and why it is due."""

    matter: str
    act: str
    letter: Letter
    text: str
    why: str = ""

    @property
    def level(self) -> int:
        """1 reminder letter, 2 chasing letter, 3 red slip."""
        return LEVELS[self.act]


@dataclass(frozen=True, slots=True)
class LetterSetting:
    """What a letter is issued in: the body that signs, the day, the calendar, the serial in its year."""

    sender: str
    day: date
    workdays: Workdays
    serial: int


def draft_letter(
    subject: tuple[Head, ListRow, Lamp, Ledger], level: int, why: str, setting: LetterSetting
) -> LetterDraft:
    """The letter of that level about a matter, as the program would write it."""
    head, row, lamp, ledger = subject
    answer = setting.workdays.due(setting.day, ledger.letters.answer, "workday").day
    if lamp.due and setting.day <= lamp.due.day < answer:
        answer = lamp.due.day
    number = format_document_number(ledger.letters.sign, setting.day.year, setting.serial)
    letter = Letter(number, _title(head, row, ledger, level), head.unit, setting.sender, answer)
    text = "\n".join((_facts(subject), _request_text(letter, level)))
    return LetterDraft(head.matter, ACTS[level], letter, text, why)


def name_matter(head: Head, row: ListRow, ledger: Ledger) -> str:
    """What the matter is called in a letter; a confidential one by its number alone (保守国家秘密法 art. 31)."""
    number = f"{ledger.declared.noun}{head.number}" if head.number else ledger.declared.noun
    if ledger.declared.level == "confidential" or not row.title:
        return number
    return f"“{_inner(row.title)}”"


def _title(head: Head, row: ListRow, ledger: Ledger, level: int) -> str:
    subject = name_matter(head, row, ledger)
    if em(f"{subject}的{LETTERS[level]}") > WIDEST and head.number:
        subject = f"{ledger.declared.noun}{head.number}"
    return f"关于办理{subject}的提醒函" if level == 1 else f"关于抓紧办理{subject}的{LETTERS[level]}"


def _facts(subject: tuple[Head, ListRow, Lamp, Ledger]) -> str:
    head, row, lamp, ledger = subject
    number = f"（编号{head.number}）" if head.number else ""
    told = f"{ledger.title}所列{name_matter(head, row, ledger)}{number}由你单位主办，现为“{state_label(head.state)}”。"
    told += format_reason(lamp.reason)
    if head.course.returned:
        told += f"此件已被退回重办{head.course.returned}次。" if "退回" not in lamp.reason else ""
    if head.pressing.level and head.pressing.on:
        told += f"此前已于{chinese(head.pressing.on)}发出{head.pressing.letter}。"
    return told


def _request_text(letter: Letter, level: int) -> str:
    until = chinese(letter.answer)
    if level == 1:
        return f"请你单位抓紧办理，按期办结，并于{until}前反馈办理进展。"
    asked = f"请你单位于{until}前书面反馈办理进展、未能按期办结的原因、下一步措施和预计完成时间，并附佐证材料。"
    return asked + ("逾期仍不反馈的，将提请约谈单位主要负责人。" if level == max(LETTERS) else "")


def _inner(title: str) -> str:
    """A title to stand within quotation marks: those within it become single ones."""
    pieces = title.replace("“", '"').replace("”", '"').split('"')
    return "".join(piece + ("‘’"[n % 2] if n < len(pieces) - 1 else "") for n, piece in enumerate(pieces))


def format_reason(reason: str) -> str:
    """A lamp's reason as a letter says it: dates in words, sources of the due date left out."""
    plain = _MEASURE.sub("", reason.replace("（台账期限）", ""))
    return _ISO.sub(lambda day: chinese(date.fromisoformat(day[0])), plain)


def chinese(day: date) -> str:
    """The date in Arabic digits without leading zeros (GB/T 9704-2012 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
