"""The system administrator's page: the machine, the software and how it is set, and no business content at all."""

from __future__ import annotations

import os
import platform
import shutil
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render

from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence
from taizhang_site.accounts.models import Account, BrowserSession
from taizhang_site.house import site
from taizhang_site.rendering.templatetags.taizhang import instant
from taizhang_site.request import SiteRequest

# Per cent of the disk. Chosen: time to act before a journal cannot be written.
LEAST_FREE = 10
PARTS = (
    ("流水（库文件）", ("journal.sqlite*",)),
    ("佐证材料", ("blob",)),
    ("网站自己的库", ("site.sqlite*",)),
    ("指标副本（可重建）", ("replica.duckdb*",)),
    ("声明", ("catalogue",)),
    ("文稿与版本", ("drafts", "editions", "out")),
    ("资料库", ("library",)),
    ("待决定的上传", ("incoming",)),
)


def machine(request: SiteRequest) -> HttpResponse:
    """Version, store, sizes, free disk and how the site is set."""
    home = Path(settings.HOME)
    disk = shutil.disk_usage(home)
    free = disk.free * 100 // disk.total
    context = {
        "problems": list(_problems(free)),
        "software": _software(),
        "settings": _settings(),
        "home": str(home),
        "sizes": [(name, size) for name, globs in PARTS if (size := _size(home, globs)) is not None],
        "free": disk.free,
        "total": disk.total,
        "percent": free,
        "journal": site().journal.size,
        "accounts": Account.objects.filter(active=True).count(),
        "sessions": BrowserSession.objects.filter(account__isnull=False, used__gte=int(time.time()) - 1800).count(),
    }
    return render(request, "accounts/machine.html", context)


def _software() -> list[tuple[str, str]]:
    return [
        ("本软件", version("taizhang")),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("操作系统", platform.platform(terse=True)),
    ]


def _settings() -> list[tuple[str, str]]:
    """How it is set, with secrets left out: an address of a database carries a password."""
    address = os.environ.get("TAIZHANG_DATABASE", "")
    store = address.rpartition("@")[2].partition("?")[0] if address else "SQLite"
    catalogue = site().catalogue
    key = Path(settings.HOME) / "secret-key"
    return [
        ("流水存放于", f"PostgreSQL {store}" if address else store),
        ("网站自己的库存放于", connection.display_name),
        ("加密连接（TAIZHANG_HTTPS）", "是" if settings.HTTPS else "否"),
        ("前面的代理（TAIZHANG_PROXIES）", str(settings.PROXIES)),
        ("网站名称（TAIZHANG_HOSTS）", "、".join(settings.ALLOWED_HOSTS)),
        ("最近的备份", _backup()),
        ("声明的版本", catalogue.revision[:16]),
        ("签名密钥建于", instant(int(key.stat().st_mtime)) if key.exists() else ""),
    ]


def _backup() -> str:
    """When the newest file in the folder of backups was written."""
    told = os.environ.get("TAIZHANG_BACKUP", "")
    if not told:
        return "没有告诉系统备份在哪里（TAIZHANG_BACKUP）"
    folder = Path(told)
    files = [one for one in folder.rglob("*") if one.is_file()] if folder.is_dir() else []
    return instant(int(max(one.stat().st_mtime for one in files))) if files else "还没有备份"


def _size(home: Path, globs: tuple[str, ...]) -> int | None:
    """Bytes of some files and folders together; None when none is there."""
    found = [path for pattern in globs for path in home.glob(pattern)]
    files = [one for path in found for one in (path.rglob("*") if path.is_dir() else [path]) if one.is_file()]
    return sum(one.stat().st_size for one in files) if found else None


def _problems(free: int) -> Iterator[Problem]:
    """What the administrator should see to."""
    if free < LEAST_FREE:
        yield Problem(
            "WEB-012",
            sentence("磁盘只剩{free}%。", free=free),
            hint="请清理磁盘或扩容；写不进去时，提交会被拒绝而不会丢失。",
            level="warning",
        )
    if not settings.HTTPS:
        says = "从浏览器到服务器没有加密。"
        yield Problem(
            "WEB-013", says, hint="正式使用请在前面放一台讲 HTTPS 的服务器，并设 TAIZHANG_HTTPS=1。", level="warning"
        )
    if settings.ALLOWED_HOSTS == ["*"]:
        hint = "请用 TAIZHANG_HOSTS 写明，例如 TAIZHANG_HOSTS=taizhang.example。"
        yield Problem("WEB-014", "没有写明网站答应哪些名称。", hint=hint, level="warning")
