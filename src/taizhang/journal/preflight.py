"""The start-up gate: which SQLite, which settings and which disks a journal may be kept on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

# SQLite's pragmas by their numbers: synchronous 2 is FULL, without which a commit may be lost; 1 is on, 0 off.
SETTINGS: Mapping[str, object] = MappingProxyType(
    {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "recursive_triggers": 1,
    }
)
# Chosen: the end of a large import is waited for, a writer that hangs is told of.
BUSY_MILLISECONDS = 15_000
POSTGRES_SETTINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fsync": ("on",),
        "full_page_writes": ("on",),
        "synchronous_commit": ("on", "remote_apply"),
        "server_encoding": ("UTF8",),
    }
)
# Chosen: older ones have not been mended by their makers since 2024.
OLDEST_POSTGRES = 13
# Versions and the patch that mends each, from SQLite's own account of the WAL-reset bug.
_FIXED = {(3, 44): 6, (3, 50): 7, (3, 51): 3}
_REMOTE = re.compile(r"nfs|cifs|smb|afs|9p|ceph|gluster|lustre|sshfs|davfs")


def version_problem(version: str) -> Problem | None:
    """Refuses a SQLite whose write-ahead log can lose what was committed (the WAL-reset bug).

    Mended in 3.51.3 and after, and in the branches 3.50.7 and 3.44.6. version: as 3.54.1.
    """
    major, minor, patch = (int(part) for part in f"{version}.0.0".split(".")[:3])
    lowest = _FIXED.get((major, minor))
    if (major, minor) >= (3, 52) or (lowest is not None and patch >= lowest):
        return None
    says = sentence("SQLite 版本{version}有丢失已提交数据的缺陷，不能用来存放流水。", version=version)
    return Problem("JRN-070", says, hint="请升级 apsw，使所带 SQLite 不低于 3.51.3。")


def setting_problems(read: Callable[[str], object]) -> list[Problem]:
    """Settings of a connection that are not as they must be. read: gives the value of a pragma."""
    wrong = [(name, wanted, is_) for name, wanted in SETTINGS.items() if (is_ := read(name)) != wanted]
    return [
        Problem(
            "JRN-071",
            sentence(
                "流水库的设置 {name} 应为 {wanted}，现为 {value}，断电时可能丢失或损坏数据。",
                name=name,
                wanted=wanted,
                value=is_,
            ),
            hint="请检查磁盘和文件权限，勿用其他程序改动流水库的设置。",
        )
        for name, wanted, is_ in wrong
    ]


def postgres_problems(read: Callable[[str], str]) -> list[Problem]:
    """Settings of a PostgreSQL server under which a commit may be lost. read: gives the value of a setting."""
    found = [
        Problem(
            "JRN-071",
            sentence(
                "数据库的设置 {name} 应为 {wanted}，现为 {value}，断电时可能丢失或损坏数据。",
                name=name,
                wanted="或".join(wanted),
                value=is_,
            ),
            hint="请由数据库管理员改正后重启。",
        )
        for name, wanted in POSTGRES_SETTINGS.items()
        if (is_ := read(name)) not in wanted
    ]
    version = read("server_version")
    if int(version.split(".")[0].split(" ")[0]) < OLDEST_POSTGRES:
        says = sentence("PostgreSQL 版本{version}太旧，不能用来存放流水。", version=version)
        found.append(
            Problem(
                "JRN-070",
                says,
                hint=sentence("请升级到{oldest_postgres}或更新的版本。", oldest_postgres=OLDEST_POSTGRES),
            )
        )
    return found


def disk_problem(path: Path, mounts: str) -> Problem | None:
    """Refuses a network disk, where locks and flushes cannot be trusted. mounts: text of /proc/self/mounts."""
    where, kind = "", ""
    for line in mounts.split("\n"):
        parts = line.split(" ")
        if len(parts) > 2 and _below(path.resolve(), parts[1]) and len(parts[1]) >= len(where):
            where, kind = parts[1], parts[2]
    if not _REMOTE.search(kind):
        return None
    says = sentence("目录在网络磁盘（{kind}）上，加锁和落盘都靠不住，不能存放流水。", kind=kind)
    return Problem("JRN-072", says, Place(file=str(path)), "请改用本机磁盘。")


def _below(path: Path, mount: str) -> bool:
    return path.is_relative_to(mount.encode().decode("unicode_escape") if "\\" in mount else mount)


def read_mounts() -> str:
    """The table of mounted disks; '' where the system keeps none to read."""
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
