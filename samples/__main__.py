"""Write sample data: ``python -m samples county OUT_DIR`` or ``python -m samples bodies bureau OUT_DIR``."""

import runpy
import sys

KINDS = ("county", "bodies")


def main() -> None:
    """Hand the rest of the command line to the generator named first."""
    if len(sys.argv) < 2 or sys.argv[1] not in KINDS:
        sys.exit(__doc__)
    kind = sys.argv.pop(1)
    runpy.run_module(f"taizhang_samples.{kind}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
