"""Names that may be another one otherwise written: one sign apart, or the same with signs left out.

Not those of a series (东 西, 一 二). Between two new names the signs must be ones that are written for each other: of one
sound or of a like shape.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from taizhang.proof.slips.confusable import NEAR, shipped
from taizhang.terms.scope import TOWNSHIP

# Places and bodies are named in series; who differs by one of these is another one, not a slip.
_SERIES = frozenset(
    "东西南北中上下前后左右内外大小新老旧高低长一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸春夏秋冬金木水火土0123456789"
)
# 分局, 支行, 大队, 乙厂车间: a part of a body is not the body.
_PARTS = frozenset("分支第队所站厂店号")
# What a body is of, before its name: 县教育局, 云岭县教育局 and 教育局 may be one.
_SEATS = frozenset("省市县区州盟旗")
# Of two characters one that differs leaves half: 张三 and 李三 are two persons.
SHORTEST = 3


class NearNames:
    """Known names, found again by names one sign apart."""

    def __init__(self, known: Iterable[str]) -> None:
        self._by_gap: dict[tuple[int, str, str], list[str]] = defaultdict(list)
        for name in known:
            for key in _gaps(name):
                self._by_gap[key].append(name)

    def near(self, name: str, *, alike: bool = False) -> str:
        """The first known name one sign apart, '' for none. alike: only where one sign is written for the other."""
        return next(self._walk_near(name, alike=alike), "")

    def all_near(self, name: str) -> tuple[str, ...]:
        """Every known name one sign apart."""
        return tuple(self._walk_near(name, alike=False))

    def _walk_near(self, name: str, *, alike: bool) -> Iterator[str]:
        if len(name) < SHORTEST:
            return
        for place, before, after in _gaps(name):
            for other in self._by_gap.get((place, before, after), ()):
                here, there = name[place], other[place]
                if here != there and _may_be_slip(here, there) and (not alike or _confused(here, there)):
                    yield other


def same_but_longer(name: str, known: Iterable[str]) -> Iterator[str]:
    """Every known name that is this one with its seat before it, or without: 县交通运输局 of 交通运输局."""
    pairs = ((other, sorted((name, other), key=len)) for other in known)
    return (other for other, (short, long) in pairs if _shortened(short, long) and long.endswith(short))


def same_but_shorter(name: str, known: Iterable[str]) -> Iterator[str]:
    """Every known name that is this one with signs left out or put in: 县交通局 and 交通运输局 of 县交通运输局.

    Both end alike, and what is left out tells no other of a series (第一, 东) and no part of it (分局). Townships are
    places: 河镇 and 西河镇 are two.
    """
    return (other for other in known if _shortened(name, other) or _shortened(other, name))


def _shortened(short: str, long: str) -> bool:
    if not SHORTEST <= len(short) < len(long) or short[-1] != long[-1] or TOWNSHIP.fullmatch(long):
        return False
    behind = long.endswith(short) and not (short[0] in _SEATS or long[-len(short) - 1] in _SEATS)
    if behind or long.startswith(short):
        return False  # 县委办公室 is the office of the committee, 水务局林业局 are two
    rest, n = list[str](), 0
    for sign in long:
        if n < len(short) and sign == short[n]:
            n += 1
        else:
            rest.append(sign)
    return n == len(short) and not (set(rest) & (_SERIES | _PARTS))


def slips(found: Mapping[str, int], known: Iterable[str], *, listed: bool) -> Iterator[tuple[str, str]]:
    """New names, with how often each is written, that may be slips: of a known one, or of a new one no rarer.

    Of two that are equally common nobody can say which was meant: both are asked about. listed: there is a register,
    whose names say which is whole. Without one a short form (县机关事务局 of 县机关事务管理局) is as good a name as its
    long form and no slip; only a seat that is left out is.
    """
    known, shorter = tuple(known), same_but_shorter if listed else same_but_longer
    registered, new = NearNames(known), NearNames(found)
    for name, times in found.items():
        other = registered.near(name) or next(shorter(name, known), "")
        if not other and (likely := new.near(name, alike=True)) and found[likely] >= times:
            other = likely
        if not other:
            other = next((one for one in shorter(name, found) if found[one] >= times), "")
        if other:
            yield name, other


def _gaps(name: str) -> Iterator[tuple[int, str, str]]:
    return ((n, name[:n], name[n + 1 :]) for n in range(len(name)))


def _may_be_slip(here: str, there: str) -> bool:
    return not (here in _SERIES and there in _SERIES)


def _confused(here: str, there: str) -> bool:
    """Whether one sign is written for the other: it sounds the same or looks alike. A near sound alone is not enough."""
    return any(shipped().of(one).get(other, NEAR) != NEAR for one, other in ((here, there), (there, here)))
