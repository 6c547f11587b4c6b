"""Tags of every template: ``{% t %}`` for words, ``{% table %}``, ``{% problems %}``, lamps and days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html

from taizhang.catalogue.fields import FieldDeclaration
from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.values import Stored, format_scalar
from taizhang.charts.chart import Chart
from taizhang.charts.option import encode
from taizhang.figures.value import TracedRow
from taizhang.lists.query import NEVER
from taizhang.matters.entry import Entry
from taizhang.matters.lamps import COLOURS
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.words import act_label
from taizhang.notices.answers import answer
from taizhang.policy.posts import ROLES
from taizhang.site.opened import Opened
from taizhang.terms.clock import CHINA_TIME
from taizhang.terms.problem import Place
from taizhang_site.permissions import PERMISSIONS, admits
from taizhang_site.rendering.language import translate, translate_sentence
from taizhang_site.rendering.rows import options_html, rows_html
from taizhang_site.rendering.tables import Table, TableFilter

register = template.Library()
BECAME = {
    "answered": "已答复",
    "late": "逾期答复",
    "awaited": "等待答复",
    "overdue": "逾期没有答复",
    "passed": "不必再答复",
}
BUNDLE = "taizhang/built/screen.js"


def language_of(context: Any) -> str:
    """The language of the page being rendered."""
    return getattr(context.get("request"), "language", "zh")


@register.simple_tag(takes_context=True)
def t(context: RequestContext, text: str, **values: object) -> str:
    """The text in the reader's language; ``{name}`` places are filled from the keywords."""
    return translate(text, language_of(context), **values)


@register.inclusion_tag("parts/problems.html", takes_context=True)
def problems(context: RequestContext, found: object) -> dict[str, object]:
    """Problems as one list that says what is wrong, where, and what to do."""
    return {"problems": found, "request": context.get("request")}


@register.inclusion_tag("parts/wrong.html", takes_context=True)
def wrong(context: RequestContext, found: object) -> dict[str, object]:
    """What is wrong with one field, said under it: a problem, several, or nothing."""
    several = found if isinstance(found, list | tuple) else [found] if found else []
    return {"found": several, "request": context.get("request")}


@register.inclusion_tag("parts/table.html", takes_context=True)
def table(context: RequestContext, shown: object) -> dict[str, object]:
    """A table with its filters, order, pages and columns in the address; on paper with who printed it when."""
    request = context.get("request")
    actor = getattr(getattr(request, "desk", None), "actor", None)
    return {"table": shown, "request": request, "printed_by": actor.name if actor else "", "now": datetime.now(UTC)}


@register.inclusion_tag("parts/sheets.html", takes_context=True)
def sheets(context: RequestContext) -> dict[str, object]:
    """Links that give the page's tables as files, and print them."""
    address = context["request"].GET.copy()
    address.pop("sheet", None)
    return {"address": address.urlencode(), "request": context.get("request")}


@register.simple_tag(takes_context=True)
def rows(context: RequestContext, shown: Table) -> str:
    """The body of a table."""
    return rows_html(shown.rows, shown.tick, language_of(context))


@register.simple_tag
def options(shown: TableFilter) -> str:
    """The options of a filter."""
    return options_html(shown.choices)


@register.inclusion_tag("parts/lamp.html", takes_context=True)
def lamp(context: RequestContext, colour: str, why: str = "") -> dict[str, object]:
    """A lamp: colour, shape and word, so that it can be told without seeing colour."""
    language = language_of(context)
    label = translate(COLOURS.get(colour, colour), language)  # type: ignore[call-overload]
    return {"colour": colour, "label": label, "why": translate_sentence(why, language)}


@register.simple_tag(takes_context=True)
def say(context: RequestContext, text: object) -> str:
    """A sentence the core made, in the reader's language."""
    return translate_sentence(text if isinstance(text, str) else str(text or ""), language_of(context))


@register.simple_tag
def place(where: Place) -> str:
    """Where something is wrong, without the key the program knows it by where a file or a matter says it."""
    return str(replace(where, key="") if where.file or where.matter else where)


