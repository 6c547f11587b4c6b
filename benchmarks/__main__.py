"""Runs the benchmarks one after the other: ``python -m benchmarks``."""

from __future__ import annotations

from benchmarks.figures.run import main as figures
from benchmarks.intake.run import main as intake

if __name__ == "__main__":
    for run in (intake, figures):
        run()
