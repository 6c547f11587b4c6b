"""The parent's side of the limited children: files go out, what was read comes back, a dead child is replaced."""

from __future__ import annotations

import queue
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

from taizhang.confine.worker import WAIT, Worker
from taizhang.library.model import Metadata, Relation
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import from_plain


@dataclass(frozen=True, slots=True)
class ExtractedFile:
    """What a child read from a file; unread: what in it was not read, '' for nothing."""

    body: str
    plain: str | None
    marks: frozenset[int]
    meta: Metadata
    unread: str = ""


class Child:
    """One limited process; started at its first file."""

    def __init__(self, wait: float = WAIT) -> None:
        self._worker = Worker("taizhang.library.child", wait)

    def read(self, path: Path, name: str) -> ExtractedFile | Problem:
        """What the file says. A child that dies or does not answer is ended, and the file is named as the cause."""
        answer = self._worker.ask({"path": str(path), "name": name})
        if not isinstance(answer, str):
            return _outcome(answer, name)
        return Problem(
            "LIB-015",
            "读取文件超过时限，已停止。"
            if answer == "late"
            else "读取文件时解析程序异常退出，可能超过时间或内存上限。",
            Place(file=name),
            "请用办公软件另存一遍；仍不行时拆分文件。",
        )

    def end(self) -> None:
        """End the process if there is one."""
        self._worker.end()


class Children:
    """A few children that read many files side by side; answers come in the order of the files."""

    def __init__(self, count: int = 2) -> None:
        self._idle: queue.SimpleQueue[Child] = queue.SimpleQueue()
        self._all = [Child() for _ in range(count)]
        for child in self._all:
            self._idle.put(child)
        self._threads = ThreadPoolExecutor(count)

    def __enter__(self) -> Children:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)
        for child in self._all:
            child.end()

    def read(self, files: Iterable[tuple[Path, str]]) -> Iterator[ExtractedFile | Problem]:
        """What each of the (path, name) says."""
        return self._threads.map(self._one, files)

    def _one(self, file: tuple[Path, str]) -> ExtractedFile | Problem:
        child = self._idle.get()
        try:
            return child.read(*file)
        finally:
            self._idle.put(child)


def _outcome(answer: dict[str, object], name: str) -> ExtractedFile | Problem:
    if isinstance(problem := answer.get("problem"), list):
        return Problem(problem[0], from_plain(problem[1]), Place(file=name), from_plain(problem[2]))
    meta, marks, plain = answer["meta"], answer["marks"], answer["plain"]
    if not isinstance(meta, dict) or not isinstance(marks, list):
        raise TypeError("not an answer of the child process")
    related = tuple(Relation(each["verb"], each["target"]) for each in meta.pop("relations"))
    day = meta.pop("day")
    return ExtractedFile(
        str(answer["body"]),
        None if plain is None else str(plain),
        frozenset(marks),
        Metadata(**meta, day=date.fromisoformat(day) if day else None, relations=related),
        from_plain(answer.get("unread", "")),
    )
