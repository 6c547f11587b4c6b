"""Fills slots with values: runs that know their cell, gaps that say why they are gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.kinds.forecast import YEAR_OVER
from taizhang.figures.kinds.highest import ALONE
from taizhang.figures.value import Ask, Trace, Value
from taizhang.reports.asking import SlotAsks, share_figure
from taizhang.reports.dated import gap, resolve_text
from taizhang.reports.money import money_unit
from taizhang.reports.numbers import Numbers
from taizhang.reports.paper import Block, Cell, Claim, Number, PaperTable, Paragraph, Quoted, Run, Text, Unresolved
from taizhang.reports.passages import Gap, ParagraphSource, Part, TableSource, Words
from taizhang.reports.printing import change_runs, chinese_period, claim_holds, number_text
from taizhang.reports.slots import ChangeSlot, ClaimSlot, CountedSlot, FigureSlot, QuoteSlot, TextSlot
from taizhang.reports.support import Nothing, Support
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem
from taizhang.terms.progress import Progress, quiet
from taizhang.terms.quantity import percent
from taizhang.terms.sentence import sentence

_SIGNS = {"=": "等于", "<=": "不超过", ">=": "不少于", "<": "少于", ">": "多于"}


class Filler:
    """Turns passages into paragraphs; ``cells`` and ``problems`` gather what comes up on the way."""

    def __init__(
        self,
        catalogue: Catalogue,
        period: Period,
        wanted: Mapping[CountedSlot, SlotAsks | Problem],
        numbers: Numbers,
        file: str,
    ) -> None:
        self.catalogue, self.period, self.wanted, self.numbers = catalogue, period, wanted, numbers
        self.file = file
        self.cells: dict[str, Cell] = {}
        self.problems: list[Problem] = []
        self.support = Support(catalogue, numbers)
        told = [one.ask for slot, one in wanted.items() if isinstance(slot, FigureSlot) and isinstance(one, SlotAsks)]
        self.money = money_unit(map(numbers.value, told))
        self._paragraph = 0
        self._before: Value | None = None

    def blocks(self, blocks: Sequence[ParagraphSource | TableSource], progress: Progress = quiet) -> tuple[Block, ...]:
        """The filled blocks; a problem's paragraph counts blocks from 1."""
        filled: list[Block] = []
        for self._paragraph, block in enumerate(blocks, 1):
            progress("填写各段", self._paragraph, len(blocks))
            filled.append(self._passage(block) if isinstance(block, ParagraphSource) else self._table(block))
        return tuple(filled)

    def _passage(self, passage: ParagraphSource) -> Paragraph:
        runs = [self._runs(part) for part in passage.parts]
        lead = sum(len(one) for one in runs[: passage.lead])
        return Paragraph(tuple(run for one in runs for run in one), passage.level, lead, passage.line)

    def _table(self, grid: TableSource) -> PaperTable:
        rows = tuple(
            tuple(tuple(run for part in cell for run in self._runs(part)) for cell in row) for row in grid.rows
        )
        return PaperTable(grid.heading, rows, grid.caption, grid.drawn)

    def _runs(self, part: Part) -> tuple[Run, ...]:
        match part:
            case Words(text, bold):
                return (Text(text, bold),)
            case Gap(text, reason):
                return (Unresolved(f"【缺：{text}】", reason),)
            case QuoteSlot(words, source):
                return (Quoted(words, source),)
            case TextSlot():
                return (self._text(part),)
        before, self._before = self._before, None
        runs = self._fill_count(part)
        if not (runs and part.options.unless_zero):
            return runs
        if part.options.all and before and self._before and _is_all(self._before, before):
            return (Claim(part.options.all, self._before.id),)
        lead = part.options.unless_zero
        if self._before and self._before.figure.kind == "highest":  # that it is the greatest is what the figure counts
            return (Claim(lead, self._before.id), *runs)
        return (Text(lead), *runs)

    def _text(self, slot: TextSlot) -> Run:
        place = Place(file=self.file, line=slot.line, paragraph=self._paragraph)
        told = resolve_text(slot, self.catalogue, self.period, place)
        if isinstance(told, Problem):
            self.problems.append(told)
            return gap(slot, self.catalogue, told)
        return told

    def _fill_count(self, slot: CountedSlot) -> tuple[Run, ...]:
        wanted = self.wanted[slot]
        if isinstance(wanted, Problem):
            return self._gap(slot, wanted)
        value = self._value(wanted)
        nothing = self.support.lacks(slot, wanted.ask)
        if (
            isinstance(slot, ClaimSlot)
            and slot.options.optional
            and (nothing or not claim_holds(value, slot.sign, slot.bound))
        ):
            return ()
        if nothing:
            return self._tell_unsupported(slot, value, nothing)
        match slot:
            case ClaimSlot():
                return self._claim(slot, value, wanted)
            case ChangeSlot(_, options):
                runs = change_runs(value, options, wanted.ask.period)
            case FigureSlot(_, options):
                if options.unless_zero and (value.amount == 0 or value.reason in (YEAR_OVER, ALONE)):
                    return ()
                text = number_text(value, options, self.money)
                runs = (Number(text, value.id),) if text else ()
                self._before = value if text else None
        if not runs:
            return self._missing(slot, value)
        self._keep(value, wanted)
        return runs

    def _claim(self, slot: ClaimSlot, value: Value, wanted: SlotAsks) -> tuple[Run, ...]:
        holds = claim_holds(value, slot.sign, slot.bound)
        if holds is None:
            return self._missing(slot, value)
        self._keep(value, wanted)
        if holds:
            return (Claim(slot.words, value.id),)
        figure = value.figure
        actual = f"{value.text}{figure.unit}"
        message = sentence(
            "“{words}”与台账不符：“{figure}”为{actual}，不是{signs}{bound}{unit}。",
            words=slot.words,
            figure=figure.title,
            actual=actual,
            signs=_SIGNS[slot.sign],
            bound=slot.bound,
            unit=figure.unit,
        )
        problem = Problem("RPT-023", message, self._place(slot), "请按实际情况改写这句话，或先办结、补录有关事项。")
        return self._gap(slot, problem)

    def _tell_unsupported(self, slot: CountedSlot, value: Value, nothing: Nothing) -> tuple[Run, ...]:
        """What stands where nothing was told by nobody."""
        title = value.figure.title
        said = title if isinstance(slot, ChangeSlot) else f"{title}{value.text}{value.figure.unit}"
        said = slot.words if isinstance(slot, ClaimSlot) else said
        when = chinese_period(value.ask.period)
        lacks = f"在{when}{nothing.lacking}"
        message = sentence(
            "“{said}”没有凭据：台账“{ledger}”{lacks}，没有记录不等于没有发生。",
            said=said,
            ledger=nothing.ledger.title,
            lacks=lacks,
        )
        hint = "请补录有关事项；确实没有的，由责任人按月作零报告；或改写这句话。"
        problem = Problem("RPT-029", message, self._place(slot), hint)
        self.problems.append(problem)
        return (Unresolved(f"【待核：{said}】", problem.message),)

    def _missing(self, slot: CountedSlot, value: Value) -> tuple[Run, ...]:
        why = value.reason.rstrip("。") or "没有可用的数"
        message = sentence("“{figure}”没有可填的数：{why}。", figure=value.figure.title, why=why)
        return self._gap(slot, Problem("RPT-024", message, self._place(slot), "请补录有关事项，或改写这句话。"))

    def _gap(self, slot: CountedSlot, problem: Problem) -> tuple[Run, ...]:
        self.problems.append(problem.at(self._place(slot)))
        if isinstance(slot, ClaimSlot):
            return (Unresolved(f"【待核：{slot.words}】", problem.message),)
        figure = self.catalogue.figures.get(slot.figure)
        return (Unresolved(f"【缺：{figure.title if figure else slot.figure}】", problem.message),)

    def _place(self, slot: CountedSlot) -> Place:
        return Place(file=self.file, line=slot.line, paragraph=self._paragraph)

    def _value(self, wanted: SlotAsks) -> Value:
        value = self.numbers.value(wanted.ask)
        return value if wanted.whole is None else _share(value, self.numbers.value(wanted.whole))

    def _keep(self, value: Value, wanted: SlotAsks) -> None:
        """Makes the value a cell of the paper, once."""
        if value.id in self.cells:
            return
        numbers, name = self.numbers, wanted.ask.figure
        trace, definition = numbers.trace(wanted.ask), numbers.define(name)
        if wanted.whole is not None:
            parts = ((name, trace), (name, numbers.trace(wanted.whole)))
            trace = Trace(value, parts=parts)
            definition = f"“{wanted.ask.member}”在全部中的占比。{definition}"
        self.cells[value.id] = Cell(value.id, value, definition, numbers.sql(name), trace)


def _is_all(part: Value, whole: Value) -> bool:
    """Whether the part is the whole, counted alike."""
    return part.amount is not None and part.amount == whole.amount and part.figure.unit == whole.figure.unit


def _share(group: Value, whole: Value) -> Value:
    """The group's part of the whole in percent, both sides kept."""
    figure = share_figure(group.figure)
    ask = Ask(figure.name, group.ask.period, group.ask.by, group.ask.member, group.ask.scope)
    top, base = group.amount, whole.amount
    amount = None if top is None or base is None else percent(top, base, figure.decimals)
    reason = "" if amount is not None else group.reason or whole.reason or "全部为零，无从计算占比"
    return Value(figure, ask, amount, top, base, reason=reason)
