"""Rules of what closes a document: attachment note, signature and date, imprint; and of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taizhang.proof.files.printed import PrintedPage
from taizhang.proof.layout.found import Fault
from taizhang.proof.layout.measure import Look, Measured
from taizhang.proof.layout.profile import Profile
from taizhang.proof.layout.text_rules import main_font
from taizhang.proof.parts import date_of
from taizhang.proof.word.package import Element, q
from taizhang.terms.sentence import sentence

_ANNEX = re.compile(r"^\s*附\s*件\s*[：:]")
_ITEM = re.compile(r"^\s*(?:附\s*件\s*[：:])?\s*\d{0,2}\s*[.．]?")
_PADDED = re.compile(r"年0\d|月0\d")
_CHINESE_YEAR = re.compile(r"^\s*[〇○零一二三四五六七八九]{4}年")
_COPIES = re.compile(r"^\s*抄\s*送\s*(?P<colon>[：:])")
_EMPTY = re.compile(r"^\s*[（(]?\s*此页无正文\s*[）)]?\s*$")
# Characters of a line, GB/T 9704-2012 5.2.3; a line of fewer than four signs may stand anywhere.
_LINE, _TOLD = 28.0, 4


def date_form(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L19 (7.3.5.4): the day in Arabic digits without leading zeros."""
    for look in measured.of("signature"):
        if not date_of(look.text):
            continue
        if _CHINESE_YEAR.match(look.text):
            yield Fault(
                "L19",
                sentence("成文日期“{words}”用了汉字数字，应用阿拉伯数字。", words=look.text.strip()),
                "改为阿拉伯数字。",
                look,
            )
        elif _PADDED.search(look.text):
            yield Fault(
                "L19", sentence("成文日期“{words}”的月、日编了虚位。", words=look.text.strip()), "去掉前面的0。", look
            )


