"""Whether declarations are right as a whole: one visible tuple of checks, every fault gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from taizhang.catalogue.bindings import (
    clocks_run_in_ledgers,
    ids_are_listed,
    measured_things_belong_together,
    pivots_are_on_with_their_ledger,
    templates_say_whom_they_serve,
    texts_are_dated_and_named,
    words_are_in_their_vocabulary,
)
from taizhang.catalogue.expand import columns_of, figures_of
from taizhang.catalogue.held import groups_of_identities_exist, identities_stand_on_what_exists
from taizhang.catalogue.legible import figures_read_what_is_not_encrypted
from taizhang.catalogue.model import Declarations, FieldDeclaration, FigureDeclaration, LedgerDeclaration
from taizhang.catalogue.predicate import PARAMETERS, NotAllowed, columns_of_text
from taizhang.catalogue.resolved import STANDARD
from taizhang.catalogue.whole import Locate, Whole
from taizhang.terms.names import FIGURE, is_name
from taizhang.terms.problem import Problem
from taizhang.terms.quantity import format_plain
from taizhang.terms.sentence import sentence


def check(declared: Declarations, templates: Mapping[str, str], place: Locate) -> list[Problem]:
    """Everything wrong with the declarations, in the order of CHECKS."""
    tables = {name: columns_of(ledger) for name, ledger in declared.ledger.items()}
    whole = Whole(declared, templates, place, tuple(figures_of(declared)), tables)
    return [problem for one in CHECKS for problem in one(whole)]


def house_ledgers_are_no_workbooks(whole: Whole) -> Iterator[Problem]:
    """A ledger only the program writes declares no headings: a workbook could be taken for it, and be told so in vain."""
    for name, ledger in whole.declared.ledger.items():
        if not ledger.registration.house:
            continue
        for key in (key for key, field in ledger.field.items() if field.headings):
            message = sentence("台账“{ledger}”只由系统自己写，字段“{field}”却写了表头。", ledger=name, field=key)
            yield Problem(
                "CAT-040",
                message,
                whole.place(("ledger", name, "field", key)),
                "请删去 house，或删去各字段的 headings。",
            )


def what_is_reviewed_has_that_step(whole: Whole) -> Iterator[Problem]:
    """Only a closed loop has somebody else approve what was registered; elsewhere nothing would ever be counted."""
    for name, ledger in whole.declared.ledger.items():
        if ledger.registration.counts == "reviewed" and ledger.lifecycle != "closed_loop":
            message = sentence("台账“{ledger}”写了登记后经批准才计数，它的流程却没有批准这一步。", ledger=name)
            hint = '请删去 counts = "reviewed"，或改用 closed_loop 流程。'
            yield Problem("CAT-042", message, whole.place(("ledger", name)), hint)


def names_are_identifiers(whole: Whole) -> Iterator[Problem]:
    """Names are ASCII, lower case and at most thirty characters; they become database identifiers."""
    paths: list[tuple[str, ...]] = [("ledger", name) for name in whole.declared.ledger]
    paths += [
        ("ledger", name, part, key)
        for name, ledger in whole.declared.ledger.items()
        for part, keys in (("field", ledger.field), ("derive", ledger.derive))
        for key in keys
    ]
    for path in paths:
        if not is_name(path[-1]) or path[-1] in PARAMETERS or (len(path) == 4 and path[-1] in STANDARD):
            message = sentence(
                "名称“{path}”不能用：只能是小写字母、数字和下划线，字母开头，不超过30个字符，且不得为 start、end、id、number、state、discontinued、completed。",
                path=path[-1],
            )
            yield Problem("CAT-010", message, whole.place(path), "请换一个名称。")
    for item in whole.figures:
        if not is_name(item.name, FIGURE):
            message = sentence(
                "指标名“{item}”不能用：只能是小写字母、数字和下划线，字母开头，不超过{figure}个字符。",
                item=item.name,
                figure=FIGURE,
            )
            yield Problem("CAT-010", message, whole.place(item.path), "请换一个名称，或缩短台账名和前缀。")


def figures_have_one_name(whole: Whole) -> Iterator[Problem]:
    """Two uses of a family in one ledger need different prefixes."""
    seen: set[str] = set()
    for item in whole.figures:
        if item.name in seen:
            yield Problem(
                "CAT-011",
                sentence("指标“{item}”重复生成。", item=item.name),
                whole.place(item.path),
                "请给同一系列的第二次引用写上 prefix。",
            )
        seen.add(item.name)


def fields_refer_to_what_exists(whole: Whole) -> Iterator[Problem]:
    """Choices name a vocabulary, flags and units name fields, keys are fields."""
    for name, ledger in whole.declared.ledger.items():
        base = ("ledger", name)
        for key, field in ledger.field.items():
            yield from _field(whole, ledger, (*base, "field", key), field)
        for key, derive in ledger.derive.items():
            missing = [one for one in derive.first if one not in ledger.field]
            if missing or not derive.first:
                yield whole.unknown((*base, "derive", key, "first"), "、".join(missing) or "（空）", "本台账的字段")
        wanted = [("key", one) for one in ledger.key] + [(what, getattr(ledger, what)) for what in ("unit", "status")]
        wanted += [("totals", one) for one in ledger.totals] + [
            ("refuse", one) for rule in ledger.refuse for one in (rule.cell, rule.related)
        ]
        wanted += [("door", one) for one in (ledger.door.codes if ledger.door else ())]
        for what, one in wanted:
            if one and one not in ledger.field:
                yield whole.unknown((*base, what), one, "本台账的字段")
        for use in ledger.family:
            if use.family not in whole.declared.family:
                yield whole.unknown((*base, "family"), use.family, "已声明的指标系列")
        yield from _clocks(whole, ledger, base)


def _clocks(whole: Whole, ledger: LedgerDeclaration, base: tuple[str, ...]) -> Iterator[Problem]:
    named = [(("clock",), ledger.clock), *((("windows", act), one) for act, one in ledger.windows.items())]
    for path, clock in named:
        if clock and clock not in whole.declared.clock:
            yield whole.unknown((*base, *path), clock, "已声明的时限")


def _field(
    whole: Whole, ledger: LedgerDeclaration, path: tuple[str, ...], field: FieldDeclaration
) -> Iterator[Problem]:
    if field.type in ("choice", "flag") and field.choices not in whole.declared.vocabulary:
        yield whole.unknown((*path, "choices"), field.choices, "已声明的词表")
    yield from _parts(whole, ledger, path, field)
    if field.standing and (field.standing not in ledger.field or ledger.field[field.standing].type != "flag"):
        yield whole.unknown((*path, "standing"), field.standing, "本台账的是否类字段")
    for one in (*field.compose, field.words):
        if one and one not in ledger.field:
            yield whole.unknown((*path, "compose" if one in field.compose else "words"), one, "本台账的字段")
    for target in field.refers:
        name, _, key = target.partition(".")
        found = whole.declared.ledger.get(name)
        if found is None or (key and key not in found.field):
            yield whole.unknown((*path, "refers"), target, "已声明的台账或其字段")


def _parts(
    whole: Whole, ledger: LedgerDeclaration, path: tuple[str, ...], field: FieldDeclaration
) -> Iterator[Problem]:
    """The fields and the clock that a field's part in its row names."""
    named = [("part_of", one) for one in field.wholes]
    named += [("of", field.of), ("fulfils", field.fulfils), ("unit_in", field.unit_in)]
    for what, one in named:
        if one and one not in ledger.field:
            yield whole.unknown((*path, what), one, "本台账的字段")
    for what, one in (("lasts", field.lasts), ("at_most", field.at_most)):
        if one and one not in whole.declared.clock:
            yield whole.unknown((*path, what), one, "已声明的时限")


