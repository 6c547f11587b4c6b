"""“用这张表新建台账”: what the files would make, to be put right in words; one press declares and imports it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.catalogue.model import Lifecycle
from taizhang.catalogue.resolved import Ledger
from taizhang.definitions.ledgers import propose_ledgers
from taizhang.intake.proposing import FieldDecision, LedgerDecision, LedgerProposal, ProposedField, ProposedFigure
from taizhang.intake.proposing.proposal import FieldKind, Role, Value
from taizhang.terms.quantity import format_plain
from taizhang_site.jobs.asking import create_job, describe_files
from taizhang_site.jobs.models import Job, problems_from
from taizhang_site.matters import importing
from taizhang_site.request import SiteRequest
from taizhang_site.uploads import receive, require_files

# Chosen: examples that tell a column, figures that tell a ledger.
ROWS, FIGURES = 3, 12
TYPES: Mapping[str, str] = {
    "date": "日期",
    "number": "数",
    "choice": "选项",
    "flag": "是否",
    "unit": "单位",
    "person": "人员",
    "code": "编号、号码",
    "text": "文字",
}
USES: Mapping[str, str] = {
    "": "（一般内容）",
    "opened": "登记、发生日期",
    "due": "办理期限",
    "done": "完成日期",
    "closed": "销号、办结日期",
    "state": "办理状态",
    "unit": "责任单位",
}
COURSES: Mapping[str, str] = {
    "closed_loop": "闭环办理：有期限，办结销号",
    "activity": "逐次登记：发生一次记一条",
    "progress": "名册、进度：长期在册",
    "document": "文件收发：登记、流转、归档",
}


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column on the page: its number on the form, the field, what stands in its first rows."""

    n: int
    field: ProposedField
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LedgerShown:
    """A proposed ledger on the page."""

    n: int
    made: LedgerProposal
    known: str
    columns: tuple[ColumnShown, ...]
    state: ProposedField | None
    figures: tuple[tuple[ProposedFigure, str], ...]
    sentence: str
    keys: tuple[str, ...]


@require_http_methods(["GET", "POST"])
def new_ledger(request: SiteRequest, token: str = "") -> HttpResponse:
    """The proposal for the files under a token, as put right so far; pressed, it is declared and imported."""
    if not token:
        return _receive(request)
    paths = require_files(request, token)
    decided = parse(request.POST) if request.method == "POST" else {}
    if request.POST.get("do") == "declare":
        args = {"decided": {str(n): plain_decision(one) for n, one in decided.items()}}
        return create_job(request, "ledger_new", describe_files([path.name for path in paths]), args, token)
    found = propose_ledgers(request.desk.site, paths, decided)
    catalogue = request.desk.site.catalogue
    shown = [_show(n, one, catalogue.ledgers) for n, one in enumerate(found.proposals, 1)]
    context = {
        "token": token,
        "files": [path.name for path in paths],
        "shown": shown,
        "types": TYPES.items(),
        "uses": USES.items(),
        "courses": COURSES.items(),
        "problems": list(found.problems),
        "skipped": {n for n, one in decided.items() if one.skip},
    }
    return render(request, "matters/new_ledger.html", context, status=400 if found.problems and not shown else 200)


def _receive(request: SiteRequest) -> HttpResponse:
    """Takes files in for a new ledger; without any, the page where files are chosen."""
    if request.method != "POST":
        return redirect("import")
    kept = receive(request, importing.SUFFIXES)
    if kept.problems:
        return render(request, "matters/import.html", {"problems": kept.problems}, status=400)
    return redirect("new_ledger_of", token=kept.token)


def _show(n: int, made: LedgerProposal, ledgers: Mapping[str, Ledger]) -> LedgerShown:
    columns = tuple(
        ColumnShown(m, one, () if one.confidential else _samples(made, m - 1)) for m, one in enumerate(made.fields, 1)
    )
    state = made.place("state")
    figures = tuple((one, format_plain(one.value) if one.value is not None else "—") for one in made.figures[:FIGURES])
    keys = tuple(
        one.heading
        for m, one in enumerate(made.fields)
        if one.required and len({record.values[m] for record in made.records}) == len(made.records)
    )
    known = ledgers[made.ledger].title if made.ledger in ledgers else ""
    chosen = made.fields[state] if state is not None and made.fields[state].type == "choice" else None
    return LedgerShown(n, made, known, columns, chosen, figures, sentence_of(made), keys)


