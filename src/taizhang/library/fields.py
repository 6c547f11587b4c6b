"""What the index holds of a document, and in which fields.

Pairs of neighbouring characters without positions answer words and short phrases exactly and longer phrases as
candidates, which are then read literally in the register. It is half the size of an index of single characters with
positions and many times faster: the measurements are in docs/library.md.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import tantivy

from taizhang.library import words
from taizhang.library.model import LibraryDocument, Metadata
from taizhang.terms.document_numbers import YEAR_AND_SERIAL, number_key
from taizhang.terms.folding import fold, plain_signs

# One more with each change of the fields, upon which the index is built anew.
FORM = 2
# Any day before most documents; a decade with its leap days; ten years younger counts a third more. Chosen.
ANCHOR, DECADE, DECADE_WEIGHS = date(2000, 1, 1), 3652.5, 4 / 3
# Chosen: at equal words what is in force comes first, and a very good match repealed still before a poor one.
STATUS_WEIGHT = {"in_force": 1.0, "superseded": 0.6, "repealed": 0.4}
# Chosen: a register of documents cites thousands; the name of an issuing body before its year has at most a dozen
# signs.
_CITED_AT_MOST, _LONGEST_BODY = 2_000, 12
_BODY = re.compile(rf"[{words.HAN}]*$")


def schema() -> tantivy.Schema:
    """The fields. Raw ones hold one value each; ``units``, ``pairs`` and ``words`` hold the text."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_unsigned_field("year", indexed=True, fast=True)
    builder.add_float_field("weight", fast=True)
    for name in ("issuer", "profile"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("kind", "level", "status", "unit", "gate", "number"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("units", "sounds", "cited"):
        builder.add_text_field(name, tokenizer_name="spaced", index_option="basic")
    builder.add_text_field("pairs", tokenizer_name="pairs", index_option="basic")
    builder.add_text_field("words", tokenizer_name="spaced", index_option="freq")
    builder.add_text_field("title", tokenizer_name="signs", index_option="position")
    builder.add_text_field("initials", tokenizer_name="letters", index_option="position")
    return builder.build()


def register_tokenizers(index: tantivy.Index) -> None:
    """The ways a field's text is cut: at spaces, into runs and single characters, into letters, into pairs."""
    for name, tokenizer in (
        ("spaced", tantivy.Tokenizer.whitespace()),
        ("signs", tantivy.Tokenizer.regex(rf"[{words.HAN}]|[a-z]+|[0-9]+(?:\.[0-9]+)?")),
        ("letters", tantivy.Tokenizer.regex(r"[a-z0-9]")),
    ):
        index.register_tokenizer(name, tantivy.TextAnalyzerBuilder(tokenizer).build())
    pairs = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2)).filter(tantivy.Filter.custom_stopword(_gaps()))
    index.register_tokenizer("pairs", pairs.build())


@cache
def _gaps() -> list[str]:
    """The pairs of a character and a space: where the characters of two runs meet, nothing stands side by side."""
    characters = [chr(code) for code in (0x3007, *range(0x3400, 0xA000))]
    return [f" {each}" for each in characters] + [f"{each} " for each in characters]


def fields_of(document: LibraryDocument, plain: bytes | None) -> tantivy.Document:
    """The document as the index takes it; ``plain`` is its text with letters folded when they differ."""
    meta = document.meta
    title = fold(meta.title)
    text = (plain.decode() if plain is not None else document.text) + "\n" + title
    out = tantivy.Document()
    out.add_unsigned("id", document.id)
    out.add_unsigned("year", meta.day.year if meta.day else 0)
    out.add_float("weight", weight(meta.day, meta.status))
    for name, value in (("kind", meta.kind), ("issuer", meta.issuer), ("level", meta.level), ("status", meta.status)):
        out.add_text(name, value)
    out.add_text("unit", meta.unit)
    out.add_text("profile", profile(meta))
    out.add_text("gate", gate(meta.level, meta.unit))
    key = number_key(meta.number)
    if key:
        out.add_text("number", key)
        out.add_text("number", key[key.index("[") :])
    out.add_text("cited", _cited_numbers(text))
    characters = words.han(text)
    out.add_text("units", words.units(text, characters))
    out.add_text("pairs", characters)
    out.add_text("words", " ".join(words.words(text)))
    out.add_text("title", title)
    out.add_text("initials", words.title_initials(title))
    out.add_text("sounds", words.homophones(title))
    return out


def profile(meta: Metadata) -> str:
    """Kind, year, level and status in one value, so that their facets are counted in one walk."""
    return f"{meta.kind}|{meta.day.year if meta.day else 0}|{meta.level}|{meta.status}"


def gate(level: str, unit: str) -> str:
    """The value by which a document of one unit and level is let through or held back."""
    return f"{level}|{unit}"


def weight(day: date | None, status: str) -> float:
    """The field by which the score is weighted: ten years younger counts a third more, whatever today is.

    tantivy multiplies a score by log2(2 + field), so the factor wanted is put through the inverse.
    """
    factor = 2 * DECADE_WEIGHS ** (((day or ANCHOR) - ANCHOR).days / DECADE) * STATUS_WEIGHT.get(status, 1.0)
    return float(2 ** max(factor, 1.0)) - 2.0


def _cited_numbers(text: str) -> str:
    """Every document number the text names; where its issuing body begins is open, so each beginning counts."""
    found: set[str] = set()
    plain = plain_signs(text)
    for match in YEAR_AND_SERIAL.finditer(plain):
        before = _BODY.search(plain, max(0, match.start() - _LONGEST_BODY), match.start())
        body, tail = before[0] if before else "", f"[{match[1]}]{int(match[2])}"
        found |= {tail, *(body[-length:] + tail for length in range(2, len(body) + 1))}
        if len(found) > _CITED_AT_MOST:
            break
    return " ".join(found)
