"""Rules of the letterhead and of an attachment's label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.proof.layout.found import Fault
from taizhang.proof.layout.measure import Look, Measured
from taizhang.proof.layout.profile import Profile
from taizhang.proof.layout.text_rules import NAMES, main_font
from taizhang.terms.sentence import sentence

_MARK = re.compile(r"^\s*[\u4e00-\u9fff、（）]{2,40}(?:文件|令|纪要)\s*$")
_CLASS = re.compile(r"^\s*(?:(?:绝密|机密|秘密)(?:★.{0,8})?|特急|加急|特提|平急)\s*$")
_NUMBER = re.compile(r"^\s*[\u4e00-\u9fff]{2,14}\s*[〔\[【(（]\d{4}[〕\]】)）]\s*第?\d+\s*号\s*$")
_LABEL = re.compile(r"^\s*附\s*件\s*\d{0,2}\s*$")


def letterhead(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L26 (7.2): secrecy and urgency in 3号 黑体, the body's name centred in red, its number in 3号 仿宋."""
    for look in measured.of("letterhead"):
        if _CLASS.match(look.text):
            yield from _set(look, "hei", "密级、紧急程度", profile)
        elif _MARK.match(look.text):
            if look.align != "center":
                yield Fault("L26", "发文机关标志没有居中。", "发文机关标志居中。", look)
            if not any(_is_red(one.colour) for one in look.stretches):
                yield Fault("L26", "发文机关标志不是红色。", "改为红色。", look)
        elif _NUMBER.match(look.text):
            yield from _set(look, "fangsong", "发文字号", profile)


def label(measured: Measured, profile: Profile) -> Iterator[Fault]:
    """L27 (7.3.7): 附件 and its number in 3号 黑体, flush left."""
    for look in measured.of("attachment"):
        if _LABEL.match(look.text):
            yield from _set(look, "hei", "“附件”二字", profile, "L27")
            if abs(look.left + look.first) > 0.5 or look.align in ("center", "right"):
                yield Fault("L27", "“附件”二字没有顶格。", "去掉缩进，左对齐。", look)


def _set(look: Look, face: str, what: str, profile: Profile, rule: str = "L26") -> Iterator[Fault]:
    if look.share(profile.fonts(face)) < 0.5:
        value = main_font(look) if face == "fangsong" else ""
        yield Fault(
            rule,
            sentence("{what}字体为{font}，应为{face}。", what=what, font=main_font(look), face=NAMES[face]),
            sentence("改为{face}。", face=NAMES[face]),
            look,
            value,
        )
    if abs(look.size - profile.sizes.body) > profile.sizes.tolerance:
        yield Fault(
            rule,
            sentence(
                "{what}字号为{size}磅，应为{wanted}磅（3号）。",
                what=what,
                size=f"{look.size:g}",
                wanted=f"{profile.sizes.body:g}",
            ),
            "改为3号。",
            look,
            f"{look.size:g}",
        )


def _is_red(colour: str) -> bool:
    """Whether a hexadecimal colour is a red: much of it, little else."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return False
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 0xA0 and green <= 0x50 and blue <= 0x50


HEAD_RULES = (letterhead, label)