def _samples(made: LedgerProposal, place: int) -> tuple[str, ...]:
    return tuple(_said(record.values[place]) for record in made.records[:ROWS])


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def sentence_of(made: LedgerProposal) -> str:
    """One sentence for a report, from the ledger's first figures."""
    values = {one.title: format_plain(one.value) for one in made.figures if one.value is not None}
    said = [f"共登记{made.noun}{len(made.records)}{made.counter}"]
    if rate := values.get(f"{made.noun}办结率"):
        said.append(f"已办结{values[f'已办结{made.noun}']}{made.counter}，办结率{rate}%")
    said += [
        f"{one.title.removesuffix('合计')}合计{format_plain(one.value)}{one.unit}"
        for one in made.figures
        if one.value is not None and one.title.endswith("合计") and "“" not in one.title
    ][:2]
    return "，".join(said) + "。"


def parse(form: QueryDict) -> dict[int, LedgerDecision]:
    """What the form says of each ledger, by its place."""
    decided: dict[int, LedgerDecision] = {}
    for n in range(1, 41):
        if f"l-{n}-title" not in form:
            break
        fields: dict[str, FieldDecision] = {}
        for m in range(1, 201):
            if f"l-{n}-c-{m}-heading" not in form:
                break
            fields[form[f"l-{n}-c-{m}-heading"]] = _field_decision(form, f"l-{n}-c-{m}-")
        course = form.get(f"l-{n}-course", "")
        words = form.getlist(f"l-{n}-finished")
        decided[n] = LedgerDecision(
            title=form[f"l-{n}-title"].strip()[:60],
            noun=form.get(f"l-{n}-noun", "").strip()[:20],
            counter=form.get(f"l-{n}-counter", "").strip()[:4],
            lifecycle=_one_of(course, Lifecycle),
            key=form.get(f"l-{n}-key", ""),
            finished=tuple(words) if f"l-{n}-states" in form else None,
            fields=fields,
            skip=form.get(f"l-{n}-skip") == "1",
        )
    return decided


def _field_decision(form: QueryDict, at: str) -> FieldDecision:
    kind, role = form.get(f"{at}type", ""), form.get(f"{at}role", "")
    return FieldDecision(
        type=_one_of(kind, FieldKind),
        unit=form.get(f"{at}unit", "").strip()[:10] if f"{at}unit" in form else None,
        role=_one_of(role, Role),
        confidential=form.get(f"{at}secret") == "1",
        left_out=form.get(f"{at}out") == "1",
    )


def _one_of(said: str, options: Any) -> Any:
    """What was chosen, where it is one of the options; None otherwise."""
    return said if said in get_args(options) else None


def plain_decision(one: LedgerDecision) -> dict[str, Any]:
    """A decision in plain values, for the job that carries it out."""
    fields = {
        heading: [said.type, said.unit, said.role, said.confidential, said.left_out]
        for heading, said in one.fields.items()
    }
    finished = list(one.finished) if one.finished is not None else None
    return {
        "title": one.title,
        "noun": one.noun,
        "counter": one.counter,
        "lifecycle": one.lifecycle,
        "key": one.key,
        "finished": finished,
        "fields": fields,
        "skip": one.skip,
    }


def decision_from(plain: Mapping[str, Any]) -> LedgerDecision:
    """The decision ``plain_decision`` told of."""
    fields = {heading: FieldDecision(*said) for heading, said in plain["fields"].items()}
    finished = tuple(plain["finished"]) if plain["finished"] is not None else None
    return LedgerDecision(**{**plain, "fields": fields, "finished": finished})


def show_declared(request: SiteRequest, job: Job) -> HttpResponse:
    """What was declared and written, with the way on; what stood in the way otherwise."""
    told = job.told
    context = {**told, "problems": problems_from(told["problems"]), "token_of_files": job.upload}
    return render(request, "matters/ledger_made.html", context)
