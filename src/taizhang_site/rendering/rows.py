"""The rows of the one table and the options of its filters as HTML, joined in Python: a page has thousands of pieces."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from taizhang.matters.lamps import COLOURS
from taizhang_site.rendering.language import translate
from taizhang_site.rendering.tables import FilterChoice, TableCell, TableRow

# Chosen: the words of one largest page.
_plain = lru_cache(maxsize=20_000)(escape)


@lru_cache(maxsize=10_000)
def lamp_html(colour: str, why: str, language: str) -> SafeString:
    """A lamp as its template draws it; few reasons are told of many matters."""
    label = translate(COLOURS.get(colour, colour), language)  # type: ignore[call-overload]
    drawn = get_template("parts/lamp.html").render({"colour": colour, "label": label, "why": why})
    return SafeString(drawn.strip())


def _cell(cell: TableCell, language: str) -> str:
    if cell.kind == "lamp":
        inner: str = lamp_html(cell.text, cell.why, language)
    elif cell.href:
        inner = f'<a href="{escape(cell.href)}">{escape(cell.text)}</a>'
    else:
        inner = _plain(cell.text)
    return f'<td class="c-{cell.kind}">{inner}</td>'


def rows_html(rows: Iterable[TableRow], tick: bool, language: str) -> SafeString:
    """The body of a table; ``tick``: each row begins with a box that sends its key to the form ``bulk``."""
    pick = escape(translate("选取", language))
    parts = []
    for row in rows:
        box = (
            f'<td class="pick"><input type="checkbox" name="matter" value="{escape(row.key)}" form="bulk"'
            f' aria-label="{pick} {escape(row.cells[0].text)}"></td>\n'
            if tick
            else "\n"
        )
        parts.append(f"<tr>{box}{''.join(_cell(cell, language) for cell in row.cells)}</tr>")
    return mark_safe("".join(parts))  # every piece above is escaped


@lru_cache(maxsize=100)
def _options(choices: tuple[tuple[str, str], ...]) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in choices)


def options_html(choices: Iterable[FilterChoice]) -> SafeString:
    """The options of a filter; a thousand units are written once, not on each page."""
    told = tuple(choices)
    html = _options(tuple((one.value, one.label) for one in told))
    for one in told:
        if one.chosen:
            option = f'<option value="{escape(one.value)}"'
            html = html.replace(f"{option}>", f"{option} selected>", 1)
    return mark_safe(html)
