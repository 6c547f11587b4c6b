"""Write one body's sample year: ``python -m taizhang_samples.bodies bureau OUT_DIR --seed 7``."""

import argparse
from pathlib import Path

from taizhang_samples.bodies.generate import Wanted, generate
from taizhang_samples.bodies.spec import BODIES


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(prog="python -m taizhang_samples.bodies", description=__doc__)
    parser.add_argument("body", choices=BODIES)
    parser.add_argument("folder", type=Path, help="where body.toml and the workbooks go")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--tidy", action="store_true", help="leave the planted faults out")
    parser.add_argument("--scale", type=int, default=100, help="percent of the matters")
    parser.add_argument("--contradict", action="store_true", help="plant the body's contradictions")
    given = parser.parse_args()
    wanted = Wanted(given.body, given.seed, given.scale, given.tidy, given.contradict)
    books = generate(given.folder, wanted)
    print(f"{given.folder}: {len(books)} workbooks, {sum(len(one.records) for one in books)} records")


if __name__ == "__main__":
    main()
