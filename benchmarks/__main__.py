"""Runs the benchmarks one after the other: ``python -m benchmarks``."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.figures.run import main as figures
from benchmarks.intake.run import main as intake

# Each in a process of its own: they read their command line, and time the processor.
PROOF = tuple(f"benchmarks.proof.{name}" for name in ("clean", "planted", "altered", "speed", "word_file"))
CHARTS = ("benchmarks.charts.run",)
LIBRARY = ("benchmarks.library.run", "--characters", "3000000")

if __name__ == "__main__":
    for run in (intake, figures):
        run()
    for module in (*((each,) for each in PROOF), LIBRARY, CHARTS):
        print(f"\n{module[0]}", flush=True)
        subprocess.run([sys.executable, "-m", *module], check=True)
