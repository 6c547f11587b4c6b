"""The frozen shape of every declaration: what may stand in a catalogue file."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from taizhang.catalogue.additions import Addition, extended
from taizhang.catalogue.declared import Declared, Profile
from taizhang.catalogue.door import Door
from taizhang.catalogue.dossier import (
    FeatureDeclaration,
    MechanismDeclaration,
    ReportDeclaration,
    RuleDeclaration,
    SlotDeclaration,
    TextDeclaration,
)
from taizhang.catalogue.fields import FieldDeclaration as FieldDeclaration
from taizhang.catalogue.fields import FieldType as FieldType
from taizhang.catalogue.fields import Flawed as Flawed
from taizhang.catalogue.fields import Role as Role
from taizhang.catalogue.fields import Severity as Severity
from taizhang.catalogue.fields import Vocabulary as Vocabulary
from taizhang.catalogue.letters import Letters
from taizhang.catalogue.registration import Registration
from taizhang.catalogue.scored import ScoreRule
from taizhang.terms.quantity import RoundingWord
from taizhang.terms.workdays import ClockUnit

Lifecycle = Literal["closed_loop", "activity", "progress", "document"]
Kind = Literal[
    "flow",
    "cohort",
    "stock",
    "ratio",
    "distinct",
    "sum",
    "average",
    "latest",
    "maximum",
    "ordinal",
    "share",
    "year_on_year",
    "list",
    "cumulative",
    "streak",
    "weighted",
    "total",
    "quotient",
    "highest",
    "forecast",
    "parameter",
    "score",
]
COMPOSED = ("ratio", "share", "year_on_year", "total", "quotient", "highest", "forecast", "parameter", "score")
Basis = Literal["flow", "cohort", "stock", "cumulative"]
Relation = Literal["=", "<=", "<", ">=", ">", "full_needs_none", "both_or_neither"]
Show = Literal["", "day", "month", "year", "year_month"]
Change = Literal["difference", "rate", "points"]
Every = Literal["month", "quarter", "half_year", "year"]
Confidence = Literal["V", "VL", "VP", "M-h", "M-l"]


class Derive(Declared):
    """A column computed from fields: the first of ``first`` that is not empty, where ``when`` holds."""

    title: str
    first: tuple[str, ...]
    when: str = ""


class Refuse(Declared):
    """A rule a row must not break: refused ``when`` holds, at the cell of field ``cell``."""

    name: str
    when: str
    cell: str
    related: str = ""
    because: str


class Pivot(Declared):
    """A wide table: cells right of the row's own columns are matters of the ledger ``into``.

    carry: fields copied from the row. value: the field that holds the cell. grain: whether a wrong cell
    refuses itself only or its whole row. When ``into`` is the ledger itself, the row is no matter of its own.
    """

    into: str
    carry: tuple[str, ...]
    value: str
    grain: Literal["cell", "row"] = "cell"


class Use(Declared):
    """A family of figures taken by a ledger, for all its matters or those where ``where`` holds.

    slots: places in reports that a figure of the family fills, by the figure's short name.
    """

    family: str
    prefix: str = ""
    title: str = ""
    where: str = ""
    leave_out: tuple[str, ...] = ()
    slots: dict[str, tuple[str, ...]] = {}


class LampThresholds(Declared):
    """When a matter turns yellow: so many workdays before its due date, or this share of its whole time."""

    workdays: int = 3
    share: Decimal = Decimal("0.2")


class LedgerDeclaration(Declared):
    """A kind of matter: its fields, lifecycle, clocks, level, and how its rows are recognised and checked.

    level: public, internal, sensitive (personal data), or confidential: numbers only, whose rows never leave the
    body and whose small counts are kept back (保守国家秘密法 art. 31, 信访工作条例 art. 30).
    profiles: the bodies it is switched on for, none for all. serves: working mechanisms by their id, each with
    the condition that picks its matters, '' for all of them. windows: acts that must be done within a time limit,
    each with the name of its clock. own: declared by the office itself, from a workbook of its own. severity: how grave each kind of row that cannot be is here: ``error`` is refused at
    the door, ``warning`` is named, ``none`` is allowed. span: how many years before its year a day may lie, 0 for the
    usual (10 in a closed loop, 100 elsewhere).
    """

    title: str
    noun: str
    counter: str
    lifecycle: Lifecycle
    level: Literal["public", "internal", "sensitive", "confidential"] = "internal"
    key: tuple[str, ...]
    unit: str = ""
    status: str = ""
    field: dict[str, FieldDeclaration]
    derive: dict[str, Derive] = {}
    state: dict[str, str] = {}
    sets: dict[str, dict[str, str]] = {}
    refuse: tuple[Refuse, ...] = ()
    pivot: Pivot | None = None
    family: tuple[Use, ...] = ()
    clock: str = ""
    windows: dict[str, str] = {}
    lamp: LampThresholds = LampThresholds()
    letters: Letters | None = None
    door: Door | None = None
    registration: Registration = Registration()
    totals: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    serves: dict[str, str] = {}
    own: bool = False
    severity: dict[Flawed, Severity] = {}
    span: int = 0

    @property
    def guarded(self) -> bool:
        """Whether its matters are personal or confidential, so that not every post that reads at all reads them."""
        return self.level in ("sensitive", "confidential")

    @property
    def hidden(self) -> frozenset[str]:
        """Fields of a guarded ledger that are encrypted whatever they say: texts not for grouping, and whoever it is about."""
        fields = self.field.items() if self.guarded else ()
        return frozenset(name for name, one in fields if one.about or (one.type == "text" and not one.group))

    @property
    def encrypted(self) -> frozenset[str]:
        """Columns of a guarded ledger in which tokens stand for words: hidden fields, what is derived from them, the number."""
        if not self.guarded:
            return frozenset()
        derived = (name for name, one in self.derive.items() if self.hidden.intersection(one.first))
        return frozenset(("number", *self.hidden, *derived))


class ParameterValue(Declared):
    """What a parameter is from a day on, until a day when one is given (both included)."""

    since: dt.date
    until: dt.date | None = None
    amount: Decimal


class FigureDeclaration(Declared):
    """A declared number (指标); what it counts is its definition (口径).

    kind decides how rows are chosen: ``flow`` rows whose ``date`` falls in the window; ``cohort`` rows whose
    ``date`` falls in the window and for which ``met`` holds by the cut-off; ``stock`` rows open at the
    window's end (``at = "start"``: just before it); ``cumulative`` rows whose ``date`` is not after that day.
    ``distinct, sum, average, weighted, latest, maximum, ordinal, streak, list`` take ``measure`` of rows
    chosen by ``basis``. weight: the column ``weighted`` weighs by. order, top: ``list`` names the first so
    many by that column, the greatest first. show: how a date is printed. shift: years the window is moved by.

    ``ratio`` and ``share`` divide figures named in ``of`` by those in ``over``, ``quotient`` likewise times
    ``factor`` instead of in percent, ``total`` takes ``over`` from ``of``; ``year_on_year`` compares ``of``
    with last year by ``change``; ``highest`` is the greatest of ``of`` over the last ``years``; ``forecast``
    the month in which ``of`` reaches ``over`` at its present pace; ``parameter`` a dated number of the body;
    ``score`` adds up the lines of ``score``.
    scale: what amounts are divided by before printing (10000 for 万). grain = "year": cannot be cut back
    inside a year. ceiling: of a share, that its target is a bound not to be passed. among: the figures of which
    something must have been counted before a 0 of this one says anything.
    """

    title: str
    kind: Kind
    ledger: str = ""
    date: str = ""
    at: Literal["start", "end"] = "end"
    basis: Basis = "flow"
    where: str = ""
    met: str = ""
    measure: str = ""
    weight: str = ""
    order: str = ""
    top: int = 0
    show: Show = ""
    shift: int = 0
    of: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    change: Change = "rate"
    years: int = 3
    factor: Decimal = Decimal(1)
    value: tuple[ParameterValue, ...] = ()
    score: ScoreRule | None = None
    unit: str = ""
    scale: Decimal = Decimal(1)
    decimals: int | None = None
    word: RoundingWord = ""
    grain: Literal["day", "year"] = "day"
    ceiling: bool = False
    among: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    owner: str = ""
    since: dt.date | None = None
    note: str = ""

    @property
    def composed_of_figures(self) -> bool:
        """Whether it is made of other figures instead of rows."""
        return self.kind in COMPOSED

    @property
    def made_of(self) -> tuple[str, ...]:
        """The figures it is made of: those of ``of``, of ``over``, of the lines of a score."""
        lines = self.score.item if self.score else ()
        scored = (name for line in lines for name in (line.figure, line.against) if name)
        return (*self.of, *self.over, *scored)


class IdentityDeclaration(Declared):
    """What must hold in every period, between sums of figures or within every row of a ledger.

    left, right: figures whose sums stand in ``relation``; ``bound`` and what the figures of ``earlier`` were a
    year before are added to the right. by: it must hold in every group of that column. ``full_needs_none``: left may be 100 only when right is 0.
    ``both_or_neither``: one is above 0 only together with the other.
    yearly: a side stands for the whole year (a plan, a staff roll): asked only of periods that begin with a year.
    ledger, where, must: every row that meets ``where`` meets ``must``; sum, total: and its ``sum`` fields add
    up to ``total``. told, figure_in: one quantity told twice: the number typed in field ``told`` is what the figure named
    in field ``figure_in`` counts for the period.
    """

    title: str
    left: tuple[str, ...] = ()
    relation: Relation = "="
    right: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    bound: Decimal | None = None
    by: str = ""
    ledger: str = ""
    where: str = ""
    must: str = ""
    sum: tuple[str, ...] = ()
    total: str = ""
    told: str = ""
    figure_in: str = ""
    yearly: bool = False
    level: Literal["error", "warning"] = "error"
    serves: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()

    @property
    def of_rows(self) -> bool:
        """Whether it looks at rows instead of figures."""
        return bool(self.ledger)

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures it holds against each other."""
        return (*self.left, *self.right, *self.earlier)


