"""The page of benchmarks says what was measured by a command that exists, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from benchmarks import page as made
from benchmarks.__main__ import NAMES
from benchmarks.results import Aim, Given, Measurement, Table, read, result, write
from benchmarks.svg import bars

ROOT = Path(__file__).parents[2]
RESULTS = [read(path) for path in sorted((ROOT / made.KEPT).glob("*.json"))]
LEAST = Measurement("least", False, (0.5, 0.25, 1.0), (0.5, 0.25, 1.0), 10.0, 2_000_000, 10)
OURS = Measurement("taizhang", True, (0.1,), (0.125,), amount=10)
TABLE = Table("Rows read", "rows", "least", (LEAST, OURS, Measurement("other", False, missing="not here")))


def test_the_page_is_what_its_files_make() -> None:
    assert (ROOT / made.PAGE).read_text("utf-8") == made.page(RESULTS), "run python -m benchmarks.page"


def test_every_figure_comes_from_a_command_that_exists() -> None:
    assert RESULTS
    for one in RESULTS:
        said = re.fullmatch(r"python -m benchmarks ([\w-]+) --size (\d+) --units (\d+) --seed (\d+)", one.command)
        assert said, one.command
        assert (said[1], *map(int, said.groups()[1:])) == (one.name, one.size, one.units, one.seed)
        assert one.name in NAMES
        assert one.machine
        assert one.versions
        assert one.day


def test_every_plot_is_drawn_from_its_table_and_is_small() -> None:
    wanted = {
        made.plot_name(one, n): table for one in RESULTS for n, table in enumerate(one.tables) if made.plotted(table)
    }
    kept = ROOT / made.KEPT
    assert {path.name for path in kept.glob("*.svg")} == wanted.keys()
    for name, table in wanted.items():
        assert (kept / name).read_text("utf-8") == bars(table)
        assert (kept / name).stat().st_size < 8_000


def test_a_run_is_written_and_read_back_unchanged(tmp_path: Path) -> None:
    one = result("startup", Given(size=10, units=2, seed=3), (TABLE,))
    path = write(one, tmp_path)
    assert read(path) == one
    told = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**told, "typed_in": 1}), "utf-8")
    with pytest.raises(TypeError):
        read(path)


def test_ratios_are_of_medians_and_what_is_missing_says_why() -> None:
    assert TABLE.ratio(OURS) == 0.25
    text = made.page([result("startup", Given(), (TABLE,))])
    assert "| least | 0.250 / 0.500 / 1.00 | 1.00 | 20 | 0.500 | 10 | 2.0 |" in text
    assert "| **taizhang** | 0.125 / 0.125 / 0.125 | 0.25 | 80 | 0.100 | — | — |" in text
    assert "| other | not here |" in text


@pytest.mark.parametrize(("found", "met"), [(1.1, True), (1.101, False)])
def test_an_aim_is_reached_on_its_limit_and_a_missed_one_gives_the_reason(found: float, met: bool) -> None:
    aim = Aim("of the scan by hand", found, 1.1, "×", "The rows are few.")
    assert aim.met is met
    text = made.page([result("startup", Given(), (Table("Rows", "rows", "least", (LEAST,), (aim,)),))])
    assert ("The rows are few." in text) is not met
