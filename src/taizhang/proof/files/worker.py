"""The parent's side of the child that opens documents: an order goes out, an answer or the reason comes back."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from taizhang.confine.limits import LARGEST_FILE
from taizhang.confine.worker import WAIT, Worker
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import from_plain, sentence


class DocumentOpener:
    """Opens documents in one limited child after another; ends the child when left."""

    def __init__(self, wait: float = WAIT) -> None:
        self._worker = Worker("taizhang.proof.files.child", wait)

    def __enter__(self) -> DocumentOpener:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._worker.end()

    def ask(self, do: str, path: Path, suffix: str, **more: object) -> dict[str, Any]:
        """What the child answers. Raises Refused (PRF-101 to PRF-113) with the reason why the file is not read."""
        place = Place(file=path.name)
        if not path.is_file():
            message = sentence("“{path}”是一个文件夹。" if path.is_dir() else "“{path}”不存在。", path=path)
            raise Refused(Problem("PRF-101", message, place, "请检查文件名和路径。"))
        if path.stat().st_size > LARGEST_FILE:
            message = sentence("文件超过{number}兆字节。", number=LARGEST_FILE // 1048576)
            raise Refused(Problem("PRF-105", message, place, "请拆分，或压缩其中的图片。"))
        order = {"do": do, "path": str(path.resolve()), "suffix": suffix, "name": path.name, **more}
        answer = self._worker.ask(order)
        if answer == "late":
            raise Refused(Problem("PRF-113", "读取文件超过时限，已停止。", place, "请拆分文件后再试。"))
        if isinstance(answer, str):
            message = "读取文件时解析程序异常退出，可能超过时间或内存上限。"
            raise Refused(Problem("PRF-112", message, place, "请用办公软件另存一遍；仍不行时拆分文件。"))
        if isinstance(problem := answer.get("problem"), list):
            raise Refused(Problem(problem[0], from_plain(problem[1]), place, from_plain(problem[2])))
        return answer


def ask_once(desk: DocumentOpener | None, do: str, path: Path, suffix: str, **more: object) -> dict[str, Any]:
    """The answer of the desk given, or of one made for this order alone. Raises Refused."""
    if desk:
        return desk.ask(do, path, suffix, **more)
    with DocumentOpener() as own:
        return own.ask(do, path, suffix, **more)
