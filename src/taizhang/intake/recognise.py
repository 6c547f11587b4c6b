"""Which ledger a sheet holds, told by its headings, and which column is which field."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from types import MappingProxyType

from taizhang.catalogue.choices import ways_of
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.intake.by_words import columns_by_words
from taizhang.intake.deciding import SheetDecision
from taizhang.intake.evidence import Evidence, Readings
from taizhang.intake.headings import PART_TOTAL, SEQUENCE, TOTAL, Heading, SynonymTable
from taizhang.intake.layout import (
    LATEST_HEADING,
    HeadingRows,
    candidates,
    headings_of,
    title_of,
    year_in,
    year_of_title,
)
from taizhang.intake.pivots import Axes, axes_of, read_axes
from taizhang.intake.scoring import Scorer, pair_columns
from taizhang.intake.sheets import Sheet
from taizhang.intake.tables.find import SheetTable, tables_of
from taizhang.intake.written import written_columns
from taizhang.terms.characters import squeeze
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence

# Chosen with the sheets of the samples: longer words are no heading; one that is not declared counts less than half.
LONGEST_HEADING, UNDECLARED = 16, 0.4
_NOTHING_GIVEN: Mapping[str, str] = MappingProxyType({})
_NO_COLUMNS: Mapping[int, str] = MappingProxyType({})
# Scores: 100 for a declared heading, 110 for what a person decided, 60 as ``scoring.GOOD_FIT``. Tried: few, for speed.
LEAST_FIT, MOST_PLACES, MOST_LEDGERS, GIVEN, EXACT = 60, 5, 6, 110, 100


@dataclass(frozen=True, slots=True)
class SheetMap:
    """A sheet understood: its ledger, its heading, the column of each field, the cells of a wide table.

    columns: field → column. cells: column → what its heading says of the pivot's axes. sequence: the column
    of running numbers. years: the one the sheet's name tells, the one its title tells. totals: columns that sum others, with the axes they keep.
    scores: how well each field's column fits, 0 to 110. decided: fields whose column a person named. left_out: columns he
    leaves out.
    """

    ledger: Ledger
    heading: HeadingRows
    columns: Mapping[str, int]
    cells: Mapping[int, Axes] = field(default_factory=dict)
    totals: Mapping[int, Axes] = field(default_factory=dict)
    sequence: int | None = None
    years: tuple[int | None, int | None] = (None, None)
    missing: tuple[str, ...] = ()
    fit: int = 0
    scores: Mapping[str, int] = field(default_factory=dict)
    decided: frozenset[str] = frozenset()
    left_out: frozenset[int] = frozenset()

    def shown(self) -> tuple[tuple[str, str], ...]:
        """Field title and the heading it was found under, for a person to check."""
        fields = self.ledger.declared.field
        found = [(fields[name].title, self.heading.headings[column].shown) for name, column in self.columns.items()]
        return (
            *found,
            *((f"（展开 {len(self.cells)} 栏）", "、".join(self._spread())) for _ in range(bool(self.cells))),
        )

    def unused_headings(self) -> tuple[str, ...]:
        """The headings of columns that are no field's, for a person to decide about."""
        return tuple(self.heading.headings[n].shown for n in self.unused_columns())

    def unused_columns(self) -> tuple[int, ...]:
        """The columns with a heading that are no field's and that nobody left out."""
        used = {*self.columns.values(), *self.cells, *self.totals, self.sequence, *self.left_out}
        return tuple(n for n, one in enumerate(self.heading.headings) if one.leaf and n not in used)

    def _spread(self) -> list[str]:
        columns = sorted(self.cells)
        return [self.heading.headings[column].shown for column in (columns[0], columns[-1])]


