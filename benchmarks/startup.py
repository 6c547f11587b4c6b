"""How long the program takes to say what it can do: ``taizhang --help``, beside Python importing nothing and pandas alone."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measure import apart
from benchmarks.results import Aim, Given, Table

ROUNDS = 5


def run(given: Given) -> tuple[Table, ...]:
    """Every way in a process of its own."""

    def called(*words: str) -> None:
        subprocess.run([sys.executable, *words], check=True, capture_output=True)

    ways = (
        ("Python, importing nothing", ("-c", "pass")),
        ("Python, importing pandas", ("-c", "import pandas")),
        ("taizhang --help", ("-m", "taizhang", "--help")),
    )
    found = tuple(
        apart(name, lambda words=words: called(*words), ROUNDS, ours=name.startswith("taizhang"), amount=1)  # type: ignore[misc]
        for name, words in ways
    )
    aim = Aim("taizhang --help", found[2].median, 0.3, "s", "Typer and Rich, which lay out the list, are imported.")
    return (Table("Telling what the program can do", "calls", found[0].name, found, (aim,)),)
