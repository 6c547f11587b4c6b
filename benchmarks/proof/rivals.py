"""What one would use instead: each marks the places of a text that it would change or doubts."""

from __future__ import annotations

import difflib
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import rjieba

Spans = list[tuple[int, int, bool]]
_NODE = """
import { run } from 'zhlint';
import { readFileSync, writeFileSync } from 'fs';
const out = JSON.parse(readFileSync('ask.json', 'utf8')).map(t => {
  try { return run(t, { rules: { preset: 'default' } }).result ?? t; } catch { return t; }
});
writeFileSync('answer.json', JSON.stringify(out));
"""


class Rival(NamedTuple):
    """A tool: its name, and what it answers to a list of texts."""

    name: str
    ask: Callable[[Sequence[str]], list[Spans]]


def rivals(folder: Path | None) -> list[Rival]:
    """The tools found in the folder; what is missing is said."""
    out: list[Rival] = []
    for name, where, make in (
        ("autocorrect", "py/autocorrect_py", _autocorrect),
        ("zhlint", "node_modules/zhlint", _zhlint),
        ("pycorrector词表", "pyc/pycorrector/data", _words),
    ):
        if folder and (folder / where).exists():
            out.append(Rival(name, make(folder)))
        else:
            print(f"没有装{name}，未比。")
    return out


def _autocorrect(folder: Path) -> Callable[[Sequence[str]], list[Spans]]:
    sys.path.insert(0, str(folder / "py"))
    module = __import__("autocorrect_py")
    return lambda texts: [_changed(text, module.format(text)) for text in texts]


def _zhlint(folder: Path) -> Callable[[Sequence[str]], list[Spans]]:
    script = folder / "ask.mjs"
    script.write_text(_NODE, "utf-8")

    def ask(texts: Sequence[str]) -> list[Spans]:
        (folder / "ask.json").write_text(json.dumps(list(texts)), "utf-8")
        subprocess.run(["node", script.name], cwd=folder, capture_output=True, check=True)
        answers = json.loads((folder / "answer.json").read_text("utf-8"))
        return [_changed(text, new) for text, new in zip(texts, answers, strict=True)]

    return ask


def _words(folder: Path) -> Callable[[Sequence[str]], list[Spans]]:
    """pycorrector without its language model: a word cut out that its frequency list does not have is doubted."""
    data = folder / "pyc" / "pycorrector" / "data"
    known = {line.split()[0] for line in (data / "word_freq.txt").read_text("utf-8").splitlines() if line.strip()}

    def marks(text: str) -> Spans:
        out, at = [], 0
        for word in rjieba.cut(text):
            if len(word) > 1 and all("\u4e00" <= sign <= "\u9fff" for sign in word) and word not in known:
                out.append((at, at + len(word), True))
            at += len(word)
        return out

    return lambda texts: [marks(text) for text in texts]


def _changed(before: str, after: str) -> Spans:
    """The stretches of a text that a tool would change, and whether it does more than put in spaces."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        (start, max(end, start + 1), start < end or bool(after[first:last].strip()))
        for tag, start, end, first, last in matcher.get_opcodes()
        if tag != "equal"
    ]
