"""Makes a golden site: ``python tests/golden/make.py site-8.zip``, run with the source tree of the version it is to be of.

The same short story with every version: an office, seven supervised matters imported, one corrected by a second workbook, the
year's report frozen, one matter more afterwards. What is rebuilt (replica, caches) is left out.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import openpyxl

TEMPLATE = (
    '+++\ntitle = "督查情况"\n+++\n\n全年交办{{figure:supervision_opened|unit}}，办结{{figure:supervision_closed_flow|unit}}，'
    "办结率{{figure:supervision_close_rate}}%。\n"
)
HEADINGS = ("督查编号", "督查事项", "来源", "交办日期", "办理期限", "承办单位", "办结日期", "办理状态")
LEFT_OUT = ("out/", "replica", "ballast", "journal.sqlite-shm", "journal.sqlite-wal")
DAY = date(2026, 12, 31)


def book(path: Path, numbers: range, closed: int) -> Path:
    """A workbook of matters, those below ``closed`` closed."""
    workbook = openpyxl.Workbook()
    workbook.active.append(list(HEADINGS))
    for n in numbers:
        done = ("2026-03-18", "已办结") if n < closed else ("", "未办结")
        workbook.active.append([f"D{n}", f"整修第{n}段", "批示件", "2026-03-02", "2026-03-20", "东桥镇", *done])
    workbook.save(path)
    return path


def first(*names: str) -> object:
    """The first of several places at which a version has something: ``module:name``."""
    for name in names:
        module, _, attribute = name.partition(":")
        try:
            return getattr(importlib.import_module(module), attribute)
        except (ImportError, AttributeError):
            continue
    raise SystemExit(f"none of {names}")


def main(target: Path) -> None:
    """Writes the site, zipped."""
    site_type: type = first("taizhang.site.site:Site", "taizhang.site:Site")  # type: ignore[assignment]
    period_type: type = first("taizhang.terms.period:Period")  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "site"
        site_type.create(home, "青岚县人民政府办公室", "office").close()  # type: ignore[attr-defined]
        (home / "catalogue" / "templates").mkdir(exist_ok=True)
        (home / "catalogue" / "templates" / "mini.md").write_text(TEMPLATE, encoding="utf-8")
        with site_type(home) as site:
            for name, numbers, closed in (("督查", range(1, 8), 4), ("督查2", range(1, 8), 5)):
                path = book(Path(folder) / f"{name}.xlsx", numbers, closed)
                assert site.import_files([path], today=DAY, actor="甲", ledger="supervision").applied
        with site_type(home) as site:
            try:
                settle = first("taizhang.papers.editions:settle", "taizhang.editions:settle")
            except SystemExit:
                settle = None  # the first version had no editions
            if settle:
                settle(site, "mini", period_type.year(2026), "主任", actor="甲", on=DAY)  # type: ignore[operator, attr-defined]
            path = book(Path(folder) / "督查3.xlsx", range(8, 9), 1)
            assert site.import_files([path], today=DAY, actor="甲", ledger="supervision").applied
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(one for one in home.rglob("*") if one.is_file()):
                name = path.relative_to(home).as_posix()
                if not name.startswith(LEFT_OUT) and not name.endswith(("-wal", "-shm", ".lock")):
                    archive.write(path, name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
