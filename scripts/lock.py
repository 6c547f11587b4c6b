"""Writes requirements/*.txt: every dependency pinned with hashes, no address of any registry."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = (
    "--python-version",
    "3.11",
    "--python-platform",
    "x86_64-manylinux_2_28",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
)


def main() -> int:
    """Derives the input files from pyproject.toml and compiles them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    folder = ROOT / "requirements"
    head = "# Written by `make lock` from pyproject.toml: {}\n"
    _write(folder / "runtime.in", head.format("the run-time dependencies."), project["dependencies"])
    extra = ["-r core.in", *project["optional-dependencies"]["dev"]]
    _write(folder / "dev.in", head.format("what tests, checks and benchmarks need besides."), extra)
    for name in ("core", "dev", "assets"):
        command = ["uv", "pip", "compile", f"{name}.in", *OPTIONS, "-o", f"{name}.txt"]
        subprocess.run([sys.executable, "-m", *command], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return 0


def _write(path: Path, head: str, lines: list[str]) -> None:
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
