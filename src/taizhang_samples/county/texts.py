"""Write words as clerks do: synonyms, stray spaces, short names, several units in one cell."""

from collections.abc import Mapping, Sequence

from taizhang_samples.county.names import COUNTY, TOWNSHIPS, office_of, short_office_of, short_township
from taizhang_samples.county.pen import Pen, full_width

DONE = ("已完成", "完成", "√", "办结", "已办结", "办理完毕", "已落实", "是")
OPEN = ("未完成", "办理中", "正在办理", "推进中", "×", "未办结", "进行中", "否", "在办")
YES = ("是", "√", "有", "Y")
NO = ("否", "×", "无", "N")
BAD_STATUSES = ("待核实", "同上", "？", "90%", "基本完成", "另行研究", "见附件", "部分完成")

# Weights, invented: most units are written in full.
_PLACE_STYLES = {
    "plain": 70,
    "short": 7,
    "spaced": 5,
    "trailing": 5,
    "leading": 2,
    "office": 5,
    "short_office": 3,
    "county": 3,
}
KINDS = frozenset(
    {f"place_{style}" for style in _PLACE_STYLES} | {"synonym", "stray_space", "full_width_letter", "formula_like"}
)
KIND_NAMES = frozenset(f"text:{kind}" for kind in KINDS)


def write_place(name: str, column: str, pen: Pen, *, exactly: bool = False) -> str:
    """Write a unit: in full, short, spaced out, as its office or with the county before it.

    ``exactly`` keeps a department's full name, for columns from which figures by department are drawn.
    """
    styles = dict(_PLACE_STYLES)
    if name not in TOWNSHIPS:
        for style in ("short", "spaced", "office", "county", *(("short_office",) if exactly else ())):
            styles.pop(style)
    style = pen.habit(f"{column}/place", styles) if pen.chance(0.5) else "plain"
    pen.note(f"text:place_{style}")
    written = {
        "plain": name,
        "short": short_township(name),
        "spaced": " ".join(name),
        "trailing": f"{name}{pen.pick((' ', '　'))}",
        "leading": f" {name}",
        "office": office_of(name),
        "short_office": short_office_of(name),
        "county": f"{COUNTY}{name}",
    }
    return written[style]


def write_choice(value: str, synonyms: Mapping[str, Sequence[str]], column: str, pen: Pen) -> str:
    """Write a fixed value in one of its synonyms, sometimes with a stray space behind."""
    words = synonyms[value]
    word = pen.habit(f"{column}/{value}", dict.fromkeys(words, 1))
    if word != value:
        pen.note("text:synonym")
    if word and pen.chance(0.04):
        pen.note("text:stray_space")
        return f"{word}{pen.pick((' ', '　'))}"
    return word


def write_letter(letter: str, pen: Pen) -> str:
    """Write a class A, B or C in capitals, small, full width or with 类."""
    style = pen.pick(("{0}", "{0}", "{0}类", "small", "wide", "wide_class"))
    if style.startswith("wide"):
        pen.note("text:full_width_letter")
        return full_width(letter) + ("类" if style == "wide_class" else "")
    return letter.lower() if style == "small" else style.format(letter)


def write_units(units: Sequence[str], mark: str) -> str:
    """Write several units in one cell, parted as this sheet parts them."""
    return mark.join(units)


def write_formula_like(pen: Pen) -> str:
    """Write a remark that a careless program would run."""
    pen.note("text:formula_like")
    return pen.pick(
        ("=1+1", "=SUM(B2:B9)", "+3人列席", "@全体科室", "-2会议室改线上", "'=2+3", '=HYPERLINK("x")', "=cmd|'/c x'!A1")
    )


def is_formula_like(text: object) -> bool:
    """Say whether a cell's text begins as a formula would."""
    return isinstance(text, str) and text[:1] in "=+-@'" and len(text) > 1
