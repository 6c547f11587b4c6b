"""Makes docs/benchmarks.md and its plots of what runs have written: ``python -m benchmarks.page [FOLDER]``.

Runs of FOLDER (build/bench) are first copied to docs/benchmarks, where the page's figures stand as they were measured.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.results import Aim, Measurement, Result, Table, read
from benchmarks.svg import bars

KEPT, PAGE = Path("docs/benchmarks"), Path("docs/benchmarks.md")
HEAD = """# Benchmarks

Our path and what one would use instead, on the same data in the same run. This page is made by `python -m benchmarks.page`
of the files in [benchmarks/](benchmarks/), which `python -m benchmarks` writes; no figure in it is typed. Run them again with the command
above each table, with other seeds and sizes as you like: **ratios count**, seconds are of the machine that is named.

Seconds are of the processor, all threads and child processes together, as least / median / most of the rounds; × is the
median over that of the line it is compared with (×1.00). Wall-clock seconds are the median's; on a machine with other work
(the load is told) they say little. Memory is the highest of a process that did nothing else; — where it was not measured apart.
Matters are drawn by `benchmarks/data.py`: the n-th unit has a share of 1/n of them, and a fifth begin in December.
"""


def main(folder: Path, root: Path = Path()) -> None:
    """Takes over what was run, and writes page and plots anew."""
    kept = root / KEPT
    kept.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.json")):
        read(path)
        shutil.copyfile(path, kept / path.name)
    results = [read(path) for path in sorted(kept.glob("*.json"))]
    for one in results:
        for place, table in enumerate(one.tables):
            if plotted(table):
                (kept / plot_name(one, place)).write_text(bars(table), "utf-8")
    (root / PAGE).write_text(page(results), "utf-8")


def page(results: list[Result]) -> str:
    """The page's text."""
    parts = [HEAD, _aims(results)]
    parts += ["\n".join(_section(one)) for one in results]
    return "\n".join(parts).rstrip() + "\n"


def plotted(table: Table) -> bool:
    """Whether there is something to compare."""
    return sum(1 for one in table.measurements if not one.missing) > 1


def plot_name(one: Result, place: int) -> str:
    """The file of a table's plot."""
    return f"{one.name}-{place + 1}.svg"


def _aims(results: list[Result]) -> str:
    rows = [
        f"| {one.name} | {aim.what} | {_number(aim.most)} {aim.unit} | {_number(aim.found)} {aim.unit} | {'yes' if aim.met else 'no'} |"
        for one in results
        for table in one.tables
        for aim in table.aims
    ]
    return "\n".join(
        ["## Aims\n", "| benchmark | what | at most | measured | reached |", "|---|---|---:|---:|---|", *rows, ""]
    )


def _section(one: Result) -> Iterator[str]:
    told = ", ".join(f"{name} {version}" for name, version in sorted(one.versions.items()))
    yield f"## {one.name}\n"
    yield f"`{one.command}` · {one.day} · {one.size:,} matters, {one.units:,} units, seed {one.seed} · load {one.load}"
    yield f"\n{one.machine} · {told}\n"
    for place, table in enumerate(one.tables):
        yield from _table(table)
        if plotted(table):
            yield f"\n![{table.title}](benchmarks/{plot_name(one, place)})\n"
    if one.said:
        yield f"\nWhat it told:\n\n```text\n{one.said}\n```\n"


def _table(table: Table) -> Iterator[str]:
    yield f"### {table.title}\n"
    yield f"| | processor s, least / median / most | × | {table.unit}/s | wall s | MiB | disk MB |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    yield from (_line(table, one) for one in table.measurements)
    yield ""
    if table.note:
        yield f"{table.note}\n"
    yield from (_missed(aim) for aim in table.aims if not aim.met)


def _line(table: Table, one: Measurement) -> str:
    name = f"**{one.name}**" if one.ours else one.name
    if one.missing:
        return f"| {name} | {one.missing} | — | — | — | — | — |"
    seconds = " / ".join(_number(each) for each in (min(one.processor), one.median, max(one.processor)))
    wall, peak = _number(statistics.median(one.wall)), "—" if one.peak is None else f"{one.peak:,.0f}"
    disk, rate = "—" if one.disk is None else f"{one.disk / 1e6:,.1f}", f"{one.amount / max(one.median, 1e-9):,.0f}"
    return f"| {name} | {seconds} | {table.ratio(one):.2f} | {rate} | {wall} | {peak} | {disk} |"


def _missed(aim: Aim) -> str:
    return f"Not reached: {aim.what}, {_number(aim.found)} {aim.unit} where at most {_number(aim.most)} {aim.unit} was aimed at. {aim.reason}\n"


def _number(value: float) -> str:
    """Three digits that count."""
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 100 else f"{value:,.0f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build/bench"))
