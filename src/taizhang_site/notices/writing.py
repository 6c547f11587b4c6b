"""Writing letters: each as it will be, with what may be changed; then all of them go out or none."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.lists.query import Filter, Page
from taizhang.matters.entry import Entry, Head
from taizhang.matters.words import LEVELS
from taizhang.notices.inbox import MOST_AT_ONCE, drafts, issue, next_serial
from taizhang.notices.letter import ACTS, LetterDraft
from taizhang.notices.notice import LETTERS
from taizhang.rendering.word import chinese_day
from taizhang.site.desk import Desk
from taizhang.site.opened import Opened
from taizhang.terms.document_numbers import LARGEST_SERIAL
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence
from taizhang_site.rendering.parameters import day_of, whole_number
from taizhang_site.request import SiteRequest

STALE = "JRN-002"


@dataclass(frozen=True, slots=True)
class LetterForm:
    """One letter on the page: the matter as it was seen, the letter with what was changed, its paragraphs."""

    head: Head
    draft: LetterDraft

    @property
    def paragraphs(self) -> list[str]:
        """The text as it is printed."""
        return [line.strip() for line in self.draft.text.splitlines() if line.strip()]


@require_http_methods(["GET", "POST"])
def letters_write(request: SiteRequest) -> HttpResponse:
    """Letters to the chosen matters: looked at, changed, looked at again, issued."""
    desk: Desk = request.desk
    asked = request.POST if request.method == "POST" else request.GET
    heads, passed = _choose_matters(desk, asked.getlist("matter")[:MOST_AT_ONCE])
    problems: list[Problem] = []
    sheets = _sheets(desk, heads, asked, problems)
    if request.method == "POST" and asked.get("do") and sheets and not problems:
        try:
            day = day_of(asked.get("on", "")) or desk.today
            seen = [(_as_seen(desk, one.head, asked), one.draft) for one in sheets]
            done = issue(desk, seen, day, asked.get("idem") or str(uuid.uuid4()))
            return _show_written(request, done)
        except Refused as refused:
            problems = list(refused.problems)
            if any(problem.code == STALE for problem in problems):
                sheets = [replace(one, head=desk.head(one.head.matter) or one.head) for one in sheets]
    context = {
        "sheets": sheets,
        "passed": passed,
        "problems": problems,
        "idem": asked.get("idem") or str(uuid.uuid4()),
        "levels": LETTERS.items(),
        "level": _number(asked.get("level")),
        "day": chinese_day(desk.today),
        "on": desk.today.isoformat(),
        "serial": _serial(sheets),
        "most": MOST_AT_ONCE,
    }
    return render(request, "notices/write.html", context, status=400 if problems else 200)


def _show_written(request: SiteRequest, done: tuple[Entry, ...]) -> HttpResponse:
    if len(done) == 1:
        return redirect("letter", matter=done[0].matter, step=done[0].mseq)
    return render(request, "notices/done.html", {"entries": done})


def _choose_matters(desk: Desk, matters: list[str]) -> tuple[list[Head], list[Head]]:
    """The chosen matters to which a letter can go now, in the order chosen, and those to which it cannot."""
    query = desk.query(Filter(matters=tuple(matters) or ("-",)), page=Page(size=MOST_AT_ONCE))
    fits: list[Head] = []
    passed: list[Head] = []
    for head in sorted(desk.page(query).heads, key=lambda one: matters.index(one.matter)):
        pressed = any(one.act in LEVELS for one in desk.opened(head).acts)
        (fits if pressed else passed).append(head)
    return fits, passed


def _sheets(desk: Desk, heads: list[Head], asked: QueryDict, problems: list[Problem]) -> list[LetterForm]:
    """The letters as the program would write them, with what the person changed.

    Once seen they are numbered by their place on the page, so that the same letters sent again carry the same numbers.
    """
    matters, first = asked.getlist("matter"), _number(asked.get("serial"))
    places = [matters.index(head.matter) for head in heads] if first else range(len(heads))
    first = first or next_serial(desk)
    numbered = [(head, first + place) for head, place in zip(heads, places, strict=True)]
    written = zip(heads, drafts(desk, numbered, _number(asked.get("level"))), strict=True)
    if asked.get("redraft"):
        return [LetterForm(head, draft) for head, draft in written]
    return [LetterForm(head, _parse_draft(head, draft, asked, problems)) for head, draft in written]


def _parse_draft(head: Head, draft: LetterDraft, asked: QueryDict, problems: list[Problem]) -> LetterDraft:
    """The letter with title, recipient, text, level and last day as they were typed."""
    level = _number(asked.get(f"level-{head.matter}"))
    typed = {name: asked.get(f"{name}-{head.matter}", "").strip() for name in ("title", "to", "answer")}
    letter, answer = draft.letter, day_of(typed.pop("answer"))
    if asked.get(f"answer-{head.matter}") and answer is None:
        says = sentence("日期“{text}”写法不对。", text=asked[f"answer-{head.matter}"][:20])
        problems.append(Problem("WEB-001", says, Place(matter=head.number), "请写作 2026-03-05。"))
    changed = {name: value for name, value in typed.items() if f"{name}-{head.matter}" in asked}
    letter = replace(letter, **changed, answer=answer or letter.answer)
    text = asked.get(f"text-{head.matter}", draft.text).replace("\r\n", "\n").strip()
    return replace(draft, letter=letter, text=text, act=ACTS.get(level, draft.act))


def _as_seen(desk: Desk, head: Head, asked: QueryDict) -> Opened:
    """The matter as the page showed it."""
    return desk.opened(head).as_seen(_number(asked.get(f"expect-{head.matter}")) or None)


def _serial(sheets: list[LetterForm]) -> int:
    """The serial of the first letter."""
    number = sheets[0].draft.letter.number if sheets else ""
    return _number(number.rpartition("〕")[2].removesuffix("号"))


def _number(text: object) -> int:
    written = str(text or "")
    return whole_number(written, 0, LARGEST_SERIAL - 1)
