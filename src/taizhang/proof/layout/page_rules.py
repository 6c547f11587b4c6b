"""Rules of the page: paper, margins, colour, page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.proof.layout.found import Fault
from taizhang.proof.layout.measure import Look, Measured, Section
from taizhang.proof.layout.profile import Profile
from taizhang.proof.word.package import Element, q
from taizhang.terms.sentence import chain, sentence

_DASHED = re.compile(r"^[\s\u3000]*—[ \u3000]?\d{0,4}[ \u3000]?—[\s\u3000]*$")
_PAGE = re.compile(r"\bPAGE\b")
_SIDES = {"default": ("right", "单页码", "右"), "even": ("left", "双页码", "左")}


def paper(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L01 (5.1): every section is on A4, upright or on its side."""
    page = profile.page
    for section in measured.sections:
        if not section.width:
            yield Fault("L01", "没有设定纸张，应为A4。", "把纸张设为A4。")
            continue
        sides, wanted = sorted((section.width, section.height)), sorted((page.width, page.height))
        if any(abs(one - other) > page.tolerance for one, other in zip(sides, wanted, strict=True)):
            said = sentence(
                "纸张为{width}×{height}毫米，应为{wanted_width}×{wanted_height}毫米。",
                width=f"{section.width:.0f}",
                height=f"{section.height:.0f}",
                wanted_width=f"{page.width:.0f}",
                wanted_height=f"{page.height:.0f}",
            )
            yield Fault("L01", said, "把纸张改为A4。")


def margins(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L02 (5.2.1): the margins that make the type area; those of a table on its side are its own (8)."""
    page = profile.page
    for section in measured.sections:
        if section.landscape or _is_other_paper(section, profile):
            continue
        wrong = [
            sentence("{name}{has}毫米（应为{wanted}）", name=name, has=f"{has:.1f}", wanted=f"{wanted:.0f}")
            for name, has, wanted in (
                ("上边距", section.top, page.top),
                ("左边距", section.left, page.left),
                ("右边距", section.right, page.right),
                ("下边距", section.bottom, page.bottom),
            )
            if abs(has - wanted) > page.tolerance + 0.05
        ]
        if wrong:
            yield Fault(
                "L02",
                sentence("页边距不合：{wrong}。", wrong=chain(wrong, "、")),
                "按天头37、订口28、右26、下35毫米设置。",
            )


def colour(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L23 (5.2.4): text below the letterhead is black."""
    for look in measured.of("title", "addressee", "heading", "body", "attachment", "signature"):
        coloured = [one for one in look.stretches if one.colour and one.text.strip()]
        if coloured and not any(_is_marked(one.run) for one in coloured):
            yield Fault(
                "L23", sentence("文字颜色为#{colour}，应为黑色。", colour=coloured[0].colour), "改为黑色或自动。", look
            )


def numbers(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L14 to L16 (7.5): — 1 —, odd pages at the right, even pages at the left, 4号 宋体."""
    section = next((one for one in measured.sections if not one.landscape), None)
    if section is None:
        return
    found = {
        kind: look
        for kind, part in section.footers.items()
        if kind in _SIDES and (look := _page_number_of(measured, part))
    }
    if not found:
        yield Fault("L14", "没有页码。", "在页脚插入页码，左右各加一条一字线。")
        return
    undashed = [look for look in found.values() if not _DASHED.match(look.text)]
    if undashed:
        yield Fault(
            "L14",
            sentence("页码写作“{words}”，数字左右应各有一条一字线。", words=undashed[0].text.strip()),
            "改为“— 1 —”的样子。",
        )
    yield from _sides(measured, found)
    for look in found.values():
        yield from _type(look, profile)


def _page_number_of(measured: Measured, part: str) -> Look | None:
    """The paragraph of a footer that holds the page number."""
    for look in measured.looks:
        if look.standing.part == part and _PAGE.search(_instructions(look.standing.element)):
            return look
    return None


def _instructions(element: Element) -> str:
    simple = " ".join(str(one.get(q("instr"))) for one in element.iter(q("fldSimple")))
    return f"{simple} {''.join(one.text or '' for one in element.iter(q('instrText')))}"


def _sides(measured: Measured, found: dict[str, Look]) -> Iterator[Fault]:
    if not measured.has_even_pages or "even" not in found:
        yield Fault("L15", "单页码和双页码没有分列左右。", "勾选“奇偶页不同”，单页码居右空一字，双页码居左空一字。")
        return
    for kind, look in found.items():
        side, name, words = _SIDES[kind]
        if _is_framed(look):
            continue
        gap = look.right + _trailing(look.text) if side == "right" else look.left + look.first
        if look.align != side and not (side == "left" and look.align == "both"):
            yield Fault(
                "L15",
                sentence("{name}没有居{words}。", name=name, words=words),
                sentence("{name}居{words}空一字。", name=name, words=words),
                look,
            )
        elif abs(gap - 1.0) > 0.5:
            yield Fault(
                "L15",
                sentence("{name}居{words}空{gap}字，应空一字。", name=name, words=words, gap=f"{gap:.1f}"),
                sentence("{name}居{words}空一字。", name=name, words=words),
                look,
            )


def _is_framed(look: Look) -> bool:
    properties = look.standing.element.find(q("pPr"))
    return properties is not None and properties.find(q("framePr")) is not None


def _trailing(text: str) -> float:
    return sum(1.0 if one == "\u3000" else 0.5 for one in text[len(text.rstrip(" \u3000")) :])


def _type(look: Look, profile: Profile) -> Iterator[Fault]:
    digits = next((one for one in look.stretches if any(sign.isdigit() for sign in one.text)), None)
    if digits is None:
        return
    if abs(digits.size - profile.sizes.number) > profile.sizes.tolerance:
        yield Fault(
            "L16",
            sentence(
                "页码为{size}磅，应为{wanted}磅（4号）。", size=f"{digits.size:g}", wanted=f"{profile.sizes.number:g}"
            ),
            "改为4号。",
            look,
        )
    elif not profile.is_face("song", digits.latin):
        yield Fault(
            "L16", sentence("页码数字用{font}，应为宋体。", font=digits.latin or "未指定的字体"), "改为宋体。", look
        )


def _is_other_paper(section: Section, profile: Profile) -> bool:
    return abs(section.width - profile.page.width) > 1 or abs(section.height - profile.page.height) > 1


def _is_marked(run: Element | None) -> bool:
    """Whether the text is somebody's open change or a marked gap, coloured on purpose until it is settled."""
    if run is None:
        return False
    return any(parent.tag in (q("ins"), q("sdtContent")) for parent in run.iterancestors())


PAGE_RULES = (paper, margins, colour, numbers)