def pivots_reach_their_ledger(whole: Whole) -> Iterator[Problem]:
    """A wide table's cells go to a ledger that has the value field, the carried fields and an axis."""
    for name, ledger in whole.declared.ledger.items():
        pivot, path = ledger.pivot, ("ledger", name, "pivot")
        if pivot is None:
            continue
        target = whole.declared.ledger.get(pivot.into)
        if target is None:
            yield whole.unknown((*path, "into"), pivot.into, "已声明的台账")
            continue
        for one in (pivot.value, *pivot.carry):
            if one not in target.field:
                yield whole.unknown(path, one, sentence("台账“{ledger}”的字段", ledger=target.title))
        if not any(field.axis for field in target.field.values()):
            yield Problem(
                "CAT-013",
                sentence("台账“{target}”没有任何字段声明 axis，宽表的列无从对应。", target=target.title),
                whole.place(path),
                "请给月份、季度或项目字段写上 axis。",
            )


def conditions_are_allowed(whole: Whole) -> Iterator[Problem]:
    """Every condition parses through the allow-list and reads only columns its ledger has."""
    for path, text, ledger, derived in whole.conditions():
        yield from _condition(whole, path, text, ledger, derived=derived)


def _condition(whole: Whole, path: tuple[str, ...], text: str, ledger: str, *, derived: bool) -> Iterator[Problem]:
    try:
        read = columns_of_text(text)
    except NotAllowed as error:
        yield Problem(
            "CAT-020",
            sentence("条件“{text}”不能用：{why}", text=text, why=error.args[0]),
            whole.place(path),
            "请按 docs/catalogue-guide.md 中条件的写法改正。",
        )
        return
    known = whole.columns[ledger] if derived else whole.declared.ledger[ledger].field
    unknown = [name for name in read if name not in known]
    if unknown:
        yield whole.unknown(path, "、".join(unknown), f"台账“{whole.declared.ledger[ledger].title}”的列")