class Family(Declared):
    """Figures and identities that many ledgers share; ``{noun}`` and ``{counter}`` in texts are the ledger's own."""

    title: str
    figure: dict[str, FigureDeclaration]
    identity: dict[str, IdentityDeclaration] = {}


class ClockDeclaration(Declared):
    """A dated time limit with its source; ``confidence`` as published, anything below V shows as 未核.

    trigger: what starts it, in words. ledgers: where it runs, from the day in column ``starts`` to the day in
    ``ends``, for the matters that meet ``where``. extension, extensions, approver: by how much, how often and
    by whom it may be prolonged; notify: whether that must be told. suspends: for what it stands still.
    every, times, each: instead of a limit, how often the matters that meet ``where`` must come by the day in ``starts``:
    ``times`` in every month, quarter, half year or year, for each value of the column ``each``, '' for the whole body;
    within: in the first so many days of the period, 0 for all of it (31 of a year: by 31 January).
    """

    title: str
    trigger: str = ""
    ledgers: tuple[str, ...] = ()
    starts: str = "opened"
    ends: str = "closed"
    where: str = ""
    amount: int = 0
    unit: ClockUnit = "day"
    every: Every | Literal[""] = ""
    times: int = 1
    each: str = ""
    within: int = 0
    rolls: bool = False
    extension: int = 0
    extensions: int = 0
    approver: str = ""
    notify: bool = False
    suspends: tuple[str, ...] = ()
    source: str = ""
    article: str = ""
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    confidence: Confidence = "M-l"
    serves: tuple[str, ...] = ()
    note: str = ""

    @property
    def unverified(self) -> bool:
        """Whether the rule's text has not been read in full."""
        return self.confidence != "V"


