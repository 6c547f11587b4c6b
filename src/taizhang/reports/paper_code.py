"""The code printed on a frozen paper (核验码): what its numbers stand on, short enough to be typed, safe enough to be an anchor.

It is over the report, the period, the journal's size and root, and the catalogue's revision: all of them known before the
documents are written, which the manifest's own digest is not. Whoever keeps the paper keeps a checkpoint.
"""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import segno

from taizhang.terms.problem import Problem, Refused

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECKS = DIGITS + "*~$=U"
"""Crockford's base 32 and the five further check symbols, of the number modulo 37: no single wrong character and no two
neighbours in each other's place go by unseen."""
_READ = str.maketrans("ILO", "110")
# 26 × 5 bits = 130 bits: chosen, twice 64 and a little; groups of five: chosen, as licence keys are typed.
_LENGTH, _GROUP = 26, 5


def code_of(name: str, period: str, entries: int, root: str, revision: str) -> str:
    """26 characters (130 bits) and one that checks them, in groups of five. root: hex."""
    text = f"taizhang-code\n{name}\n{period}\n{entries}\n{root}\n{revision}\n"
    number = int.from_bytes(sha256(text.encode()).digest(), "big") >> 126
    whole = "".join(DIGITS[number >> 5 * at & 31] for at in reversed(range(_LENGTH))) + CHECKS[number % 37]
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))


def looks_like_code(text: str) -> bool:
    """Whether somebody may have meant a code: about as many characters of its alphabet."""
    plain = _plain(text)
    return 24 <= len(plain) <= 30 and set(plain) <= set(CHECKS)


def read_code(text: str) -> str:
    """The code as it is printed, whatever case, spaces and strokes it was typed in. Raises Refused (RPT-074) for a slip."""
    plain = _plain(text)
    good = len(plain) == _LENGTH + 1 and set(plain[:-1]) <= set(DIGITS) and plain[-1] in CHECKS
    if good:
        number = sum(DIGITS.index(one) << 5 * at for at, one in enumerate(reversed(plain[:-1])))
        good = CHECKS[number % 37] == plain[-1]
    if not good:
        raise Refused(Problem("RPT-074", "核验码抄错了：位数不对，或有一位不对。", hint="请对照纸上的核验码再抄一遍。"))
    return "-".join(plain[at : at + _GROUP] for at in range(0, len(plain), _GROUP))


def png_of(code: str) -> bytes:
    """The code as a QR picture."""
    made = BytesIO()
    segno.make(code, error="m").save(made, kind="png", scale=6, border=2)
    return made.getvalue()


def svg_of(code: str) -> str:
    """The code as a QR drawing that stands in a page."""
    return str(segno.make(code, error="m").svg_inline(scale=3, border=2, svgclass=None, lineclass=None, omitsize=False))


def _plain(text: str) -> str:
    return "".join(text.upper().split()).replace("-", "").translate(_READ)
