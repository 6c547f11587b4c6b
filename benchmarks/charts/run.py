"""A chart as PNG in Python beside matplotlib and a headless browser: ``python -m benchmarks charts``.

matplotlib is fetched into a temporary folder for the run; an engine that cannot be had is left out and said to be.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

from benchmarks.results import Given, Measurement, Table

ENGINES = ("taizhang", "matplotlib", "chromium")


def run(given: Given) -> tuple[Table, ...]:
    """Each engine in a process of its own; an engine that cannot be had is told as missing."""
    with tempfile.TemporaryDirectory() as folder:
        results = {name: measured(name, folder) for name in ENGINES}
    note = (
        "By the clock, not of the processor: a browser draws in processes of its own. Disk is the size of the picture."
    )
    return tuple(
        Table(title, "charts", ENGINES[0], tuple(_way(name, found, key) for name, found in results.items()), note=note)
        for key, title in (
            ("cold", "The first chart of a process, wall clock"),
            ("warm", "Each chart after it, wall clock"),
        )
    )


def _way(name: str, found: dict[str, float], key: str) -> Measurement:
    if not found:
        return Measurement(name, name == ENGINES[0], missing="cannot be had here")
    seconds = (found[key] / 1000,)
    return Measurement(name, name == ENGINES[0], seconds, seconds, found.get("peak"), int(found["bytes"]), amount=1)


def measured(name: str, folder: str) -> dict[str, float]:
    """What an engine took; {} with a word why when it cannot be had."""
    environment = dict(os.environ)
    if name == "matplotlib":
        fetched = subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "matplotlib"],
            check=False,
            capture_output=True,
        )
        if fetched.returncode:
            print("matplotlib 取不到，略去。")
            return {}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (folder, environment.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.charts.one", name],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    if done.returncode:
        print(f"{name} 没有跑成，略去：{done.stderr.strip().splitlines()[-1:]}")
        return {}
    found: dict[str, float] = json.loads(done.stdout)
    found["installed"] = installed(name, folder)
    return found


def installed(name: str, folder: str) -> float:
    """MiB on disk of what the engine needs besides Python; of the browser nothing is told."""
    if name == "matplotlib":
        return size_of(folder)
    if name == "taizhang":
        import quickjs
        import resvg_py

        from taizhang.charts import drawing

        built = os.path.join(os.path.dirname(drawing.__file__), "built")
        return sum(map(size_of, (os.path.dirname(quickjs.__file__), os.path.dirname(resvg_py.__file__), built)))
    return 0.0


def size_of(folder: str) -> float:
    """MiB of all files below a folder."""
    paths = (os.path.join(where, name) for where, _, names in os.walk(folder) for name in names)
    return sum(os.path.getsize(path) for path in paths) / 2**20
