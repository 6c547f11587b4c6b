"""Faults of the disk told as problems: full, read-only, or unwritable."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from taizhang.terms.problem import Place, Problem, Refused

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def disk_faults(folder: Path) -> Iterator[None]:
    """Turn a full or unwritable disk into ``Refused``; other faults pass unchanged."""
    try:
        yield
    except (OSError, apsw.Error, ValueError) as fault:
        problem = _problem(fault, folder)
        if problem is None:
            raise
        raise Refused(problem) from fault


def _problem(fault: Exception, folder: Path) -> Problem | None:
    text = str(fault)
    number = fault.errno if isinstance(fault, OSError) else 0
    full = number in _FULL or isinstance(fault, apsw.FullError)
    full = full or any(words in text for words in ("No space left", "File too large", "os error 28", "os error 27"))
    if full or isinstance(fault, apsw.IOError):
        return Problem(
            "LIB-045",
            "磁盘写不下了。",
            Place(file=str(folder)),
            "请腾出空间后重试；已收存的文件没有丢，索引会自动补上。",
        )
    if isinstance(fault, apsw.ReadOnlyError | apsw.CantOpenError) or number in (errno.EACCES, errno.EROFS, errno.EPERM):
        return Problem("LIB-046", "资料库的目录不可写。", Place(file=str(folder)), "请核对目录的权限。")
    return None