class Recogniser:
    """Matches sheets with the ledgers of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.alike = SynonymTable(catalogue.alike)
        self._looked: tuple[Sheet | None, list[HeadingRows]] = (None, [])
        self._plain: tuple[Sheet | None, HeadingRows | None] = (None, None)
        self._tables: tuple[Sheet | None, tuple[SheetTable, ...]] = (None, ())
        self._readings = Readings(catalogue.vocabularies)
        self._known = lru_cache(maxsize=4096)(self._likeness_to_any)
        self._scorers = {name: Scorer(ledger, self.alike) for name, ledger in catalogue.ledgers.items()}

    @cached_property
    def importable(self) -> tuple[Ledger, ...]:
        """Ledgers that have headings of their own."""
        return tuple(self.catalogue.ledgers[name] for name, scorer in self._scorers.items() if scorer.words)

    def recognise(
        self,
        sheet: Sheet,
        ledger: str = "",
        given: Mapping[str, str] = _NOTHING_GIVEN,
        among: Sequence[str] = (),
    ) -> SheetMap | None:
        """The sheet understood; None when it holds no ledger. Where required columns lack, ``missing`` names them.

        ledger: only this one is considered. given: field → heading, decided by a person. among: only these are.
        """
        options = [self.catalogue.ledgers[name] for name in (ledger, *among) if name] or self.importable
        said = SheetDecision(given, _NO_COLUMNS)
        best: SheetMap | None = None
        plain = self._plainly(sheet)
        for heading in self._places(sheet):
            evidence = Evidence(sheet, heading, self._readings)
            for option in self._nearest(heading, options):
                if option.declared.own and heading != plain:
                    continue  # its headings were taken from where a table begins, nowhere else
                found = self._fit(sheet, evidence, heading, option, said)
                if best is None or found.fit > best.fit:
                    best = found
        if best is None or best.fit < LEAST_FIT or (best.missing and not ledger and not _near(best)):
            return None
        return best

    def map_as(
        self, sheet: Sheet, ledger: str, given: Mapping[str, str], columns: Mapping[int, str]
    ) -> SheetMap | None:
        """The sheet as the ledger a person says it is, however little it looks like it; None without any heading.

        columns: column → field, '' for one to leave out; the others are recognised.
        """
        found = self.recognise(sheet, ledger, given)
        heading = found.heading if found else self.heading_of(sheet)
        if heading is None or (found and not columns):
            return found
        evidence = Evidence(sheet, heading, self._readings)
        return self._fit(sheet, evidence, heading, self.catalogue.ledgers[ledger], SheetDecision(given, columns))

    def heading_of(self, sheet: Sheet) -> HeadingRows | None:
        """Where most words are declared headings, whatever ledger the sheet is taken for; the shortest of equals."""

        def worth(rows: HeadingRows) -> tuple[int, int, int]:
            return sum(one.leaf in self._declared for one in rows.headings), rows.top - rows.bottom, -rows.top

        return max(self._places(sheet), key=worth, default=None)

    def signature(self, sheet: Sheet) -> str:
        """The same for sheets with the same headings in the same columns, 32 hexadecimal digits; '' without a heading."""
        heading = self.heading_of(sheet)
        if heading is None:
            return ""
        text = "\x1f".join(one.path for one in heading.headings).rstrip("\x1f")
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]

    def why(self, found: SheetMap, name: str) -> str:
        """Why the field has the column it has."""
        if name in found.decided:
            return "人工指定"
        base = dict(self._scorers[found.ledger.name].by_name(found.heading.headings[found.columns[name]].parts)).get(
            name, 0
        )
        score = found.scores[name]
        if base >= EXACT:
            return "表头一致" if score >= base else "表头一致，内容存疑"
        return "表头相近" if base >= LEAST_FIT else "表头略像，内容相符"

    def _places(self, sheet: Sheet) -> list[HeadingRows]:
        """The likely places of the heading, found once a sheet."""
        if self._looked[0] is not sheet:
            likely = self._likely(sheet)
            plain = self._plainly(sheet)
            self._looked = (sheet, [*likely, *([plain] if plain and plain not in likely else [])])
        return self._looked[1]

    def _plainly(self, sheet: Sheet) -> HeadingRows | None:
        """The first heading told by its form alone, in the words headings are compared in."""
        if self._plain[0] is not sheet:
            tables = self.tables(sheet)
            top, bottom = (tables[0].heading.top, tables[0].heading.bottom) if tables else (0, -1)
            made = HeadingRows(top, bottom, headings_of(sheet, top, bottom, self.alike)) if tables else None
            self._plain = (sheet, made)
        return self._plain[1]

    def tables(self, sheet: Sheet) -> tuple[SheetTable, ...]:
        """The tables of a sheet, found once while it is looked at."""
        if self._tables[0] is not sheet:
            self._tables = (sheet, tables_of(sheet))
        return self._tables[1]

    def parts(self, sheet: Sheet) -> tuple[Sheet, ...]:
        """The sheet as it is, or a part a table where it holds several."""
        tables = () if sheet.hidden else self.tables(sheet)
        return tuple(one.sheet for one in tables) if len(tables) > 1 else (sheet,)

    def _nearest(self, heading: HeadingRows, options: Sequence[Ledger]) -> Sequence[Ledger]:
        """The few ledgers whose headings these resemble most."""
        if len(options) <= MOST_LEDGERS:
            return options

        def resemblance(ledger: Ledger) -> float:
            return self._scorers[ledger.name].resemblance(heading.headings) + len(self._spread(heading, ledger)[0])

        return sorted(options, key=resemblance, reverse=True)[:MOST_LEDGERS]

    def _likely(self, sheet: Sheet) -> list[HeadingRows]:
        """The few places most of whose words are declared headings."""
        tops = sorted(range(min(len(sheet.rows), LATEST_HEADING)), key=lambda top: -self._like_headings(sheet, top))
        near = sorted({top for best in tops[:2] for top in range(best - 2, best + 1) if top >= 0})
        ranked = sorted(
            candidates(sheet, self.alike, near),
            key=lambda rows: -sum(map(self._known, (h.leaf for h in rows.headings))),
        )
        return _first_of_each(ranked)[:MOST_PLACES]

    def _like_headings(self, sheet: Sheet, row: int) -> float:
        return sum(self._known(self.alike.key(cell)) for cell in sheet.rows[row] if isinstance(cell, str))

    def _likeness_to_any(self, words: str) -> float:
        """1 for a declared heading; less for a short one most of whose pairs of characters stand in declared ones."""
        if words in self._declared:
            return 1
        pairs = _pairs(words)
        if not pairs or len(words) > LONGEST_HEADING or any(sign.isdigit() for sign in words):
            return 0
        return UNDECLARED if 2 * len(pairs & self._declared_pairs) >= len(pairs) else 0

    @cached_property
    def _declared_pairs(self) -> frozenset[str]:
        return frozenset().union(*map(_pairs, self._declared))

    @cached_property
    def _declared(self) -> frozenset[str]:
        every = [words for scorer in self._scorers.values() for words in scorer.words.values()]
        grouped = (frozenset(leaf for _, leaf in words.grouped) for words in every)
        return frozenset().union(*(words.plain for words in every), *grouped)

    def _fit(
        self, sheet: Sheet, evidence: Evidence, heading: HeadingRows, ledger: Ledger, said: SheetDecision
    ) -> SheetMap:
        spread = self._spread(heading, ledger)
        decided = said.fields(heading.headings, ledger, self.alike)
        taken = {*decided.values(), *said.closed}
        own = written_columns(sheet, heading, ledger)
        told = {name: n for name, n in own.items() if n not in taken} | dict(decided)
        columns, scores = self._assign(heading.headings, ledger, evidence, (told, said.closed), frozenset(spread[0]))
        fields = ledger.declared.field
        self._fill_by_words(heading, ledger, evidence, (columns, scores), {*said.closed, *spread[0], *spread[1]})
        fit = sum(score * (2 if fields[name].required and name not in decided else 1) for name, score in scores.items())
        taken = {*columns.values(), *said.closed}
        sequence = next((n for n, one in enumerate(heading.headings) if one.leaf in SEQUENCE and n not in taken), None)
        cells, totals = ({n: axes for n, axes in some.items() if n not in taken} for some in spread)
        missing = tuple(
            name
            for name, one in fields.items()
            if one.required and name not in columns and not one.fill and one.headings
        )
        fit += (
            40 * min(len(cells), 12)
            - 60 * len(missing)
            - 25 * self._count_unused(heading, taken | set(cells) | set(totals))
        )
        if ledger.declared.pivot and ledger.declared.pivot.into == ledger.name and not cells:
            missing, fit = (*missing, ledger.declared.pivot.value), 0
        title = title_of(sheet, heading)
        fit += 30 if ledger.declared.noun in squeeze(title) or squeeze(ledger.title) in squeeze(title) else 0
        years = (year_in(sheet.name), year_of_title(title) or year_of_title("\n".join(sheet.above)))
        found = SheetMap(ledger, heading, columns, cells, totals, sequence, years, missing, fit, scores)
        return replace(found, decided=frozenset(decided), left_out=said.left_out)

    def _fill_by_words(
        self,
        heading: HeadingRows,
        ledger: Ledger,
        evidence: Evidence,
        found: tuple[dict[str, int], dict[str, int]],
        closed: set[int],
    ) -> None:
        """Gives required choices without a column the one whose words tell it, where most required columns are there."""
        columns, scores = found
        required = [name for name, one in ledger.declared.field.items() if one.required and one.headings]
        lacking = [name for name in required if name not in columns]
        if not lacking or len(lacking) * 2 >= len(required) or ledger.declared.own:
            return
        scorer = self._scorers[ledger.name]

        def likeness(one: Heading, name: str) -> int:
            return dict(scorer.by_name(one.parts)).get(name, 0)

        left = (lacking, {*columns.values(), *closed})
        for name, column in columns_by_words(ledger, heading.headings, evidence, likeness, left).items():
            columns[name], scores[name] = column, LEAST_FIT

    def _count_unused(self, heading: HeadingRows, used: set[int]) -> int:
        return sum(
            1 for n, one in enumerate(heading.headings) if one.leaf and n not in used and one.leaf not in SEQUENCE
        )

    def _assign(
        self,
        headings: tuple[Heading, ...],
        ledger: Ledger,
        evidence: Evidence,
        said: tuple[Mapping[str, int], frozenset[int]],
        wide: frozenset[int],
    ) -> tuple[dict[str, int], dict[str, int]]:
        """The best pairing of fields and columns: what a person decided, then the likest first; and how well each fits."""
        decided, closed = said
        columns, scores = dict(decided), dict.fromkeys(decided, GIVEN)
        scorer = self._scorers[ledger.name]
        free = {
            n: [(name, score) for name, score in scorer.scores(n, one, evidence) if score >= EXACT or n not in wide]
            for n, one in enumerate(headings)
            if one.leaf and one.leaf not in SEQUENCE and n not in columns.values() and n not in closed
        }
        for name, (column, score) in pair_columns(free, taken=columns.keys()).items():
            columns[name], scores[name] = column, score
        order = {name: n for n, name in enumerate(ledger.declared.field)}
        return dict(sorted(columns.items(), key=lambda pair: order[pair[0]])), scores

    def _spread(self, heading: HeadingRows, ledger: Ledger) -> tuple[dict[int, Axes], dict[int, Axes]]:
        """The columns of a wide table, and those that sum them."""
        pivot = ledger.declared.pivot
        if pivot is None:
            return {}, {}
        axes = axes_of(self.catalogue, self.catalogue.ledgers[pivot.into], self.alike)
        cells: dict[int, Axes] = {}
        totals: dict[int, Axes] = {}
        for column, one in enumerate(heading.headings):
            if not one.parts:
                continue
            found = read_axes(one, axes)
            if len(found) == len(axes):
                cells[column] = found
            elif TOTAL.search(one.path) and not PART_TOTAL.search(one.path):
                totals[column] = found
        return cells, totals


def _first_of_each(places: Sequence[HeadingRows]) -> list[HeadingRows]:
    """The places without those where a heading is only repeated: taking one for the heading would lose what stands above."""
    first: dict[tuple[str, ...], int] = {}
    words = [tuple(heading.leaf for heading in one.headings) for one in places]
    for said, one in zip(words, places, strict=True):
        first[said] = min(one.bottom, first.get(said, one.bottom))
    return [one for said, one in zip(words, places, strict=True) if one.bottom == first[said]]


def _pairs(words: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(words)))


def _near(found: SheetMap) -> bool:
    """Whether more than half of the required columns were found."""
    required = [name for name, one in found.ledger.declared.field.items() if one.required and one.headings]
    return len(found.missing) * 2 < len(required)


def incomplete(found: SheetMap) -> Problem:
    """A sheet that lacks required columns, as a problem that names them."""
    titles = "、".join(f"{found.ledger.declared.field[name].title}（{name}）" for name in found.missing)
    left = "、".join(found.unused_headings())
    return Problem(
        "INT-051",
        sentence("工作表像“{ledger}”，但找不到这些必填的栏：{titles}。", ledger=found.ledger.title, titles=titles),
        hint=sentence(
            "还没有对应的表头：{value}。请改正表头，或指明哪一栏是什么；也可以用这张表新建台账。", value=left or "无"
        ),
    )


def choice_in(catalogue: Catalogue, vocabulary: str, text: str) -> str:
    """The value of a vocabulary that a sheet's name or a sub-heading contains; '' unless exactly one does."""
    words = squeeze(text).lower()
    ways = sorted(ways_of(catalogue.vocabularies[vocabulary]).items(), key=lambda pair: -len(pair[0]))
    found = [(way, value) for way, value in ways if way in words]
    longest = {value for way, value in found if len(way) == len(found[0][0])}
    return longest.pop() if len(longest) == 1 else ""