class Body(Declared):
    """The public body whose site this is. profile: what it switches on, '' for everything.

    letters: when matters are pressed by letter, for every ledger that declares nothing of its own. cipher: what words of
    guarded ledgers are encrypted with from now on; SM4-GCM where commercial cryptography is assessed (密评).
    second_factor: who signs in with one: administrators and whoever reads confidential or sensitive ledgers, or everyone.
    """

    name: str = "本单位"
    short: str = ""
    level: Literal["", "town", "county", "city", "province"] = ""
    profile: Profile | Literal[""] = ""
    letters: Letters = Letters()
    cipher: Literal["aes-256-gcm", "sm4-gcm"] = "aes-256-gcm"
    second_factor: Literal["guarded", "everyone"] = "guarded"


class Declarations(Declared):
    """Everything the files of one catalogue say, before it is checked as a whole."""

    body: Body = Body()
    alike: dict[str, tuple[str, ...]] = {}
    vocabulary: dict[str, Vocabulary] = {}
    ledger: dict[str, LedgerDeclaration] = {}
    addition: dict[str, Addition] = {}
    family: dict[str, Family] = {}
    figure: dict[str, FigureDeclaration] = {}
    identity: dict[str, IdentityDeclaration] = {}
    clock: dict[str, ClockDeclaration] = {}
    text: dict[str, TextDeclaration] = {}
    rule: dict[str, RuleDeclaration] = {}
    feature: dict[str, FeatureDeclaration] = {}
    report: dict[str, ReportDeclaration] = {}
    mechanism: dict[str, MechanismDeclaration] = {}
    slot: dict[str, SlotDeclaration] = {}

    def with_additions(self) -> Declarations:
        """The same with everything added to ledgers as if these had declared it, in the order it was added."""
        ledgers, vocabularies = dict(self.ledger), dict(self.vocabulary)
        for one in self.addition.values():
            if one.ledger in ledgers:
                declared = ledgers[one.ledger]
                fields, words = extended(declared.field, vocabularies, one)
                ledgers[one.ledger] = declared.model_copy(update={"field": fields})
                vocabularies |= words
        return self.model_copy(update={"ledger": ledgers, "vocabulary": vocabularies})
