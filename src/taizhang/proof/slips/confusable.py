"""Which characters are written for one another: of the same sound, of a near sound, of a similar shape."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SHIPPED = tuple(Path(__file__).with_name(name) for name in ("confusable.z", "homophones.z"))
# How two characters are confused, as the shipped table writes it.
SAME, NEAR, ALIKE = 0, 1, 2


class Confusable:
    """The confusion sets of the shipped table; each character's is made at its first use."""

    def __init__(self, lines: str, words: str) -> None:
        self._sounds: dict[str, tuple[str, ...]] = {}
        self._alike: dict[str, str] = {}
        self._same: defaultdict[str, list[str]] = defaultdict(list)
        self._near: defaultdict[str, list[str]] = defaultdict(list)
        self._made: dict[str, dict[str, int]] = {}
        for line in lines.splitlines():
            sign, sounds, *alike = line.split(" ")
            self._sounds[sign] = tuple(sounds.split(","))
            self._alike[sign] = alike[0] if alike else ""
            for sound in self._sounds[sign]:
                self._same[sound].append(sign)
                self._near[blurred(sound)].append(sign)

        self._words = {" ".join(line.split(" ")[:2]): line.split(" ")[2:] for line in words.splitlines()}

    def words(self, word: str) -> dict[str, int]:
        """The words of two characters that sound like this one, each with how (``SAME``, ``NEAR``)."""
        found: dict[str, int] = {}
        for first in self.sounds(word[0]):
            for second in self.sounds(word[1]):
                for other in self._words.get(f"{blurred(first)} {blurred(second)}", ()):
                    if other[0] != word[0] and other[1] != word[1]:
                        same = first in self.sounds(other[0]) and second in self.sounds(other[1])
                        found[other] = SAME if same else found.get(other, NEAR)
        return found

    def of(self, sign: str) -> dict[str, int]:
        """The characters that may have been meant, each with how it is confused (``SAME``, ``NEAR``, ``ALIKE``)."""
        if sign not in self._made:
            made = dict(self._pairs(sign))
            made.pop(sign, None)
            self._made[sign] = made
        return self._made[sign]

    def sounds(self, sign: str) -> tuple[str, ...]:
        """The sounds of a character without tones; none when it is not known."""
        return self._sounds.get(sign, ())

    def _pairs(self, sign: str) -> Iterator[tuple[str, int]]:
        yield from ((other, ALIKE) for other in self._alike.get(sign, ""))
        for sound in self.sounds(sign):
            yield from ((other, NEAR) for other in self._near[blurred(sound)])
        for sound in self.sounds(sign):
            yield from ((other, SAME) for other in self._same[sound])


def blurred(sound: str) -> str:
    """The sound as one hears it who does not tell zh from z, n from l, ng from n."""
    sound = {"zh": "z", "ch": "c", "sh": "s"}.get(sound[:2], sound[:2]) + sound[2:]
    sound = sound.removesuffix("g") if sound.endswith("ng") else sound
    return "l" + sound[1:] if sound.startswith("n") and len(sound) > 1 else sound


@cache
def shipped() -> Confusable:
    """The sets that come with the product, read at their first use."""
    return Confusable(*(zlib.decompress(path.read_bytes()).decode() for path in SHIPPED))
