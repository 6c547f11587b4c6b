"""Write the sample workbooks from the command line: ``python -m taizhang_samples.county OUT_DIR --seed 7``."""

import argparse
from pathlib import Path

from taizhang_samples.county.county import NAMES, generate


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(prog="python -m taizhang_samples.county", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the workbooks and answers.json go")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", type=int, default=1, help="multiply the number of records of every row ledger")
    parser.add_argument("--only", choices=NAMES, help="write one ledger alone")
    parser.add_argument("--tidy", type=Path, metavar="FOLDER", help="also write the corrected workbooks there")
    parser.add_argument("--records", action="store_true", help="also write the true records, one a line")
    options = parser.parse_args()
    wanted = [(options.folder, False)] + ([(options.tidy, True)] if options.tidy else [])
    for folder, tidy in wanted:
        told = generate(
            folder, seed=options.seed, scale=options.scale, tidy=tidy, only=options.only, records=options.records
        )
        total = sum(len(one.book.records) for one in told)
        print(f"{folder}: {len(told)} workbooks, {total} true records")


if __name__ == "__main__":
    main()
