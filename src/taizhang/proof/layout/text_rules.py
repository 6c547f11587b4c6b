"""Rules of the text: faces, sizes, spacing and indents of title, addressee, headings and body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.proof.layout.found import Fault
from taizhang.proof.layout.measure import Look, Measured
from taizhang.proof.layout.profile import Profile
from taizhang.terms.sentence import chain, sentence

NAMES = {"fangsong": "仿宋", "kai": "楷体", "hei": "黑体", "xiaobiaosong": "小标宋", "song": "宋体"}
# 7.3.3, the four levels.
HEADINGS = {1: "hei", 2: "kai", 3: "fangsong", 4: "fangsong"}
_LEAD = re.compile(r"^[^。：:；]*[。：:]?")
# By characters: a paragraph is in a face when most of it is.
_MOST = 0.5
_CHINESE = "一二三四"


def main_font(look: Look) -> str:
    """The Chinese font most of the paragraph is in."""
    share: dict[str, int] = {}
    for one in look.stretches:
        share[one.east] = share.get(one.east, 0) + len(one.text)
    return max(share, key=lambda name: share[name], default="") or "未指定的字体"


def body_face(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L04 (5.2.2): body, addressee, attachment note and signature are in 仿宋; a run-in heading before them is not."""
    fangsong = profile.fonts("fangsong")
    for look in measured.of("body", "addressee", "attachment", "signature"):
        if not _is_plain(look) or _is_label(look):
            continue
        if look.share(fangsong, lead(look)) < _MOST:
            yield Fault(
                "L04",
                sentence("正文字体为{font}，应为仿宋。", font=main_font(look)),
                "改为仿宋。",
                look,
                main_font(look),
            )