def signature_place(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L20 (7.3.5.1, 7.3.5.2): either way to set signature and date is right; nothing else is."""
    looks = measured.of("signature")
    dates = [look for look in looks if date_of(look.text)]
    if len(looks) < 2 or len(looks) > 3 or not dates or _CHINESE_YEAR.match(dates[0].text):
        return
    signed = [look for look in looks if look is not dates[0] and not look.text.strip().startswith(("（", "("))]
    if len(signed) != 1:
        return
    if looks.index(dates[0]) < looks.index(signed[0]):
        yield Fault("L20", "成文日期在署名之上，应在署名之下。", "把日期移到署名下一行。", dates[0])
        return
    who, day = _width(signed[0].text), _width(dates[0].text)
    right, below = _gap(signed[0], who), _gap(dates[0], day)
    if right is None or below is None:
        return
    sealed = abs(below - 4) <= 1 and abs(right + who / 2 - (below + day / 2)) <= 1
    shifted = abs((right + who) - (below + day) - 2) <= 1 and (abs(right - 2) <= 1 or abs(below - 2) <= 1)
    if not sealed and not shifted:
        said = sentence(
            "署名右空{right}字、日期右空{below}字，两种编排都不合。", right=f"{right:.1f}", below=f"{below:.1f}"
        )
        yield Fault(
            "L20",
            said,
            "盖章的：日期右空四字，署名以日期为准居中；不盖章的：署名右空二字，日期首字右移二字。",
            dates[0],
        )


def annexes(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L21 (7.3.4): the note of attachments one line below the text, two characters in, names without end marks."""
    for look in measured.of("attachment"):
        if not _ITEM.match(look.text) or len(look.text.strip()) <= 5:
            continue
        if look.text.rstrip().endswith(("。", "；", "，", "、", ";", ",")):
            yield Fault(
                "L21", sentence("附件名称“{words}”后加了标点。", words=look.text.strip()), "去掉末尾的标点。", look
            )
        if _ANNEX.match(look.text):
            if look.gap < 0.6:
                yield Fault("L21", "附件说明与正文之间没有空一行。", "附件说明段前空一行。", look)
            if abs(look.left + look.first - profile.indents.paragraph) > 0.5:
                yield Fault(
                    "L21",
                    sentence("附件说明左空{indent}字，应空二字。", indent=f"{look.left + look.first:.1f}"),
                    "首行缩进2字符。",
                    look,
                )


def imprint(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L17 (7.4.2, 7.4.3): 4号 仿宋."""
    for look in measured.of("imprint"):
        if look.share(profile.fonts("fangsong")) < 0.5:
            yield Fault(
                "L17",
                sentence("版记字体为{font}，应为仿宋。", font=main_font(look)),
                "改为仿宋。",
                look,
                main_font(look),
            )
        elif abs(look.size - profile.sizes.imprint) > profile.sizes.tolerance:
            yield Fault(
                "L17",
                sentence(
                    "版记字号为{size}磅，应为{wanted}磅（4号）。",
                    size=f"{look.size:g}",
                    wanted=f"{profile.sizes.imprint:g}",
                ),
                "改为4号。",
                look,
            )


def copies(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L28 (7.4.2): 抄送 is followed by a full-width colon, and its list ends in a full stop."""
    for look in measured.of("imprint"):
        match = _COPIES.match(look.text)
        if match and match["colon"] != "：":
            yield Fault("L28", "“抄送”后用了半角冒号，应为全角冒号。", "改为“：”。", look)
        elif match and not look.text.rstrip().endswith("。"):
            yield Fault("L28", "抄送机关的最后没有标句号。", "末尾加“。”。", look)


def empty_page(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L30 (7.3.5.5): a page of signature alone is avoided by spacing, not by saying so."""
    for look in measured.of("body", "signature"):
        if _EMPTY.match(look.text):
            yield Fault(
                "L30",
                sentence("用了“{words}”，应调整行距、字距，使署名与正文同页。", words=look.text.strip()),
                "删去这一行，调整行距或字距。",
                look,
            )


def rules_of_imprint(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L18 (7.4.1): the first and the last line of the imprint are its thickest."""
    for table in dict.fromkeys(_table_of(look.standing.element) for look in measured.of("imprint")):
        if table is None:
            continue
        edges = {
            side: int(str(found.get(q("sz"), "0")) or 0)
            for side in ("top", "bottom", "insideH")
            if (found := table.find(f"{q('tblPr')}/{q('tblBorders')}/{q(side)}")) is not None
            and found.get(q("val")) not in ("none", "nil")
        }
        if "insideH" in edges and min(edges.get("top", 0), edges.get("bottom", 0)) < edges["insideH"]:
            yield Fault("L18", "版记首末线没有粗于中间线。", "首末线0.35毫米（1磅），中间线0.25毫米（0.75磅）。")


def table_headings(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L22: a table that may run over a page repeats its heading row."""
    root = measured.walk.package.tree(measured.walk.package.main)
    for number, table in enumerate(root.iter(q("tbl")), 1):
        rows = table.findall(q("tr"))
        if len(rows) >= profile.table.rows and not _repeats(rows[0]):
            yield Fault(
                "L22",
                sentence("第{number}个表有{rows}行，首行没有设为重复标题行。", number=number, rows=len(rows)),
                "选中首行，勾选“在各页顶端以标题行形式重复”。",
            )


def crossing_tables(measured: Measured, profile: Profile, sheets: Sequence[PrintedPage]) -> Iterator[Fault]:
    """L22, on printed pages: a shorter table that does run over a page repeats its heading row."""
    root = measured.walk.package.tree(measured.walk.package.main)
    pages = [["".join(row.text.split()) for row in sheet.rows] for sheet in sheets]
    for number, table in enumerate(root.iter(q("tbl")), 1):
        rows = table.findall(q("tr"))
        if not 2 < len(rows) < profile.table.rows or _repeats(rows[0]):
            continue
        first, last = (_page(pages, "".join(_words(row).split())) for row in (rows[0], rows[-1]))
        if 0 <= first < last:
            yield Fault(
                "L22",
                sentence(
                    "第{number}个表从第{first}页排到第{last}页，首行没有设为重复标题行。",
                    number=number,
                    first=first + 1,
                    last=last + 1,
                ),
                "选中首行，勾选“在各页顶端以标题行形式重复”。",
            )


def _words(row: Element) -> str:
    return "".join(one.text or "" for one in row.iter(q("t")))


def _page(pages: list[list[str]], words: str) -> int:
    """The only page that has this line, counted from 0; -1 when none has, or several have."""
    found = [at for at, lines in enumerate(pages) if len(words) >= _TOLD and words in lines]
    return found[0] if len(found) == 1 else -1


def _repeats(row: Element) -> bool:
    found = row.find(f"{q('trPr')}/{q('tblHeader')}")
    return found is not None and found.get(q("val"), "1") not in ("0", "false", "off")


def _table_of(element: Element) -> Element | None:
    return next((one for one in element.iterancestors() if one.tag == q("tbl")), None)


def _width(text: str) -> float:
    """Characters of a line's width, white space at its ends left out."""
    return sum(0.5 if sign < "\x7f" else 1.0 for sign in text.strip(" \u3000\t"))


def _gap(look: Look, width: float) -> float | None:
    """Characters between a line's end and the right margin, None when tabs decide it."""
    if "\t" in look.text:
        return None
    if look.align == "right":
        tail = look.text[len(look.text.rstrip(" \u3000")) :]
        return look.right + sum(1.0 if sign == "\u3000" else 0.5 for sign in tail)
    if look.align == "center":
        return (_LINE - width) / 2
    return _LINE - look.left - look.first - width


CLOSE_RULES = (date_form, signature_place, annexes, imprint, copies, rules_of_imprint, table_headings, empty_page)
