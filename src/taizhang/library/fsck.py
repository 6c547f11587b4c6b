"""The library examined: register, kept files and index held against each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import tantivy

from taizhang.library.index import Index
from taizhang.library.originals import Originals
from taizhang.library.register import Register
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Health:
    """How much was examined, and what is wrong."""

    documents: int
    indexed: int
    problems: tuple[Problem, ...]


def examine(register: Register, originals: Originals, index: Index, progress: Progress | None = None) -> Health:
    """Every document, every kept file and the index; nothing is changed."""
    problems = [_damage(says) for says in register.damage()]
    stand = register.all_documents()
    for done, document in enumerate(stand, 1):
        if problem := _problem_of(document, originals):
            problems.append(problem)
        if progress and done % 200 == 0:
            progress(done, len(stand))
    indexed, found = _index(index, {each[0] for each in stand if each[3] != "confidential"})
    return Health(len(stand), indexed, (*problems, *found))


def _damage(says: str) -> Problem:
    message = sentence("登记册的数据库损坏：{says}。", says=says)
    return Problem("LIB-070", message, Place(file="register.sqlite"), "请从备份恢复资料库。")


def _problem_of(document: tuple[int, str, str, str, bool], originals: Originals) -> Problem | None:
    """What is wrong with a document's text or original; None when nothing is."""
    identity, name, digest, level, has_text = document
    place = Place(file=name)
    if level == "confidential":
        if not (has_text or originals.place(digest).exists()):
            return None
        message = sentence("保密件（编号{identity}）的正文还留在资料库里。", identity=identity)
        return Problem("LIB-071", message, place, "请报告管理员，立即清除。")
    if not has_text:
        message = sentence("编号{identity}的正文缺失。", identity=identity)
        return Problem("LIB-072", message, place, "请从备份恢复资料库。")
    if originals.is_whole(digest):
        return None
    message = sentence("编号{identity}的原件缺失或已被改动。", identity=identity)
    return Problem("LIB-073", message, place, "请从备份恢复这个原件。")


def _index(index: Index, wanted: set[int]) -> tuple[int, list[Problem]]:
    """How many documents are indexed, and how they differ from those that should be."""
    hint = "请运行 taizhang library rebuild。"
    if index.stamp() is None:
        return 0, [Problem("LIB-074", "索引缺失或不能用。", Place(file="index"), hint)]
    searcher, _ = index.searcher()
    found = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), count=False)
    held = [int(each or 0) for each in searcher.fast_field_values("id", [address for _, address in found.hits])]
    problems = []
    if index.pending:
        message = sentence("有{pending}处变更还没有编入索引。", pending=index.pending)
        problems.append(Problem("LIB-075", message, Place(file="index"), "请运行 taizhang library sync。", "warning"))
    elif len(held) != len(set(held)) or set(held) != wanted:
        message = sentence("索引里有{count}篇，登记册应编入{count2}篇，两者不符。", count=len(held), count2=len(wanted))
        problems.append(Problem("LIB-074", message, Place(file="index"), hint))
    return len(held), problems
