"""Where a paragraph stood before: planted copies are found through their edits, and what is new is left alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.library.corpus import papers
from benchmarks.library.edits import EDITS, edited, paragraphs

from taizhang.library.library import Library
from taizhang.library.model import Filters
from tests.library.shelving import ALL, opened, put

LEAST_RECALL = {0: 1.0, 5: 1.0, 10: 1.0, 15: 1.0, 20: 0.97, 25: 0.93, 30: 0.85}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, list[tuple[str, str]]]]:
    """Two hundred invented papers with paragraphs taken over from one another, as (name, text)."""
    made = [(paper.name, paper.text) for paper in papers(400_000, seed=3)]
    with opened(tmp_path_factory.mktemp("reuse"), *made) as library:
        yield library, made


def test_planted_copies_are_found_and_new_paragraphs_are_not(
    shelf: tuple[Library, list[tuple[str, str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    library, made = shelf
    draw = random.Random(11)
    known = [(name, line) for name, text in made for line in paragraphs(text)]
    fresh = [line for paper in papers(60_000, seed=77) for line in paragraphs(paper.text)]
    lines = []
    for percent in EDITS:
        planted = draw.sample(known, 40)
        text = "\n".join(edited(line, percent, draw) for _, line in planted)
        found = {
            one.paragraph: {source.document.name for source in one.sources} for one in library.reuse(text, allowed=ALL)
        }
        recall = sum(name in found.get(at, ()) for at, (name, _) in enumerate(planted)) / len(planted)
        lines.append(f"{percent}%: {recall:.3f}")
        assert recall >= LEAST_RECALL[percent], percent
    alarms = library.reuse("\n".join(fresh[:120]), allowed=ALL)
    precision = 1 - len(alarms) / 120
    with capsys.disabled():
        print(f"\nreuse: recall by edits {', '.join(lines)}; of 120 new paragraphs {len(alarms)} were taken for copies")
    assert precision >= 0.99


def test_the_numbers_that_moved_are_told(tmp_path: Path) -> None:
    paragraph = "全年受理来信来访{}件，按期办结{}件，对三年以上的积案逐案明确包案领导，限期化解到位。"
    earlier = "湉陂县信访局2024年工作总结\n" + paragraph.format(1203, 1187) + "\n湉陂县信访局\n2024年12月30日"
    with opened(tmp_path, ("2024.txt", earlier)) as library:
        (one,) = library.reuse("新稿\n" + paragraph.format(1311, 1187), allowed=ALL)
        assert one.paragraph == 1
        assert one.sources[0].changed == (("1203", "1311"),)
        assert one.sources[0].says == "本段曾见于2024年《湉陂县信访局2024年工作总结》第2段，只改了1个数。"
        (same,) = library.reuse(paragraph.format(1203, 1187), allowed=ALL)
        assert same.sources[0].says.endswith("一字未改。")


def test_papers_of_different_units_are_set_side_by_side(tmp_path: Path) -> None:
    shared = "今年以来，我镇坚持以人民为中心的发展思想，扎实推进矛盾纠纷排查化解，群众满意度稳步提升。"
    own = "{}特有的产业是油茶种植与林下养鸡，带动农户增收成效比较明显，下一步还要扩大种植规模。"
    with opened(tmp_path) as library:
        for unit in ("沅塘镇人民政府", "槐树坪镇人民政府"):
            paper = f"{unit}2024年工作报告\n{shared}\n{own.format(unit)}\n{unit}\n2024年12月30日"
            put(library, [(f"{unit}.txt", paper), (f"{unit}又.txt", paper + "\n附件")])
        found = library.alike(allowed=ALL, filters=Filters(years=(2024,)))
        assert found
        assert all(one.left.meta.unit != one.right.meta.unit for one in found)
        reused, source = next(pair for pair in found[0].pairs if pair[0].text == shared)
        assert (reused.text, source.text) == (shared, shared)
        assert 0 < found[0].share <= 100
        assert library.alike(allowed=ALL, filters=Filters(years=(2023,))) == ()


def test_short_and_common_lines_are_no_reuse(tmp_path: Path) -> None:
    with opened(tmp_path, ("1.txt", "关于值班的通知\n各乡镇人民政府，县直各单位：\n请遵照执行。")) as library:
        assert library.reuse("各乡镇人民政府，县直各单位：\n请遵照执行。", allowed=ALL) == ()
        assert library.reuse("", allowed=ALL) == ()
