"""A column's kind, unit and words, told by its heading and the cells below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from taizhang.intake.cells import blank, format_cell, read_date
from taizhang.intake.proposing import words
from taizhang.intake.proposing.decided import AS_PROPOSED, FieldDecision
from taizhang.intake.proposing.measures import number_in, unit_of_cells
from taizhang.intake.proposing.proposal import FieldKind, Value
from taizhang.intake.sheets import Cell, UnresolvedCell
from taizhang.intake.tables.labels import bare
from taizhang.intake.unit_names import is_unit
from taizhang.terms.characters import squeeze
from taizhang.terms.readings import NIL

# Shares of filled cells that make a kind, fitted on invented workbooks (benchmarks/intake/proposals.py). A heading that
# names the kind lowers what is asked of the cells.
SURE, NAMED, FEW_WORDS, MOST_WORDS, LONGEST_WORD, LEAST_ROWS, OFTEN = 0.85, 0.5, 0.34, 15, 12, 6, 10
# Chosen: three firms in ten and it is no list of the body's own units; three sentences in ten and it is no choice.
FIRMS, SENTENCES = 0.3, 0.3
_CLAUSES = re.compile(r"\S[，。；,;]\S")
_PHONE = re.compile(
    r"(?<!\d)(?:1[3-9]\d{9}|1[3-9]\d[-\s*]{1,4}\d{4}[-\s]?\d{4}|1[3-9]\d\*{4}\d{4}|0\d{2,3}[-\s]\d{7,8})(?!\d)"
)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{6}\*{6,8}[\dXx]{4}|\d{15}|6\d{15,18})(?![0-9A-Za-z])")
_NAME = re.compile(
    r"[\u3400-\u9fff·]{2,4}(?:[(（][^()（）]{1,8}[)）])?|[\u3400-\u9fff]某[\u3400-\u9fff]?|[\u3400-\u9fff]{1,2}(?:师傅|书记|主任|局长|老师|医生)"
)
_FIRM = re.compile(
    r"公司|[^驻]店|厂$|超市|酒店|宾馆|饭[馆店]|餐[厅馆]|市场$|合作社|农场|诊所|网吧|加油站|养殖场|个体户|\d+号"
)
_NUMBERED = re.compile(r"\d{15}")
_CODED = re.compile(r"(?=.*\d)[0-9A-Za-z\u3400-\u9fff〔〕\[\]()（）/—\-_.·]{3,30}")


@dataclass(frozen=True, slots=True)
class SeenCell:
    """A cell as it was met: what it says and the year a short date in its row takes."""

    cell: Cell
    year: int | None


class ProposedColumn:
    """All the cells of one column of the tables that belong together, below one heading."""

    def __init__(
        self,
        heading: str,
        seen: Sequence[SeenCell],
        above: str = "",
        unit: str = "",
        decided: FieldDecision = AS_PROPOSED,
    ) -> None:
        """above: the group headings. unit: what the heading or the lines above the table say its numbers are in."""
        self._decided = decided
        self.heading, self.words, self.seen = heading, bare(heading), seen
        self.path = above + self.words
        self._unit = unit

    @cached_property
    def filled(self) -> list[SeenCell]:
        """The cells that say something."""
        return [one for one in self.seen if not _says_nothing(one.cell)]

    @cached_property
    def counts(self) -> Counter[str]:
        """Every word of the column with how often it stands there."""
        return Counter(squeeze(format_cell(one.cell)) for one in self.filled)

    def share(self, fits: Callable[[SeenCell], bool]) -> float:
        """How many of the filled cells fit; 0 of none."""
        return sum(map(fits, self.filled)) / len(self.filled) if self.filled else 0.0

    @cached_property
    def unit(self) -> str:
        """The unit of its numbers."""
        if self._decided.unit is not None:
            return self._decided.unit
        return self._unit or unit_of_cells([one.cell for one in self.filled])

    @cached_property
    def kind(self) -> FieldKind:
        """The first kind that fits, in the order of KINDS."""
        told: FieldKind = next(kind for kind, fits in KINDS if fits(self))
        return told if self._decided.type is None else self._decided.type

    @cached_property
    def personal(self) -> bool:
        """Whether its heading or cells are telephone or identity numbers, addresses or health."""
        named = (words.PHONE, words.IDENTITY, words.ADDRESS, words.HEALTH)
        if any(one.search(self.words) for one in named):
            return True
        numbered = bool(
            words.CODE.search(self.words)
        )  # of a work order or a case, which may have fifteen digits as well

        def tells(one: SeenCell) -> bool:
            return _personal(one) and not (numbered and _NUMBERED.fullmatch(squeeze(format_cell(one.cell))))

        return self.share(tells) >= 0.15

    def value(self, one: SeenCell) -> tuple[Value, str]:
        """What a cell says as the column's kind; and the words that are no value of it, '' when all is read."""
        if blank(one.cell):
            return None, ""
        said = format_cell(one.cell).strip()
        if isinstance(one.cell, UnresolvedCell):
            return None, said
        if self.kind == "date":
            read = read_date(one.cell, one.year)
            return (read.value, "") if isinstance(read.value, date) else (None, "" if squeeze(said) in NIL else said)
        if self.kind == "number":
            number = number_in(one.cell, self.unit)
            return (number, "") if number is not None else (None, "" if squeeze(said) in NIL else said)
        if self.kind == "flag":
            return _flag(one.cell)
        if squeeze(said) in NIL:
            return said if squeeze(said) == "无" and self.kind in ("choice", "text") else None, ""
        if isinstance(one.cell, date):
            return one.cell.isoformat()[:10], ""
        return (_as_one_word(said) if self.kind in ("choice", "unit", "code", "person") else said), ""


