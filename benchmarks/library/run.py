"""Load, size, latency and memory of each engine over the same papers, in one run.

    python -m benchmarks.library.run [--characters 90000000] [--folder /tmp/…] [--engines taizhang,…]

Each engine runs in a process of its own. Latency is the best of three for each question, as a reader sees it who asks
again; the cold one is the first question of a new process, imports left out, start of the library included.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.library.corpus import papers
from benchmarks.library.engines import Ours, engine
from benchmarks.library.questions import Question, questions

ENGINES = ("taizhang", "fts5 spaced", "fts5 trigram")
NEW = 1_000
ROWS = (
    ("load", "收存并建索引（秒）"), ("index", "只重建索引（秒）"), ("bytes", "索引（字节/字）"), ("memory", "内存峰值（MB）"), ("cold", "冷启动首查（毫秒）"),
    ("p50", "热查p50（毫秒）"), ("p99", "热查p99（毫秒）"), ("new", f"新收{NEW}篇可查（秒）"), ("answered", "能答的问题"), ("reuse", "一篇查重（毫秒）"),
)  # fmt: skip


def main() -> None:
    """Write the papers, measure each engine, print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--characters", type=int, default=5_000_000)
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--engines", default=",".join(ENGINES))
    asked.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.measure:
        step, name = given.measure
        print(json.dumps({"load": load, "ask": ask, "cold": cold}[step](given.folder, name)))
        return
    folder = given.folder or Path(tempfile.mkdtemp(prefix="taizhang-library-"))
    count, characters = write(folder, given.characters)
    print(f"{count}篇，{characters}字", flush=True)
    results = {}
    for name in given.engines.split(","):
        results[name] = measured(folder, name, characters)
        print(name, results[name], flush=True)
    print(table(results))
    if not given.folder:
        shutil.rmtree(folder)


def write(folder: Path, characters: int) -> tuple[int, int]:
    """The papers as files, a thousand a folder, and a thousand more as the new ones; answers how many and how long."""
    count = written = 0
    shutil.rmtree(folder, ignore_errors=True)
    for count, paper in enumerate(papers(characters), 1):
        target = folder / "papers" / f"{count // 1000:03d}"
        target.mkdir(parents=True, exist_ok=True)
        (target / paper.name).write_text(paper.text, "utf-8")
        written += len(paper.text)
    (folder / "new").mkdir()
    for number, paper in zip(range(NEW), papers(NEW * 10_000, seed=99), strict=False):
        (folder / "new" / f"{paper.name[:4]}-n{number:05d}.txt").write_text(paper.text, "utf-8")
    return count, written


def measured(folder: Path, name: str, characters: int) -> dict[str, float]:
    """Every measure of one engine, each step in a new process."""
    out: dict[str, float] = {}
    for step in ("load", "cold", "ask"):
        command = [sys.executable, "-m", "benchmarks.library.run", "--folder", str(folder), "--measure", step, name]
        out |= json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    out["bytes"] = round(out["bytes"] / characters, 3)
    return out


def load(folder: Path, name: str) -> dict[str, float]:
    """Seconds to take everything in, and to build the index alone where that is a step of its own."""
    shutil.rmtree(folder / name, ignore_errors=True)
    start = time.perf_counter()
    under_test = engine(name, folder / name)
    under_test.load(folder / "papers")
    out = {"load": round(time.perf_counter() - start, 1)}
    if isinstance(under_test, Ours):
        start = time.perf_counter()
        under_test.library.rebuild()
        out["index"] = round(time.perf_counter() - start, 1)
    return out | {"memory": _memory(), "bytes": under_test.size()}


def cold(folder: Path, name: str) -> dict[str, float]:
    """Milliseconds from opening the engine to its first answer."""
    question = questions(folder / "papers")[5]
    start = time.perf_counter()
    engine(name, folder / name).ask(question)
    return {"cold": round(1000 * (time.perf_counter() - start), 1)}


def ask(folder: Path, name: str) -> dict[str, float]:
    """Milliseconds of warm questions, then seconds until a thousand new papers are found."""
    under_test = engine(name, folder / name)
    times: dict[str, list[float]] = {}
    for question in questions(folder / "papers"):
        try:
            best = min(_timed(under_test.ask, question) for _ in range(3))
        except LookupError:
            continue
        times.setdefault(question.kind, []).append(best)
    flat = sorted(each for kind in times.values() for each in kind)
    kinds = {kind: f"{sorted(each)[len(each) // 2]:.2f}/{max(each):.2f}" for kind, each in times.items()}
    print(name, kinds, file=sys.stderr)
    if not flat:
        raise SystemExit("no question could be answered")
    out = {"p50": flat[len(flat) // 2], "p99": flat[int(len(flat) * 0.99)], "answered": len(flat)}
    if isinstance(under_test, Ours):
        library, allowed = under_test.library, under_test.allowed
        text = (folder / "new" / sorted(path.name for path in (folder / "new").iterdir())[3]).read_text("utf-8")
        out["reuse"] = _timed(lambda: library.reuse(text, allowed=allowed))
    start = time.perf_counter()
    under_test.load(folder / "new")
    return {key: round(value, 2) for key, value in out.items()} | {"new": round(time.perf_counter() - start, 1)}


def table(results: dict[str, dict[str, float]]) -> str:
    """One row a measure; ratios to the first engine in brackets."""
    lines = ["| 量 | " + " | ".join(results) + " |", "|---|" + "---:|" * len(results)]
    first = next(iter(results.values()))
    for key, label in ROWS:
        cells = []
        for result in results.values():
            value, base = result.get(key), first.get(key)
            ratio = f"（{value / base:.1f}倍）" if value and base and result is not first else ""
            cells.append(f"{value}{ratio}" if value is not None else "–")
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _timed(what: object, *arguments: Question) -> float:
    start = time.perf_counter()
    what(*arguments)  # type: ignore[operator]  # whatever is to be timed
    return 1000 * (time.perf_counter() - start)


def _memory() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