def figures_say_what_their_kind_needs(whole: Whole) -> Iterator[Problem]:
    """Each kind has the parts it needs and none that it would ignore."""
    names = {item.name for item in whole.figures}
    for item in whole.figures:
        for key in _lacks(item.declared):
            yield Problem(
                "CAT-030",
                sentence("指标“{item}”属“{kind}”类，缺少“{key}”。", item=item.name, kind=item.declared.kind, key=key),
                whole.place((*item.path, key)),
                "请补上这一项。",
            )
        for key in _ignores(item.declared):
            yield Problem(
                "CAT-031",
                sentence(
                    "指标“{item}”属“{kind}”类，“{key}”不起作用。", item=item.name, kind=item.declared.kind, key=key
                ),
                whole.place((*item.path, key)),
                "请删去这一项，或改用别的类型。",
            )
        if item.declared.ledger and item.declared.ledger not in whole.columns:
            yield whole.unknown((*item.path, "ledger"), item.declared.ledger, "已声明的台账")
        for key, named in (("of", item.declared.made_of), ("among", item.declared.among)):
            for name in named:
                if name not in names:
                    yield whole.unknown((*item.path, key), name, "已声明的指标")


_ROWS = ("distinct", "sum", "average", "weighted", "latest", "maximum", "ordinal", "streak", "list")
_MADE = {
    "ratio": ("of", "over"),
    "share": ("of", "over"),
    "quotient": ("of", "over"),
    "forecast": ("of", "over"),
    "year_on_year": ("of",),
    "total": ("of",),
    "highest": ("of",),
    "parameter": ("value",),
    "score": ("score",),
}
_ONE = ("year_on_year", "highest", "forecast")


def _lacks(figure: FigureDeclaration) -> list[str]:
    needs = list(_MADE.get(figure.kind, ("ledger",)))
    if not figure.composed_of_figures:
        basis = figure.kind if figure.kind in ("flow", "cohort", "cumulative", "stock") else figure.basis
        needs += ["date"] if basis != "stock" else []
        needs += ["met"] if basis == "cohort" else []
        needs += ["measure"] if figure.kind in _ROWS else []
        needs += ["weight"] if figure.kind == "weighted" else []
    return [key for key in needs if not getattr(figure, key)]


def _ignores(figure: FigureDeclaration) -> list[str]:
    rows = ["ledger", "date", "where", "met", "measure", "weight", "order", "top", "shift"]
    if figure.composed_of_figures:
        used = {*_MADE[figure.kind], *(["over"] if figure.kind == "total" else [])}
        return [key for key in (*rows, "of", "over", "value", "score") if getattr(figure, key) and key not in used]
    unused = ["of", "over", "value", "score"]
    stock = figure.kind == "stock" or (figure.kind in _ROWS and figure.basis == "stock")
    unused += ["date"] if stock else []
    unused += ["measure"] if figure.kind not in _ROWS else []
    unused += ["met"] if figure.kind != "cohort" and figure.basis != "cohort" else []
    unused += ["weight"] if figure.kind != "weighted" else []
    unused += ["order", "top"] if figure.kind != "list" else []
    return [key for key in unused if getattr(figure, key)]


