"""Finding by meaning: off without the extra, held to what may be seen, and following every change."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from taizhang.library.library import Library
from taizhang.library.meaning import Meaning
from taizhang.library.model import Filters, ReadableLevels
from taizhang.terms.problem import Refused
from tests.library.shelving import ALL, put
from tests.library.times import NOW

TOPICS = ("减负", "填表", "防汛", "水库", "招生")


class Counting:
    """A model for tests: a direction for each topic the text names."""

    def query(self, text: str) -> NDArray[np.float32]:
        found = np.array([text.count(topic) for topic in TOPICS], "float32")
        return (found / max(1.0, float(np.linalg.norm(found)))).astype("float32")

    def passage(self, texts: list[str]) -> NDArray[np.float32]:
        return np.stack([self.query(text) for text in texts])


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library") as made:
        made.meaning = Meaning(made.folder, made.register, Counting())
        put(made, [("1.txt", "关于基层减负的通知\n减少填表。")], unit="甲局")
        put(made, [("2.txt", "关于防汛值守的通知\n水库专人看守。")], level="internal", unit="乙局")
        put(made, [("3.txt", "关于填表的通知\n统一填表。")], level="internal", unit="乙局")
        assert made.meaning.learn() == 3
        yield made


def nearest(library: Library, text: str, allowed: ReadableLevels = ALL) -> list[int]:
    return [hit.document.id for hit in library.nearest(text, allowed=allowed) if hit.score > 0.1]


def test_the_nearest_come_first_and_only_what_may_be_seen(library: Library) -> None:
    assert nearest(library, "填表") == [3, 1]
    assert nearest(library, "填表", ReadableLevels.to(["甲局"])) == [1]
    assert nearest(library, "水库", ReadableLevels.to(["甲局"])) == []
    assert library.nearest("填表", allowed=ALL, filters=Filters(units=("甲局",)))[0].document.id == 1
    assert library.nearest("填表", allowed=ReadableLevels({})) == ()


def test_only_what_changed_is_learned_again(library: Library) -> None:
    assert library.meaning.learn() == 0
    document = library.document(2, allowed=ALL)
    assert document
    library.describe(2, replace(document.meta, title="关于招生的通知"), allowed=ALL, who="甲", at=NOW)
    assert library.meaning.learn() == 1
    assert nearest(library, "招生") == [2]


def test_a_secret_has_no_meaning_here(library: Library) -> None:
    document = library.document(3, allowed=ALL)
    assert document
    library.describe(3, replace(document.meta, level="confidential"), allowed=ALL, who="甲", at=NOW)
    assert nearest(library, "填表") == [1]
    assert library.meaning.learn() == 0


def test_without_the_extra_it_says_so(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    library.meaning = Meaning(library.folder, library.register)
    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(Refused) as refused:
        library.meaning.learn()
    assert [problem.code for problem in refused.value.problems] == ["LIB-049"]
