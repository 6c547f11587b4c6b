"""The library examined: register, kept files and index held against each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import tantivy

from taizhang.library.index import Index
from taizhang.library.originals import Originals
from taizhang.library.register import Register
from taizhang.terms.problem import Place, Problem

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Health:
    """How much was examined, and what is wrong."""

    documents: int
    indexed: int
    problems: tuple[Problem, ...]


def examine(register: Register, originals: Originals, index: Index, progress: Progress | None = None) -> Health:
    """Every document, every kept file and the index; nothing is changed."""
    problems = [
        Problem("LIB-070", f"登记册的数据库损坏：{says}。", Place(file="register.sqlite"), "请从备份恢复资料库。")
        for says in register.damage()
    ]
    stand = register.all_documents()
    for done, (identity, name, digest, level, has_text) in enumerate(stand, 1):
        confidential = level == "confidential"
        if confidential and (has_text or originals.place(digest).exists()):
            problems.append(
                Problem(
                    "LIB-071",
                    f"保密件（编号{identity}）的正文还留在资料库里。",
                    Place(file=name),
                    "请报告管理员，立即清除。",
                )
            )
        elif not confidential and not has_text:
            problems.append(Problem("LIB-072", f"编号{identity}的正文缺失。", Place(file=name), "请从备份恢复资料库。"))
        elif not confidential and not originals.is_whole(digest):
            problems.append(
                Problem("LIB-073", f"编号{identity}的原件缺失或已被改动。", Place(file=name), "请从备份恢复这个原件。")
            )
        if progress and done % 200 == 0:
            progress(done, len(stand))
    indexed, found = _index(index, {each[0] for each in stand if each[3] != "confidential"})
    return Health(len(stand), indexed, (*problems, *found))


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
        message = f"有{index.pending}处变更还没有编入索引。"
        problems.append(Problem("LIB-075", message, Place(file="index"), "请运行 taizhang library sync。", "warning"))
    elif len(held) != len(set(held)) or set(held) != wanted:
        message = f"索引里有{len(held)}篇，登记册应编入{len(wanted)}篇，两者不符。"
        problems.append(Problem("LIB-074", message, Place(file="index"), hint))
    return len(held), problems