def body_size(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L05 (5.2.2): … in 3号."""
    for look in measured.of("body", "addressee", "attachment", "signature"):
        if _is_plain(look) and _is_off(look.size, profile.sizes.body, profile):
            yield Fault(
                "L05",
                sentence(
                    "正文字号为{size}磅，应为{wanted}磅（3号）。",
                    size=f"{look.size:g}",
                    wanted=f"{profile.sizes.body:g}",
                ),
                "改为3号。",
                look,
                f"{look.size:g}",
            )


def spacing(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L06: lines stand so far apart that 22 fill the page, and paragraphs no farther."""
    low, high = profile.grid.spacing
    for look in measured.of("addressee", "body", "heading"):
        if not _is_plain(look):
            continue
        before = 0.0 if look.zone == "addressee" else look.before
        if look.line and not low - 0.05 <= look.line <= high + 0.05:
            yield Fault(
                "L06",
                sentence(
                    "行距约{line}磅，应为{low}至{high}磅。", line=f"{look.line:.1f}", low=f"{low:g}", high=f"{high:g}"
                ),
                "改为固定值28.95磅。",
                look,
            )
        elif before > 2 or look.after > 2:
            said = sentence("段前{before}磅、段后{after}磅，应为0。", before=f"{before:.0f}", after=f"{look.after:.0f}")
            yield Fault("L06", said, "段前段后改为0。", look)


def indent(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L07 (7.3.3): each paragraph begins two characters in, its other lines at the margin."""
    wanted, slack = profile.indents.paragraph, profile.indents.tolerance
    for look in measured.of("body", "heading"):
        if not _is_plain(look):
            continue
        if abs(look.left + look.first - wanted) > slack:
            yield Fault(
                "L07",
                sentence("段首空{indent}字，应空二字。", indent=f"{look.left + look.first:.1f}"),
                "首行缩进2字符。",
                look,
            )
        elif abs(look.left) > slack:
            yield Fault(
                "L07",
                sentence("回行左空{left}字，应顶格。", left=f"{look.left:.1f}"),
                "左缩进改为0，首行缩进2字符。",
                look,
            )


def title(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L08 to L10 (7.3.1): 小标宋, 2号, centred. What stands under a title in brackets or in small is not the title."""
    titles = measured.of("title")
    big = any(look.size >= profile.sizes.title - profile.sizes.tolerance for look in titles)
    for look in titles:
        if look.text.strip().startswith(("（", "(", "—")) or (big and look.size <= profile.sizes.body + 0.5):
            continue
        if look.share(profile.fonts("xiaobiaosong")) < _MOST:
            yield Fault("L08", sentence("标题字体为{font}，应为小标宋。", font=main_font(look)), "改为小标宋体。", look)
        if _is_off(look.size, profile.sizes.title, profile):
            yield Fault(
                "L09",
                sentence(
                    "标题字号为{size}磅，应为{wanted}磅（2号）。",
                    size=f"{look.size:g}",
                    wanted=f"{profile.sizes.title:g}",
                ),
                "改为2号。",
                look,
            )
        if look.align != "center":
            yield Fault("L10", "标题没有居中。", "标题居中。", look)
        elif abs(look.first + look.left) > 0.5:
            yield Fault(
                "L10",
                sentence("标题带有{indent}字的缩进，没有真正居中。", indent=f"{look.first + look.left:.1f}"),
                "去掉标题的缩进。",
                look,
            )


def addressee(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L11 and L24 (7.3.2): flush left with a full-width colon, one line below the title."""
    for look in measured.of("addressee"):
        if look.align in ("center", "right") or abs(look.left + look.first) > 0.5:
            yield Fault("L11", "主送机关没有顶格。", "去掉主送机关的缩进，左对齐。", look)
        if look.text.rstrip().endswith(":"):
            yield Fault("L11", "主送机关后用了半角冒号，应为全角冒号。", "改为“：”。", look)
        if look.gap < 0.6:
            yield Fault("L24", "标题与主送机关之间没有空一行。", "标题段后空一行。", look)


def headings(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L12 and L13 (7.3.3): the four levels in 黑体, 楷体, 仿宋, 仿宋, all in 3号. Bold is neither asked for nor forbidden."""
    for look in measured.of("heading", "body"):
        if not look.level or look.standing.kind == "table":
            continue
        face, level = HEADINGS[look.level], sentence("第{number}层标题", number=_CHINESE[look.level - 1])
        whole = look.zone == "heading"
        wrong = look.share(profile.fonts(face), 0, None if whole else lead(look)) < _MOST
        # A numbered paragraph all in the face of the body is an item of a list as well as a heading that runs in.
        if wrong and (whole or look.share(profile.fonts("fangsong")) < 1):
            has = main_font(look) if whole else _lead_font(look)
            value = has if face == "fangsong" else ""
            yield Fault(
                "L12",
                sentence("{level}字体为{has}，应为{face}。", level=level, has=has, face=NAMES[face]),
                sentence("改为{face}。", face=NAMES[face]),
                look,
                value,
            )
        if whole and _is_off(look.size, profile.sizes.body, profile):
            yield Fault(
                "L13",
                sentence(
                    "{level}字号为{size}磅，应为{wanted}磅（3号）。",
                    level=level,
                    size=f"{look.size:g}",
                    wanted=f"{profile.sizes.body:g}",
                ),
                "改为3号。",
                look,
                f"{look.size:g}",
            )


def substitutes(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L25: fonts that stand in for those the standard names."""
    used = {one.east for look in measured.looks for one in look.stretches if one.east}
    instead = {font: name for name, face in profile.faces.items() for font in face.substitute if font in used}
    if instead:
        listed = chain(
            (sentence("{font}代{face}", font=font, face=NAMES[name]) for font, name in sorted(instead.items())), "、"
        )
        yield Fault("L25", sentence("用了替代字体：{listed}。", listed=listed), "送印前换成标准字体。")


def lead(look: Look) -> int:
    """Where the heading a paragraph begins with ends, 0 when it begins with none."""
    match = _LEAD.match(look.text) if look.level else None
    return match.end() if match and match.end() < len(look.text.rstrip()) else 0


def _lead_font(look: Look) -> str:
    return next((one.east for one in look.stretches if one.text.strip()), "") or "未指定的字体"


def _is_plain(look: Look) -> bool:
    """Whether it is running text: neither in a table nor set aside; what closes a text stands at the right by rule."""
    return look.standing.kind != "table" and (look.zone in ("signature", "addressee") or not look.aside)


def _is_label(look: Look) -> bool:
    """附件 and its number before an attachment, which are in 黑体 (7.3.7)."""
    return look.zone == "attachment" and len(look.text.strip()) <= 5


def _is_off(size: float, wanted: float, profile: Profile) -> bool:
    return bool(size) and abs(size - wanted) > profile.sizes.tolerance


TEXT_RULES = (body_face, body_size, spacing, indent, title, addressee, headings, substitutes)