def _says_nothing(cell: Cell) -> bool:
    """Whether a cell is empty, a nil mark, or a formula whose result nobody has."""
    return blank(cell) or isinstance(cell, UnresolvedCell) or squeeze(format_cell(cell)) in NIL


def _as_one_word(said: str) -> str:
    """A word of a series without white space; of clauses the signs stay as they are written."""
    return "".join(said.split()) if _CLAUSES.search(said) else squeeze(said)


def _flag(cell: Cell) -> tuple[Value, str]:
    if isinstance(cell, bool):
        return cell, ""
    said = squeeze(format_cell(cell))
    if said in words.YES or said in words.NO or said in NIL:
        return said in words.YES, ""
    return None, said


def _personal(one: SeenCell) -> bool:
    said = squeeze(format_cell(one.cell))
    return bool(_PHONE.search(said) or _IDENTITY.search(said))


def _dated(one: SeenCell) -> bool:
    """Whether the cell is a day; a bare number only where it can be nothing else."""
    if isinstance(one.cell, date):
        return True
    if isinstance(one.cell, bool) or blank(one.cell):
        return False
    read = read_date(one.cell, one.year or 2000)
    return not read.reason or read.reason in ("impossible_date",)


def _standing(one: SeenCell) -> bool:
    """Words that stand where a day is asked for: 立行立改, 长期坚持."""
    return isinstance(one.cell, str) and bool(
        re.search(r"立行立改|立即|长期|持续|常态|适时|随时|及时|待定|另行|未定|当[天日场]", one.cell)
    )


def is_date(column: ProposedColumn) -> bool:
    """Days, in every style; numbers alone are days only under a heading that says so."""
    if not column.filled:
        return bool(words.DAY.search(column.words)) and not words.NUMBER.search(column.words)
    named = bool(words.DAY.search(column.path) or words.DUE.search(column.words) or words.DONE.search(column.path))
    days = column.share(_dated)
    real = column.share(
        lambda one: (
            isinstance(one.cell, date) or (isinstance(one.cell, str) and len(squeeze(one.cell)) >= 5 and _dated(one))
        )
    )
    if named:
        return days + column.share(_standing) >= NAMED and (real > 0 or days >= SURE) and days > 0
    return real >= SURE


def is_flag(column: ProposedColumn) -> bool:
    """Yes and no, in words or marks."""
    said = {squeeze(format_cell(one.cell)) for one in column.seen if not blank(one.cell)}
    if not said or not said <= words.YES | words.NO | NIL:
        return False
    return bool(said & words.YES) or bool(re.search(r"是否|有无", column.words) and said & words.NO)


