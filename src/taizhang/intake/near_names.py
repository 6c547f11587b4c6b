"""Names that may be a slip of the pen for another: one sign apart, and not one of a series (东 西, 一 二).

Between two new names the signs must be ones that are written for each other: of one sound or of a like shape.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from taizhang.proof.slips.confusable import NEAR, shipped

# Places and bodies are named in series; who differs by one of these is another one, not a slip.
_SERIES = frozenset(
    "东西南北中上下前后左右内外大小新老旧高低长一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸春夏秋冬金木水火土0123456789"
)
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


def slips(found: Mapping[str, int], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """New names, with how often each is written, that may be slips: of a known one, or of a new one no rarer.

    Of two that are equally common nobody can say which was meant: both are asked about.
    """
    registered, new = NearNames(known), NearNames(found)
    for name, times in found.items():
        other = registered.near(name)
        if not other and (likely := new.near(name, alike=True)) and found[likely] >= times:
            other = likely
        if other:
            yield name, other


def _gaps(name: str) -> Iterator[tuple[int, str, str]]:
    return ((n, name[:n], name[n + 1 :]) for n in range(len(name)))


def _may_be_slip(here: str, there: str) -> bool:
    return not (here in _SERIES and there in _SERIES)


def _confused(here: str, there: str) -> bool:
    """Whether one sign is written for the other: it sounds the same or looks alike. A near sound alone is not enough."""
    return any(shipped().of(one).get(other, NEAR) != NEAR for one, other in ((here, there), (there, here)))
