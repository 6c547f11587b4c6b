"""The two standards row by row and the table of losses: each row stands on tests, on a setting, or on a written reason.

Sources: OWASP ASVS 5.0.0, levels 1 and 2; GB/T 22239-2019, level 3, 8.1.4 and 8.1.5. The words of the rows are ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from taizhang.shipped import FOLDER

TEST, SETTING, REASON = "测试", "设置", "理由"
HOWS = (TEST, SETTING, REASON)
"""How a row may be met; anything else is a fault of the table."""
_TABLES = FOLDER / "assurance"
_BETWEEN = "；"


@dataclass(frozen=True, slots=True)
class StandardRow:
    """A row of a standard: its number and level there, what it asks in our words, how it is met, and on which tests."""

    key: str
    level: str
    topic: str
    how: str
    says: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """A part that is lost: what that gives away, what still holds, by what it is noticed, and the tests of that."""

    lost: str
    gives: str
    holds: str
    noticed: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard with its rows; ``name`` is the file of its page and of its table."""

    name: str
    title: str
    rows: tuple[StandardRow, ...]


def _read(name: str) -> Iterable[list[str]]:
    for line in (_TABLES / f"{name}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _tests(cell: str) -> tuple[str, ...]:
    return tuple(one for one in cell.split(_BETWEEN) if one)


def standards() -> tuple[Standard, ...]:
    """The two standards, rows in the order of their numbers."""
    titles = {"asvs": "OWASP ASVS 5.0.0 一级、二级逐行对照", "mlps": "GB/T 22239-2019 第三级 8.1.4、8.1.5 逐项对照"}
    return tuple(Standard(name, title, tuple(_row(*cells) for cells in _read(name))) for name, title in titles.items())


def _row(key: str, level: str, topic: str, how: str, says: str, tests: str) -> StandardRow:
    return StandardRow(key, level, topic, how, says, _tests(tests))


def losses() -> tuple[Loss, ...]:
    """What each part that is lost gives away."""
    return tuple(
        Loss(lost, gives, holds, noticed, _tests(tests)) for lost, gives, holds, noticed, tests in _read("losses")
    )


def write_pages(folder: Path) -> list[Path]:
    """Writes a page for each standard and one for the losses; the files written."""
    pages = {one.name: _standard_page(one) for one in standards()} | {"losses": _losses_page()}
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, lines in pages.items():
        path = folder / f"{name}.md"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        written.append(path)
    return written


def count_hows(standard: Standard) -> str:
    """How many rows are met in which way: 测试 155，设置 38，理由 60."""
    counted = Counter(one.how for one in standard.rows)
    return "，".join(f"{how} {counted[how]}" for how in HOWS)


def _standard_page(standard: Standard) -> list[str]:
    lines = [
        f"# {standard.title}",
        "",
        f"共 {len(standard.rows)} 条：{count_hows(standard)}。要求一栏是本站的简述，不是标准原文。",
        "测试：仓库里的这些测试看着它。设置：由所写的设置或文档定，核对时照看。理由：不适用，或为什么不这样做。",
        "本页由 `taizhang assurance --write-docs docs/assurance` 写出，没有经过测评机构检测，不是合规的承诺。",
        "",
        "| 号 | 级 | 要求 | 怎样达到 | 说明 | 测试 |",
        "|---|---|---|---|---|---|",
    ]
    return lines + [
        _line((one.key, one.level, one.topic, one.how, one.says, _cell(one.tests))) for one in standard.rows
    ]


def _losses_page() -> list[str]:
    lines = [
        "# 失守表：失去哪一部分，会泄露什么",
        "",
        "本页由 `taizhang assurance --write-docs docs/assurance` 写出；每行凭所列的测试。",
        "",
        "| 失去什么 | 外人得到 | 仍然守住 | 凭什么发现 | 测试 |",
        "|---|---|---|---|---|",
    ]
    return lines + [_line((one.lost, one.gives, one.holds, one.noticed, _cell(one.tests))) for one in losses()]


def _cell(tests: Sequence[str]) -> str:
    return "<br>".join(f"`{one}`" for one in tests)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