def comparisons_take_one_figure(whole: Whole) -> Iterator[Problem]:
    """A comparison, a highest and a forecast look at exactly one figure, and at one plan."""
    for item in whole.figures:
        if item.declared.kind in _ONE and (len(item.declared.of) > 1 or len(item.declared.over) > 1):
            message = sentence(
                "指标“{item}”属“{kind}”类，of 和 over 各只能写一个指标。", item=item.name, kind=item.declared.kind
            )
            yield Problem("CAT-037", message, whole.place(item.path), "请先用 total 类指标求和，再引用它。")


def scores_add_up(whole: Whole) -> Iterator[Problem]:
    """A score's weights come to its full marks, and each line that needs a target has exactly one."""
    for item in whole.figures:
        rule = item.declared.score
        if rule is None:
            continue
        total = rule.begin + sum((line.weight for line in rule.item if line.role == "item"), Decimal(0))
        if total != rule.full:
            message = sentence(
                "得分“{declared}”的基础分与权重合计{total}，应为{full}。",
                declared=item.declared.title,
                total=format_plain(total),
                full=format_plain(rule.full),
            )
            yield Problem("CAT-039", message, whole.place(item.path), "请改正 weight、begin，或写明 full。")
        for line in rule.item:
            needs = line.how in ("share", "met", "reverse")
            if needs != (bool(line.against) != (line.target is not None)) or line.weight <= 0:
                message = sentence(
                    "得分“{declared}”的“{line}”权重须大于零，且目标值该写且只写一处。",
                    declared=item.declared.title,
                    line=line.title,
                )
                hint = "share、met、reverse 写 target 或 against 之一；rate、each 都不写。"
                yield Problem("CAT-039", message, whole.place(item.path), hint)


def columns_fit_their_use(whole: Whole) -> Iterator[Problem]:
    """Windows look at dates, sums at numbers; stocks need opened and closed."""
    for item in whole.figures:
        figure, table = item.declared, whole.columns.get(item.declared.ledger)
        if table is None:
            continue
        stock = figure.kind == "stock" or (figure.kind in _ROWS and figure.basis == "stock")
        dates = [("date", figure.date)] if figure.date else [("kind", one) for one in ("opened", "closed") if stock]
        numbers = [("measure", figure.measure)] if figure.kind in ("sum", "average", "weighted", "ordinal") else []
        numbers += [(key, name) for key, name in (("weight", figure.weight), ("order", figure.order)) if name]
        for named, types, what in ((dates, ("date", "year"), "日期列"), (numbers, ("integer", "decimal"), "数值列")):
            for key, name in named:
                if name not in table or table[name].type not in types:
                    yield Problem(
                        "CAT-032",
                        sentence(
                            "指标“{item}”要用{what}“{name}”，但台账中没有这样的列。",
                            item=item.name,
                            what=what,
                            name=name,
                        ),
                        whole.place((*item.path, key)),
                        sentence("请改为台账中的{what}。", what=what),
                    )
        if figure.measure and figure.measure not in table:
            yield whole.unknown((*item.path, "measure"), figure.measure, "该台账的列")


def figures_are_not_made_of_themselves(whole: Whole) -> Iterator[Problem]:
    """A figure that divides or compares figures never comes back to itself."""
    made_of = {item.name: item.declared.made_of for item in whole.figures}

    def reaches(name: str, goal: str, seen: frozenset[str]) -> bool:
        return any(
            part == goal or (part not in seen and reaches(part, goal, seen | {part})) for part in made_of.get(name, ())
        )

    for item in whole.figures:
        if reaches(item.name, item.name, frozenset()):
            yield Problem(
                "CAT-033",
                sentence("指标“{item}”绕了一圈又用到自己。", item=item.name),
                whole.place(item.path),
                "请检查 of 和 over。",
            )


CHECKS: tuple[Callable[[Whole], Iterator[Problem]], ...] = (
    house_ledgers_are_no_workbooks,
    what_is_reviewed_has_that_step,
    names_are_identifiers,
    figures_have_one_name,
    fields_refer_to_what_exists,
    pivots_reach_their_ledger,
    conditions_are_allowed,
    figures_say_what_their_kind_needs,
    columns_fit_their_use,
    figures_read_what_is_not_encrypted,
    comparisons_take_one_figure,
    scores_add_up,
    figures_are_not_made_of_themselves,
    identities_stand_on_what_exists,
    groups_of_identities_exist,
    words_are_in_their_vocabulary,
    ids_are_listed,
    templates_say_whom_they_serve,
    measured_things_belong_together,
    pivots_are_on_with_their_ledger,
    clocks_run_in_ledgers,
    texts_are_dated_and_named,
)
