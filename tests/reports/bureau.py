"""A small invented bureau: a few rows of every ledger of its year, as one workbook with a sheet a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from taizhang.papers.appraisals import Appraisal, appraise
from taizhang.papers.report import report
from taizhang.site.site import Imported, Site
from taizhang.terms.period import Period

ROWS = Path(__file__).with_name("bureau_year.txt")
LAST_YEAR = Period.year(2025)
TEXTS = {
    "province": "青江省",
    "brand_slogan": "红心向党、匠心筑路",
    "platform_name": "青江公路",
    "newspaper": "青江交通报",
    "plan_period": "“十四五”",
    "last_plan_period": "“十三五”",
    "clean_brand": "清廉公路",
}


def sheets(text: str) -> Iterator[tuple[str, str, list[list[str]]]]:
    """The ledger, title and rows of each block; the first row holds the headings."""
    for block in text.split("# ")[1:]:
        head, *lines = block.strip().splitlines()
        ledger, _, title = head.partition(" ")
        yield ledger, title, [[cell.strip() for cell in line.split("|")] for line in lines]


def workbook(path: Path, text: str) -> Path:
    """The blocks as a workbook; a sheet is named by its ledger and a number."""
    with xlsxwriter.Workbook(path) as book:
        for number, (ledger, title, rows) in enumerate(sheets(text)):
            sheet = book.add_worksheet(f"{ledger}-{number}")
            for index, row in enumerate([[title], *rows]):
                sheet.write_row(index, 0, row)
    return path


def site(folder: Path, text: str = "") -> tuple[Site, Imported]:
    """A new site of the bureau with the rows taken in, whatever is refused left out, and last year's report appraised."""
    home = folder / "site"
    Site.create(home, "青江省公路局党委", "bureau").close()
    values = (f'[[text.{name}.value]]\nsince = 2020-01-01\ntext = "{words}"\n' for name, words in TEXTS.items())
    (home / "catalogue" / "texts.toml").write_text("\n".join(values), encoding="utf-8")
    made = Site(home)
    book = workbook(folder / "年度台账.xlsx", text or ROWS.read_text(encoding="utf-8"))
    imported = made.import_files([book], today=date(2026, 12, 31), actor="u1", accept_refused=True)
    report(made, "bureau", LAST_YEAR)
    score = Appraisal("省考核组", score=Decimal("92.5"))
    appraise(made, "bureau", LAST_YEAR, score, actor="u1", on=date(2026, 1, 28))
    return made, imported