@register.inclusion_tag("parts/chart.html", takes_context=True)
def chart(context: RequestContext, shown: Chart, still: str = "") -> dict[str, object]:
    """A chart drawn in the page, with the same numbers as a table whose every number opens its rows.

    still: the address of the same drawing as a picture, for pages without JavaScript.
    """
    language = language_of(context)
    told = shown.translate(lambda text: translate(text, language)) if language == "en" else shown
    return {
        "chart": told,
        "option": encode(told),
        "built": bundled(),
        "still": still,
        "request": context.get("request"),
    }


@register.inclusion_tag("parts/drawing.html", takes_context=True)
def drawing(context: RequestContext, shown: Chart) -> dict[str, object]:
    """A chart's drawing alone, where its numbers stand beside it already."""
    return {"chart": shown, "option": encode(shown), "built": bundled(), "request": context.get("request")}


@register.simple_tag
def chart_script() -> str:
    """The script that draws charts, where it was built."""
    return format_html('<script src="{}" defer></script>', static(BUNDLE)) if bundled() else ""


@cache
def bundled() -> bool:
    """Whether the script that draws charts was built."""
    return finders.find(BUNDLE) is not None


@register.simple_tag(takes_context=True)
def act_word(context: RequestContext, act: str) -> str:
    """An act's name."""
    return translate(act_label(act), language_of(context))


@register.simple_tag(takes_context=True)
def answered(context: RequestContext, opened: Opened, sent: Entry) -> str:
    """What became of a letter, in a few words."""
    found = answer(opened.history, sent, opened.head, context["request"].desk.today)
    words = translate(BECAME[found.state], language_of(context))
    return f"{words} {found.by.intention.on.isoformat()} {found.by.intention.actor}" if found.by else words


@register.simple_tag(takes_context=True)
def state_word(context: RequestContext, state: str, lifecycle: str = "closed_loop") -> str:
    """A state's name in its lifecycle."""
    return translate(LIFECYCLES[lifecycle].label(state), language_of(context))


@register.simple_tag(takes_context=True)
def role_word(context: RequestContext, role: str) -> str:
    """A role's name."""
    return translate(ROLES.get(role, role), language_of(context))


@register.simple_tag(takes_context=True)
def may(context: RequestContext, page: str) -> bool:
    """Whether the reader's posts have a use for a page, so that a link to it leads somewhere."""
    actor = context.get("actor")
    return bool(actor) and admits(PERMISSIONS[page], actor)


@register.filter
def moment(at: datetime) -> str:
    """Server time as people here read it."""
    return at.astimezone(CHINA_TIME).strftime("%Y-%m-%d %H:%M")


@register.filter
def instant(seconds: int) -> str:
    """Seconds of the clock as people here read time; nothing for none."""
    return moment(datetime.fromtimestamp(seconds, CHINA_TIME)) if seconds else ""


@register.filter
def due_day(day: str) -> str:
    """A due date, nothing when there is none."""
    return "" if day == NEVER else day


@register.filter
def lookup(facts: Mapping[str, Stored], name: str) -> str:
    """The fact of that name as a field shows it."""
    value = facts.get(name)
    return "" if value is None else "、".join(value) if isinstance(value, list) else str(value)


@register.filter
def field_title(fields: Mapping[str, FieldDeclaration], name: str) -> str:
    """The title of the declared field of that name, its unit in brackets."""
    field = fields[name]
    return field.title + (f"（{field.unit}）" if field.unit else "")


@register.filter
def brief(row: TracedRow) -> str:
    """The first few columns of a traced row as one line."""
    hidden = {"id", "number", "state", "source_file", "source_sheet", "source_cell", "unit_path"}
    told = [
        format_scalar(value) for name, value in row.columns if value not in (None, row.number) and name not in hidden
    ]
    return " · ".join(told[:6])


@register.filter
def scalar(value: Scalar) -> str:
    """A typed value as a person reads it: no trailing zeros, 是 and 否."""
    return format_scalar(value)
