"""A chart as PNG in Python beside matplotlib and a headless browser: ``python -m benchmarks.charts.run``.

matplotlib is fetched into a temporary folder for the run; an engine that cannot be had is left out and said to be.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

ENGINES = ("taizhang", "matplotlib", "chromium")
ROWS = (
    ("cold", "冷启动到第一张（毫秒）"),
    ("warm", "之后每张（毫秒）"),
    ("cpu", "　其中本进程处理器（毫秒）"),
    ("peak", "内存峰值（MiB）"),
    ("bytes", "图片（字节）"),
    ("installed", "安装大小（MiB）"),
)


def main() -> None:
    """Measures each engine in a process of its own and prints the table with ratios to the first."""
    with tempfile.TemporaryDirectory() as folder:
        results = {name: found for name in ENGINES if (found := measured(name, folder))}
    print(f"{'':26}" + "".join(f"{name:>24}" for name in results))
    first = next(iter(results.values()))
    for key, label in ROWS:
        cells = (
            f"{found[key]:12,.0f}  ×{found[key] / first[key]:6.2f}  "
            if key in found and first.get(key)
            else f"{'—':>24}"
            for found in results.values()
        )
        print(f"{label:<20}" + "".join(f"{cell:>24}" for cell in cells))


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


if __name__ == "__main__":
    main()