def is_code(column: ProposedColumn) -> bool:
    """Numbers that name something: file, licence, telephone, identity."""
    if (
        words.PHONE.search(column.words)
        or words.IDENTITY.search(column.words)
        or (column.share(_personal) >= NAMED and not words.TEXT.search(column.words))
    ):
        return not words.ADDRESS.search(column.words)
    if words.NOT_CODE.search(column.words):
        return False
    coded = column.share(
        lambda one: not isinstance(one.cell, date) and bool(_CODED.fullmatch(squeeze(format_cell(one.cell))))
    )
    if words.CODE.search(column.words):
        return not column.filled or coded >= NAMED
    marked = column.share(
        lambda one: (
            isinstance(one.cell, str) and bool(re.fullmatch(r"(?=.*[A-Za-z〔\[])(?=.*\d)\S{4,30}", squeeze(one.cell)))
        )
    )
    return marked >= SURE and len(column.counts) > 0.6 * len(column.filled) and not words.NUMBER.search(column.words)


def is_number(column: ProposedColumn) -> bool:
    """Amounts and counts, with or without a unit in the cell."""
    if not column.filled:
        return bool(words.NUMBER.search(column.words)) and not words.TEXT.search(column.words)
    numbers = column.share(lambda one: number_in(one.cell, column.unit) is not None)
    if column.share(lambda one: isinstance(one.cell, str) and bool(re.match(r"0\d", squeeze(one.cell)))) > 0.3:
        return False
    if re.search(r"年[度份月]$|^年$|月份$|^月$|出生|生日", column.words):
        return False
    return numbers >= (NAMED if column._unit or words.NUMBER.search(column.words) else SURE)


def is_person(column: ProposedColumn) -> bool:
    """Names of persons."""
    if words.NOT_PERSON.search(column.words) or not words.PERSON.search(column.words):
        return False
    named = column.share(
        lambda one: all(
            _NAME.fullmatch(part) for part in re.split(r"[、，,/;；\n ]+", format_cell(one.cell).strip()) if part
        )
    )
    return not column.filled or named >= NAMED


def is_unit_column(column: ProposedColumn) -> bool:
    """Units of the organisation, as far as heading and cells tell."""
    own = bool(words.UNIT.search(column.words)) and not words.NOT_UNIT.search(column.words)
    if column.words == "单位" and column.share(lambda one: len(squeeze(format_cell(one.cell))) >= 3) < NAMED:
        return False  # 个, 台, 套: what things are counted in
    if column.share(
        lambda one: bool(_FIRM.search(squeeze(format_cell(one.cell))))
    ) >= FIRMS and not words.UNIT_FIRST.search(column.words):
        return False
    if own and column.filled:
        return (
            column.share(lambda one: len(squeeze(format_cell(one.cell))) >= 2 and not isinstance(one.cell, Decimal))
            >= SURE
        )
    if own:
        return True
    return (
        not words.NOT_UNIT.search(column.words)
        and not words.TEXT.search(column.words)
        and column.share(lambda one: isinstance(one.cell, str) and is_unit(one.cell) and len(squeeze(one.cell)) <= 12)
        >= SURE
        and len(column.counts) <= 0.6 * len(column.filled)
    )


def is_choice(column: ProposedColumn) -> bool:
    """A few words again and again."""
    if not column.filled:
        return bool(words.CHOICE.search(column.words))
    short = column.share(lambda one: len(squeeze(format_cell(one.cell))) <= LONGEST_WORD)
    kinds, rows = len(column.counts), len(column.filled)
    if short < SURE or kinds > MOST_WORDS + 5:
        return False
    if column.share(lambda one: bool(_CLAUSES.search(format_cell(one.cell)))) >= SENTENCES:
        return False
    if words.CHOICE.search(column.words) or words.STATE.search(column.words):
        return kinds <= max(5, 0.7 * rows)
    if words.TEXT.search(column.words) and not re.search(r"事由|缘由|原因|用途", column.words):
        named = re.search(r"名称$", column.words) and not re.search(
            r"点位|项目|工程|合同|文件|材料|文书|资料|事项|会议|企业|单位|场所", column.words
        )
        return bool(named) and rows >= OFTEN and kinds <= min(8, rows // 4)
    return rows >= LEAST_ROWS and kinds <= max(2, FEW_WORDS * rows)


KINDS: tuple[tuple[FieldKind, Callable[[ProposedColumn], bool]], ...] = (
    ("flag", is_flag),
    ("date", is_date),
    ("code", is_code),
    ("number", is_number),
    ("person", is_person),
    ("unit", is_unit_column),
    ("choice", is_choice),
    ("text", lambda _: True),
)
