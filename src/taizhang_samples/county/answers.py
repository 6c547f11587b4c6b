"""Write the answers of a county: what a perfect reader finds in each workbook and the figures its true records give."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from taizhang_samples.county.book import Book
from taizhang_samples.county.days import LONG_TERM
from taizhang_samples.county.figures import Figures, Window, year_on_year
from taizhang_samples.county.ledgers.dispute import OUTCOMES
from taizhang_samples.county.names import COUNTY, DEPARTMENTS, SHORT_DEPARTMENTS, TOWNSHIPS
from taizhang_samples.county.numbers import NIL_NUMBERS
from taizhang_samples.county.plan import REASONS
from taizhang_samples.county.record import Record, exact
from taizhang_samples.county.sheet import Entry
from taizhang_samples.county.tables import TABLES, Units
from taizhang_samples.county.texts import DONE, OPEN

# The two years of the county.
PERIODS = {
    "2025": Window(date(2025, 1, 1), date(2025, 12, 31)),
    "2026": Window(date(2026, 1, 1), date(2026, 12, 31)),
    "2025_to_1120": Window(date(2025, 1, 1), date(2025, 11, 20)),
    "2026_to_1120": Window(date(2026, 1, 1), date(2026, 11, 20)),
}
COMPARED = {"2026_vs_2025": ("2026", "2025"), "2026_to_1120_vs_2025_to_1120": ("2026_to_1120", "2025_to_1120")}

DEFINITIONS: Mapping[str, object] = {
    "opened": "登记一类日期（发现、交办、受理、立项）在期间内的件数",
    "closed_flow": "办结日期在期间内的件数，哪一年登记都算（流量）",
    "closed_of_opened": "期间内登记并且截止日以前（含当日）已经办结的件数（同批）",
    "open_start / open_end": "期初、截止日还没有办结的件数；open_start + opened = closed_flow + open_end",
    "overdue_end": "截止日没有办结、期限在截止日之前、截止日以前没有完成日期的件数；期限就是当日的不算；延期的看延期后期限；长期坚持不算",
    "on_time_flow / late_flow": "期间内办结的件中，完成日期在期限当日或之前（之后）的件数；没有期限的都不算",
    "close_rate": "closed_of_opened / opened",
    "clearance_rate": "closed_flow / (open_start + opened)",
    "on_time_rate": "on_time_flow / (on_time_flow + late_flow)",
    "done_date": {"hazard": "整改完成时间", "inspection": "整改完成时间", "其他": "办结日期"},
    "closed_date": {
        "hazard": "销号日期",
        "inspection": "验收日期（并且已销号）",
        "supervision": "办结日期",
        "proposal": "答复日期",
        "petition": "办结日期",
        "dispute": "调处日期",
        "document": "收文的办结日期",
        "research": "结题日期",
    },
    "satisfied_rate": "（满意+基本满意）除以已评价的件，看期间内答复的件；fully_satisfied_rate 只看满意",
    "pct": "百分数保留两位小数，四舍五入；分子分母不相等时不写100.00；分母是零时写 null",
    "aggregate": "月报、季报只算截止日以前已经过完的月、季；全年一栏不能倒推的写 null",
    "rejected": "驳回的行（10、12为格）哪里都不计；除序号外每格都相同的行计一次；同号不同内容的，先出现的计入",
    "numbers": "约12按12计；/、—、无、-在数字列是零，在日期列是空；格里写了单位的按格里的单位",
    "dates": "只写月日的取工作表名里的年份；前、以前、之前、底前、前完成、上午、下午、星期、钟点都略去；6月底是6月30日，年底是12月31日；日期列里4万至5万的数是表格日期序号",
    "yoy": "本期减同期；pct为差额除以同期乘100；比率之差为百分点",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A workbook with its figures."""

    book: Book
    figures: Mapping[str, Figures]


def tell(book: Book, budgets: Mapping[tuple[int, str], Decimal]) -> Told:
    """Compute the figures of a workbook from the records that count."""
    units = Units(TOWNSHIPS, DEPARTMENTS, budgets)
    records = [record for _, _, record in book.records]
    table = TABLES[book.name]
    return Told(book, {name: table(records, window, units) for name, window in PERIODS.items()})


def answers_of(told: Sequence[Told], seed: int) -> Entry:
    """Give the whole of answers.json as plain values."""
    tally: Counter[str] = Counter()
    for one in told:
        tally += one.book.tally
    return {
        "county": COUNTY,
        "seed": seed,
        "townships": list(TOWNSHIPS),
        "departments": list(DEPARTMENTS),
        "department_short_names": SHORT_DEPARTMENTS,
        "periods": {
            name: {"from": str(window.start), "to": str(window.end), "cut_off": str(window.end)}
            for name, window in PERIODS.items()
        },
        "definitions": DEFINITIONS,
        "vocabulary": _vocabulary(),
        "reject_codes": REASONS,
        "mess": dict(sorted(tally.items())),
        "workbooks": {one.book.file: _workbook(one) for one in told},
    }


def _vocabulary() -> Entry:
    """Give the words that mean the same; a ledger may use further ones, listed nowhere else than in its cells."""
    return {
        "done": list(DONE),
        "open": list(OPEN),
        "outcome": {value: list(words) for value, words in OUTCOMES.items() if value != "open"},
        "level": ["一般", "重大"],
        "satisfaction": ["满意", "基本满意", "不满意", "未反馈", ""],
        "category": ["A", "B", "C"],
        "urgency": ["特急", "加急", "平件"],
        "long_term": list(dict.fromkeys(LONG_TERM)),
        "nil": list(NIL_NUMBERS),
    }


def _workbook(told: Told) -> Entry:
    book = told.book
    by_sheet = Counter(sheet or "-" for sheet, _, _ in book.records)
    return {
        "ledger": book.name,
        "format": book.kind,
        "encoding": book.encoding,
        "unit_of_record": book.unit_of_record,
        "required": list(book.required),
        "sheets_to_read": book.sheets,
        "sheets_to_ignore": book.ignored,
        "true_records": len(book.records),
        "true_records_by_sheet": dict(by_sheet),
        "rejected": sorted(book.rejected, key=lambda entry: (str(entry["sheet"]), int(str(entry["row"])))),
        "duplicates": book.duplicates,
        "warnings": book.warnings,
        "approximate_cells": book.about,
        "literal_text_cells": book.literal,
        "non_record_rows": [
            {"sheet": grid.name, "row": row, "kind": kind}
            for grid in book.grids
            for row, kind in grid.kinds
            if grid.header_rows
        ],
        "figures": told.figures,
        "year_on_year": {
            name: year_on_year(told.figures[this], told.figures[last]) for name, (this, last) in COMPARED.items()
        },
    }


def plain_record(file: str, sheet: str | None, row: int, record: Record) -> Entry:
    """Give a true record as plain values, with the place it stands in."""
    return {"file": file, "sheet": sheet, "row": row} | {key: _plain(fact) for key, fact in record.items()}


def _plain(fact: object) -> object:
    if isinstance(fact, tuple):
        return [_plain(item) for item in fact]
    if isinstance(fact, Decimal):
        return exact(fact)
    return str(fact) if isinstance(fact, date) else fact
