"""What a spreadsheet shows for a number, where its format says more than the digits (ECMA-376 part 1, 18.8.30–31).

``"AQ2026-"000`` shows AQ2026-001 for 1, ``0!.0,"万"`` 1.5万 for 15000, ``0%`` 85% for 0.85, ``0.00`` 3.10 for 3.1.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from taizhang.terms.cut_days import cut_short

# Formats the standard names by number alone; the East Asian ones are dates (18.8.30, zh-cn).
BUILT_IN = {9: "0%", 10: "0.00%", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 49: "@"}
# 18.8.30, the numbers that stand for dates in Chinese, Japanese and Korean.
EAST_ASIAN_DATES = frozenset((*range(27, 32), 36, 50, 51, 52, 53, 54, 57, 58))
HIDDEN = "\x00"
"""Given for a number whose format shows nothing of it, or its opposite."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<power>[Ee][+-])|(?P<plain>.)",
    re.DOTALL,
)
_DATE = re.compile(r'"[^"]*"|[\\!].|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General|G/通用格式', re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_COLOUR = re.compile(r"(?:red|红色|color\s*\d+|颜色\s*\d+)", re.IGNORECASE)
_NUMBER_ONLY = re.compile(r"[\d.,\s¥￥()+-]*")
# Chosen: the formats of offices are far shorter; whoever writes more is not read further, and the number stands as it
# is.
_LONGEST = 200
# 18.8.31: positive numbers, negative ones, nought, text.
MOST_SECTIONS = 4


class _Section(NamedTuple):
    """One section of a format: its tokens as (kind, text), the condition it holds under, whether it colours."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None
    coloured: bool


def is_date(code: str) -> bool:
    """Whether the format shows a day or a time."""
    return bool(re.search(r"[ymdhsYMDHS]", _DATE.sub("", code.split(";")[0])))


def show(code: str, number: Decimal) -> str:
    """What is shown, where it says more than the number; '' where it does not; ``HIDDEN`` where it hides it."""
    if len(code) > _LONGEST:
        return ""
    section, signed = _chosen(_for_numbers(_sections(code)), number)
    if section is None or any(kind in ("general", "power") for kind, _ in section.tokens) or _is_fraction(section):
        return ""
    if any(kind == "text" for kind, _ in section.tokens):
        return ""
    if not any(kind == "digit" for kind, _ in section.tokens):
        words = "".join(text for kind, text in section.tokens if kind == "word").strip()
        return "" if not number else words or HIDDEN
    text = _rendered(section, abs(number)).strip()
    sign = "-" if number < 0 and signed else ""
    if number < 0 and not sign and "-" not in text and "(" not in text and not section.coloured:
        return HIDDEN
    return f"{sign}{text}" if _says_more(section, text, number) else ""


def show_text(code: str, text: str) -> str:
    """What is shown for a text, where its format adds words to it or hides it; '' where it does neither.

    The fourth section is for texts, or a last one with @ in it: ``"AQ2026-"@`` shows AQ2026-001 for 001.
    """
    if len(code) > _LONGEST or ("@" not in code and code.count(";") < MOST_SECTIONS - 1):
        return ""
    sections = _sections(code)
    section = sections[-1]
    placed = any(kind == "text" for kind, _ in section.tokens)
    if len(sections) < MOST_SECTIONS and not placed:
        return ""
    shown = "".join(text if kind == "text" else words for kind, words in section.tokens if kind in ("text", "word"))
    if not placed:
        return shown.strip() or HIDDEN
    return "" if shown.strip() == text.strip() else shown


def _for_numbers(sections: tuple[_Section, ...]) -> tuple[_Section, ...]:
    """The sections numbers are shown by; one for texts alone leaves them as they are."""
    last = any(kind == "text" for kind, _ in sections[-1].tokens)
    return sections[:-1] if last and len(sections) > 1 else sections


def _says_more(section: _Section, text: str, number: Decimal) -> bool:
    kinds = [kind for kind, _ in section.tokens]
    if not _NUMBER_ONLY.fullmatch(text) or "scale" in kinds or _embedded(section):
        return True
    digits = text.strip(" ¥￥()+-")
    if len(digits) > 1 and digits[0] == "0" and digits[1].isdigit():
        return True
    return "point" in kinds and cut_short(abs(number))


def _is_fraction(section: _Section) -> bool:
    """Whether the number is shown as a fraction: # ?/?."""
    return ("word", "/") in section.tokens and ("digit", "?") in section.tokens


def _embedded(section: _Section) -> bool:
    """Whether words stand between the digits: 0000-00-00."""
    places = [n for n, (kind, _) in enumerate(section.tokens) if kind == "digit"]
    return any(kind == "word" for kind, _ in section.tokens[places[0] : places[-1]])


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    found: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    coloured = False
    for match in (*_TOKEN.finditer(code), None):
        if match is None or match["plain"] == ";":
            found.append(_Section(_scaled(tokens), condition, coloured))
            tokens, condition, coloured = [], None, False
        elif match["bracket"] is not None:
            coloured = coloured or bool(_COLOUR.fullmatch(match["bracket"]))
            if limit := _CONDITION.fullmatch(match["bracket"]):
                condition = (limit[1], Decimal(limit[2]))
        elif match.lastgroup in ("general", "digit", "point", "comma", "percent", "power", "text"):
            tokens.append((match.lastgroup, match[0]))
        elif match.lastgroup:
            tokens.append(("word", match[match.lastgroup]))
    return tuple(found)


def _scaled(tokens: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Commas right after the last digit of a part divide by a thousand; others group."""
    out: list[tuple[str, str]] = []
    for n, (kind, text) in enumerate(tokens):
        if kind == "comma":
            rest = [one for one, _ in tokens[n + 1 :] if one != "comma"]
            before = any(one == "digit" for one, _ in tokens[:n])
            kind = (
                "scale" if before and "digit" not in rest[: rest.index("point") if "point" in rest else None] else kind
            )
        out.append((kind, text))
    return tuple(out)


def _chosen(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section | None, bool]:
    """The section for the number, and whether a minus sign is set before what it shows."""
    if any(one.condition for one in sections):
        for one in sections:
            if one.condition is None or _holds(one.condition, number):
                return one, True
        return None, True
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _holds(condition: tuple[str, Decimal], number: Decimal) -> bool:
    sign, limit = condition
    answers = {"<": number < limit, ">": number > limit, "=": number == limit}
    return not answers["="] if sign == "<>" else any(answers[one] for one in sign)


def _rendered(section: _Section, number: Decimal) -> str:
    """The number, not negative, set into the section's digits."""
    kinds = [kind for kind, _ in section.tokens]
    number = number.scaleb(2 * kinds.count("percent") - 3 * kinds.count("scale"))
    point = kinds.index("point") if "point" in kinds else len(kinds)
    decimals = kinds[point:].count("digit")
    whole, _, fraction = format(number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), "f").partition(".")
    return _whole(section.tokens[:point], whole) + _fraction(section.tokens[point:], fraction)


def _whole(tokens: tuple[tuple[str, str], ...], digits: str) -> str:
    """The digits set from the right; those left over stand at the first place."""
    places = [n for n, (kind, _) in enumerate(tokens) if kind == "digit"]
    rest, out = digits.lstrip("0"), []
    grouped = any(kind == "comma" for kind, _ in tokens)
    if grouped and rest:
        return "".join(
            f"{int(rest):,}" if n == places[0] else text
            for n, (kind, text) in enumerate(tokens)
            if n == places[0] or kind in ("word", "percent")
        )
    for n in range(len(tokens) - 1, -1, -1):
        kind, text = tokens[n]
        if kind == "digit":
            take = len(rest) if places and n == places[0] else 1
            piece, rest = (rest[-take:], rest[:-take]) if rest and take else ("", rest)
            out.append(piece or {"0": "0", "#": "", "?": " "}[text])
        elif kind in ("word", "percent"):
            out.append(text)
    return "".join(reversed(out))


def _fraction(tokens: tuple[tuple[str, str], ...], digits: str) -> str:
    """The decimals; zeros that only # asks for are not shown."""
    wanted = [text for kind, text in tokens if kind == "digit"]
    while digits.endswith("0") and wanted[len(digits) - 1] != "0":
        digits = digits[:-1]
    left = iter(digits)
    out = ""
    for kind, text in tokens:
        if kind == "digit":
            out += next(left, "")
        elif kind != "scale" and (kind != "point" or digits):
            out += text
    return out
