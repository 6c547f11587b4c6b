"""Numbers altered in a report's Word file: how many are found when it is held against the ledgers again.

    python -m benchmarks.proof.altered [--many 1000] [--seed 7]

The report is the invented county's of the tests. Each alteration is planted in a fresh copy: a digit changed, two digits or two
numbers swapped, a number moved with its source, the unit or magnitude changed, growth told for decline, last year's figure left
in, a rate off by a tenth. Beside them as many copies in which only the drafter's own words were changed: nothing is to be found.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.rendering.county import report

from taizhang.rendering.reread import reread
from taizhang.rendering.word import write_docx

CONTROL = re.compile(r"<w:sdt>(?:(?!</w:sdt>).)*</w:sdt>", re.DOTALL)
WORDS = re.compile(r"(?<=<w:t>)\d[\d.]*(?=</w:t>)|(?<=<w:t xml:space=\"preserve\">)\d[\d.]*(?=</w:t>)")
OTHERS = {"万元": "亿元", "处": "件", "%": "个百分点"}
WORDING = (
    ("较好完成了各项任务", "圆满完成各项工作"),
    ("认真履行职责", "忠实履职"),
    ("逐一建立", "逐项建立"),
    ("一律", "全部"),
    ("落实责任", "压实责任"),
)
Change = Callable[[str, random.Random], str | None]


def _numbers(text: str) -> list[re.Match[str]]:
    """The controls that hold nothing but a number."""
    return [match for match in CONTROL.finditer(text) if WORDS.search(match[0])]


def _in_control(alter: Callable[[str, random.Random], str | None]) -> Change:
    def change(text: str, chance: random.Random) -> str | None:
        control = chance.choice(_numbers(text))
        said = WORDS.search(control[0])
        now = alter(said[0], chance) if said else None
        if not said or now is None or now == said[0]:
            return None
        new = control[0][: said.start()] + now + control[0][said.end() :]
        return text[: control.start()] + new + text[control.end() :]

    return change


def _digit(words: str, chance: random.Random) -> str:
    at = chance.choice([index for index, sign in enumerate(words) if sign.isdigit()])
    return words[:at] + chance.choice([one for one in "123456789" if one != words[at]]) + words[at + 1 :]


def _turned(words: str, _: random.Random) -> str | None:
    pairs = [at for at in range(len(words) - 1) if words[at : at + 2].isdigit() and words[at] != words[at + 1]]
    return words[: pairs[0]] + words[pairs[0] + 1] + words[pairs[0]] + words[pairs[0] + 2 :] if pairs else None


def _magnitude(words: str, chance: random.Random) -> str:
    return words.replace(".", "") if "." in words else words + "0" * chance.choice((1, 3))


def _last_year(words: str, chance: random.Random) -> str:
    return f"{float(words) * chance.uniform(0.6, 0.95):.{len(words.partition('.')[2])}f}"


def _tenth(words: str, _: random.Random) -> str | None:
    return f"{float(words) + 0.1:.1f}" if "." in words else None


def _swapped(whole: bool) -> Change:
    def change(text: str, chance: random.Random) -> str | None:
        first, second = sorted(chance.sample(_numbers(text), 2), key=lambda match: match.start())
        one, two = WORDS.search(first[0]), WORDS.search(second[0])
        in_table = "<w:tbl>" in text[: second.start()] or "<w:tbl>" in text[: first.start()]
        if not one or not two or one[0] == two[0] or (whole and in_table):
            return None
        new = (second[0], first[0]) if whole else (first[0].replace(one[0], two[0]), second[0].replace(two[0], one[0]))
        return text[: first.start()] + new[0] + text[first.end() : second.start()] + new[1] + text[second.end() :]

    return change


def _unit(text: str, chance: random.Random) -> str | None:
    control = chance.choice(_numbers(text))
    after = re.compile(rf"((?:<[^>]*>)*)({'|'.join(OTHERS)})").match(text, control.end())
    return text[: after.start(2)] + OTHERS[after[2]] + text[after.end(2) :] if after else None


def _direction(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"增长|下降", text))
    one = chance.choice(found) if found else None
    return text[: one.start()] + {"增长": "下降", "下降": "增长"}[one[0]] + text[one.end() :] if one else None


KINDS: dict[str, Change] = {
    "改一个数字": _in_control(_digit),
    "两个数字颠倒": _in_control(_turned),
    "两个数互换": _swapped(False),
    "两个数连同出处互换": _swapped(True),
    "单位改了": _unit,
    "数量级改了": _in_control(_magnitude),
    "增长写成下降": _direction,
    "留下上年的数": _in_control(_last_year),
    "率算错": _in_control(_tenth),
}


def trial(folder: Path, many: int, seed: int) -> tuple[Counter[str], Counter[str], int]:
    """Of every kind how many were planted and found, and how many findings there were where only words changed."""
    paper, made, chance = report(60), folder / "报告.docx", random.Random(seed)
    write_docx(paper, made)
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts["word/document.xml"].decode()

    def findings(changed: str) -> int:
        path = folder / "改过.docx"
        with zipfile.ZipFile(path, "w") as after:
            for name, data in parts.items():
                after.writestr(name, changed.encode() if name == "word/document.xml" else data)
        return sum(one.level == "error" for one in reread(path, paper))

    planted, found, false, names = Counter[str](), Counter[str](), findings(text), list(KINDS)
    while planted.total() < many:
        kind = names[planted.total() % len(names)]
        changed = KINDS[kind](text, chance)
        if changed is not None and changed != text:
            planted[kind] += 1
            found[kind] += findings(changed) > 0
            false += findings(text.replace(*chance.choice(WORDING))) if planted.total() % len(names) == 0 else 0
    return planted, found, false


def main() -> None:
    """Prints the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--many", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        planted, found, false = trial(Path(folder), given.many, given.seed)
    print("| 改动 | 处 | 查出 |\n|---|---:|---:|")
    for kind in KINDS:
        print(f"| {kind} | {planted[kind]} | {found[kind]} |")
    print(
        f"共{planted.total()}处，查出{found.total()}处（{found.total() / planted.total():.1%}）；只改文字的稿上误报{false}处"
    )


if __name__ == "__main__":
    main()
