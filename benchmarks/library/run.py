"""Load, size, latency and memory of each engine over the same papers, in one run.

    python -m benchmarks.library.run [--characters 90000000] [--folder DIR] [--engines taizhang,…]

Each engine runs in processes of its own. A warm question is asked three times and the best counts, as for a reader who
asks again, or once when it takes more than a fifth of a second; the cold one is the first of a new process, start of the library included, imports left out. Besides the
wall clock the processor time is told, which says more on a machine that others use too.
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
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.library.corpus import papers
from benchmarks.library.engines import ENGINES, Engine, Ours
from benchmarks.library.questions import questions

NEW, SLOW = 1_000, 200.0
ROWS = (
    ("load", "收存并建索引（秒）"),
    ("load_cpu", "　其中处理器（秒）"),
    ("index", "只重建索引（秒）"),
    ("index_cpu", "　其中处理器（秒）"),
    ("bytes", "索引（字节/字）"),
    ("memory", "内存峰值（MB）"),
    ("cold", "冷启动首查（毫秒）"),
    ("p50", "热查p50（毫秒）"),
    ("p99", "热查p99（毫秒）"),
    ("p50_cpu", "　p50处理器（毫秒）"),
    ("p99_cpu", "　p99处理器（毫秒）"),
    ("new", f"新收{NEW}篇可查（秒）"),
    ("answered", "能答的问题"),
    ("reuse", "一篇查重（毫秒）"),
)


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
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    count, characters = write(folder, given.characters)
    print(f"{count}篇，{characters}字", flush=True)
    results = {}
    for name in given.engines.split(","):
        results[name] = measured(folder, name)
        print(name, results[name], flush=True)
    print(table(results))
    if not given.folder:
        shutil.rmtree(folder)


def write(folder: Path, characters: int) -> tuple[int, int]:
    """The papers as files, a thousand a folder, and a thousand more as the new ones; answers how many and how long."""
    count = written = 0
    for name in ("papers", "new"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for count, paper in enumerate(papers(characters), 1):
        target = folder / "papers" / f"{count // 1000:03d}"
        target.mkdir(parents=True, exist_ok=True)
        (target / paper.name).write_text(paper.text, "utf-8")
        written += len(paper.text)
    (folder / "new").mkdir()
    for number, paper in zip(range(NEW), papers(NEW * 10_000, seed=99), strict=False):
        (folder / "new" / f"{paper.name[:4]}-n{number:05d}.txt").write_text(paper.text, "utf-8")
    return count, written


def measured(folder: Path, name: str) -> dict[str, float]:
    """Every measure of one engine, each step in a new process."""
    out: dict[str, float] = {}
    for step in ("load", "cold", "ask"):
        command = [sys.executable, "-m", "benchmarks.library.run", "--folder", str(folder), "--measure", step, name]
        out |= json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return out


def load(folder: Path, name: str) -> dict[str, float]:
    """Seconds to take everything in, and to build the index alone where that is a step of its own."""
    place = folder / name.replace(" ", "-")
    shutil.rmtree(place, ignore_errors=True)
    start, before = time.perf_counter(), _cpu()
    engine = ENGINES[name](place)
    characters = engine.load(folder / "papers")
    out = {"load": time.perf_counter() - start, "load_cpu": _cpu() - before}
    if isinstance(engine, Ours):
        start, before = time.perf_counter(), _cpu()
        engine.library.rebuild()
        out |= {"index": time.perf_counter() - start, "index_cpu": _cpu() - before}
    out |= {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "bytes": engine.size() / characters}
    _end(engine, out, "load_cpu", "memory")
    return {key: round(value, 2) for key, value in out.items()}


def cold(folder: Path, name: str) -> dict[str, float]:
    """Milliseconds from opening the engine to its first answer."""
    question = questions(folder / "papers")[5]
    start = time.perf_counter()
    engine = ENGINES[name](folder / name.replace(" ", "-"))
    engine.ask(question)
    out = {"cold": round(1000 * (time.perf_counter() - start), 1)}
    _end(engine, out)
    return out


def ask(folder: Path, name: str) -> dict[str, float]:
    """Milliseconds of warm questions, then seconds until a thousand new papers are found."""
    engine = ENGINES[name](folder / name.replace(" ", "-"))
    times: list[tuple[float, float]] = []
    for question in questions(folder / "papers"):
        try:
            timed = [_timed(partial(engine.ask, question))]
            if timed[0][0] < SLOW:
                timed += [_timed(partial(engine.ask, question)) for _ in range(2)]
        except LookupError:
            continue
        times.append((min(wall for wall, _ in timed), min(cpu for _, cpu in timed)))
    walls, cpus = sorted(wall for wall, _ in times), sorted(cpu for _, cpu in times)
    out: dict[str, float] = {"answered": len(times)}
    for key, values in (("", walls), ("_cpu", cpus)):
        out |= {f"p50{key}": values[len(values) // 2], f"p99{key}": values[int(len(values) * 0.99)]}
    if isinstance(engine, Ours):
        library, allowed = engine.library, engine.allowed
        text = (folder / "new" / sorted(path.name for path in (folder / "new").iterdir())[3]).read_text("utf-8")
        out["reuse"] = min(_timed(lambda: library.reuse(text, allowed=allowed))[0] for _ in range(3))
    out["new"] = _timed(lambda: engine.load(folder / "new"))[0] / 1000
    _end(engine, out, "p50_cpu", "p99_cpu")
    return {key: round(value, 2) for key, value in out.items()}


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


def _end(engine: Engine, out: dict[str, float], *untold: str) -> None:
    """Stop an engine that runs beside this process; of such a one these measures cannot be taken from here."""
    close = getattr(engine, "close", None)
    if close:
        close()
        for key in untold:
            out.pop(key, None)


def _timed(what: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of wall clock and of processor time."""
    start, before = time.perf_counter(), time.process_time()
    what()
    return 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - before)


def _cpu() -> float:
    """Seconds of processor time of this process and of its children that have ended."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


if __name__ == "__main__":
    main()
