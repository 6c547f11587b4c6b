"""Results of test runs as they were written down: what ran, what passed, on which day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence


@dataclass(frozen=True, slots=True)
class Ran:
    """One test as it ran: its file, its function without the values given to it, whether it passed, the day.

    A test left out says nothing and is not here.
    """

    file: str
    function: str
    passed: bool
    day: str


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What the results say of some tests: how many ran, how many of them failed, the day of the oldest."""

    ran: int = 0
    failed: int = 0
    day: str = ""


def read_results(paths: Iterable[Path]) -> tuple[Ran, ...]:
    """Every test of files in the JUnit form (pytest --junitxml). Raises Refused: CMD-062 a file is none."""
    return tuple(one for path in paths for one in _read(path))


def _read(path: Path) -> Iterable[Ran]:
    try:
        tree = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    except (OSError, etree.XMLSyntaxError):
        says = sentence("“{path}”不是测试结果。", path=path)
        raise Refused(
            Problem("CMD-063", says, Place(file=str(path)), "请给出 pytest --junitxml 写出的文件。")
        ) from None
    for suite in tree.iter("testsuite"):
        day = str(suite.get("timestamp") or "")[:10]
        for case in suite.iter("testcase"):
            if case.find("skipped") is None:
                passed = case.find("failure") is None and case.find("error") is None
                name, _, _ = str(case.get("name") or "").partition("[")
                yield Ran(f"{str(case.get('classname') or '').replace('.', '/')}.py", name, passed, day)


def outcome_of(results: Iterable[Ran], tests: Iterable[str]) -> RunOutcome:
    """What became of the tests named as ``folder``, ``file`` or ``file::function``."""
    named = [one.partition("::")[::2] for one in tests]
    found = [
        one
        for one in results
        if any(
            (one.file == place or one.file.startswith(f"{place}/")) and function in ("", one.function)
            for place, function in named
        )
    ]
    return RunOutcome(len(found), sum(not one.passed for one in found), min((one.day for one in found), default=""))
