"""Runs the nearest tests on broken rules: ``python -m tests.mutation.run [MODULE …] [--sample 40] [--seed 1]``.

Each mutant is tried in a child of its own, forked once what the tests need from elsewhere is loaded; the child reads the
broken module in the place of the right one. A mutant is killed when a test fails or does not end. Survivors that are
right to survive stand in ``survivors.toml``, each with its reason.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import signal
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from tests.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).parents[2]
CORE = ROOT / "src" / "taizhang"
BUNDLED = CORE / "reports" / "bundle"
REASONS = Path(__file__).with_name("survivors.toml")
SECONDS = 240
"""After which a child counts as hanging: the slowest nearest tests take 40 s on the slowest machine we measured."""
NEAREST: dict[str, tuple[str, ...]] = {
    "matters": ("tests/matters",),
    "figures": ("tests/figures",),
    "figures/kinds": ("tests/figures",),
    "policy": ("tests/policy",),
    "policy/importing.py": ("tests/security/test_import_door.py",),
    "policy/registering.py": ("tests/security/test_import_door.py",),
    "reports/verify_edition.py": ("tests/reports/test_verify_edition.py",),
    "reports/bundle": ("tests/reports/bundle",),
    "journal/verify_export.py": ("tests/journal/test_verify_main.py", "tests/journal/test_export.py"),
    "intake/rows.py": ("tests/intake/test_changes.py", "tests/intake/test_corrections.py", "tests/intake/tables"),
}
"""The rooms and modules that are broken, and the tests that must notice."""
_NEEDED = ("pydantic", "duckdb", "orjson", "apsw", "psycopg", "openpyxl", "cryptography")


@dataclass(frozen=True, slots=True)
class Target:
    """A module that is broken and its nearest tests, those that bear its name first."""

    path: Path
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        """As an import says it; a bundle's programs are modules of their own, as they are where they are carried to."""
        if self.path.parent == BUNDLED:
            return self.path.stem
        return ".".join(("taizhang", *self.path.relative_to(CORE).with_suffix("").parts))


def targets(chosen: Sequence[str] = ()) -> Iterator[Target]:
    """Every module, or those whose path holds one of the chosen words."""
    for place, tests in NEAREST.items():
        whole = CORE / place
        for path in sorted(whole.glob("*.py")) if whole.is_dir() else [whole]:
            apart = whole.is_dir() and str(path.relative_to(CORE)) in NEAREST
            if path.name != "__init__.py" and not apart and (not chosen or any(one in str(path) for one in chosen)):
                own = [
                    f"{test}/test_{path.stem}.py" for test in tests if (ROOT / test / f"test_{path.stem}.py").is_file()
                ]
                yield Target(path, (*own, *tests))


class _Broken(MetaPathFinder, Loader):
    """Reads one module from other text than its file's."""

    def __init__(self, target: Target, source: str) -> None:
        self.target, self.source = target, source

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != self.target.name:
            return None
        return ModuleSpec(fullname, self, origin=str(self.target.path))

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.target.path)
        exec(compile(self.source, str(self.target.path), "exec"), module.__dict__)


def unbroken(target: Target) -> Mutant:
    """The module as it is, tried as a mutant would be."""
    return Mutant(0, "", "", "", partial(target.path.read_text, encoding="utf-8"))


def survives(target: Target, mutant: Mutant) -> bool:
    """Whether no nearest test fails on the mutant."""
    child = os.fork()
    if child == 0:
        _try(target, mutant)
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _try(target: Target, mutant: Mutant) -> None:
    """In the child: the tests on the broken module; ends with their exit code."""
    os.setpgid(0, 0)
    code = 1
    try:
        sys.meta_path.insert(0, _Broken(target, mutant.source))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        import pytest

        unneeded = "not postgresql and not nightly"
        code = pytest.main(["-x", "-q", "-k", unneeded, "-p", "no:randomly", "-p", "no:xdist", *target.tests])
    finally:
        os._exit(int(code))


def reasons() -> dict[str, dict[str, str]]:
    """Why mutants survive that nobody need kill: by module, then by what is broken."""
    return tomllib.loads(REASONS.read_text(encoding="utf-8"))


def chosen_mutants(words: Sequence[str], sample: int, seed: int) -> list[tuple[Target, Mutant]]:
    """All mutants, or a sample drawn by a seed, the known survivors left out."""
    known = reasons()
    found = [
        (target, mutant)
        for target in targets(words)
        for mutant in mutants(target.path.read_text(encoding="utf-8"))
        if mutant.key not in known.get(target.name, {})
    ]
    return random.Random(seed).sample(found, min(sample, len(found))) if sample else found


def _failing_unbroken(tried: set[Target]) -> list[str]:
    """The tests that fail on right modules, and so would kill every mutant; each set of tests is run once."""
    found = {target.tests[-1]: target for target in tried}
    return [" ".join(target.tests) for target in found.values() if not survives(target, unbroken(target))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints each survivor and the share that was killed; 1 when that is less than 95 %."""
    reads = argparse.ArgumentParser(description=__doc__)
    reads.add_argument("modules", nargs="*")
    reads.add_argument("--sample", type=int, default=0)
    reads.add_argument("--seed", type=int, default=1)
    asked = reads.parse_args(arguments)
    os.chdir(ROOT)
    for name in _NEEDED:
        importlib.import_module(name)
    tried = chosen_mutants(asked.modules, asked.sample, asked.seed)
    if failing := _failing_unbroken({target for target, _ in tried}):
        print("tests fail on the right module:", *failing)
        return 2
    alive = 0
    for target, mutant in tried:
        if survives(target, mutant):
            alive += 1
            print(f"{target.path.relative_to(ROOT)}:{mutant.line}: {mutant.key}", flush=True)
    killed = len(tried) - alive
    print(f"killed {killed} of {len(tried)}: {killed / max(len(tried), 1):.1%}")
    return int(killed < 0.95 * len(tried))


if __name__ == "__main__":
    sys.exit(main())
