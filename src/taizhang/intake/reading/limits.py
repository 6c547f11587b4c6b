"""How much of a file is read, and why reading stops."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from taizhang.terms.problem import Place, Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file: bytes, rows, columns, characters of a cell and cells of a sheet; seconds and memory of the child that parses it."""

    file: int = 64 * 1024 * 1024
    unpacked: int = 400 * 1024 * 1024
    ratio: int = 200
    entries: int = 2000
    rows: int = 100_000
    columns: int = 400
    cell: int = 32_767
    cells: int = 8_000_000
    merged: int = 100_000
    memory: int = 1536 * 1024 * 1024
    cpu: int = 20
    wall: int = 25

    def plain(self) -> dict[str, int]:
        """The limits as plain values, for the child."""
        return asdict(self)


class UnreadableWorkbook(Exception):
    """Carries the reason a file is not read."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint

    def problem(self, file: str) -> Problem:
        """The reason as a problem of the file."""
        return Problem(self.code, self.message, Place(file=file), self.hint)


def too_much_memory() -> UnreadableWorkbook:
    """That a file holds more than the child is granted memory for (INT-020)."""
    return UnreadableWorkbook("INT-020", "读取这个文件要用的内存超过限制。", "请拆成几个文件分别导入。")


SAVE_AS = "请用 Excel 或 WPS 打开，另存为不含宏、不含密码的 .xlsx 后再导入。"
