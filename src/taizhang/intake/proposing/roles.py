"""What each field is to the ledger: when a matter was opened, is due, was done; its state; the unit that answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from taizhang.catalogue.model import Lifecycle
from taizhang.catalogue.resolved import Ledger
from taizhang.intake.proposing import words
from taizhang.intake.proposing.columns import ProposedColumn
from taizhang.intake.proposing.proposal import ProposedField, Role
from taizhang.terms.characters import squeeze
from taizhang.terms.readings import NIL

Rank = Callable[[ProposedField, ProposedColumn], int]
# Of the rows with a word of the state, how many must have a day of completion for the word to mean that it is done.
MEANS_DONE, MEANS_OPEN = 0.9, 0.1


def with_roles(
    fields: Sequence[ProposedField], columns: Sequence[ProposedColumn], ledger: Ledger | None
) -> list[ProposedField]:
    """The fields with their roles, each given to one field at most; and which words of the state mean that it is done."""
    given: dict[int, Role] = {}
    for role, rank in RANKS:
        options = [
            (rank(one, column), -n)
            for n, (one, column) in enumerate(zip(fields, columns, strict=True))
            if n not in given
        ]
        best = max(options, default=(0, 0))
        if best[0] > 0:
            given[-best[1]] = role
    roles = _settled(given, fields, columns)
    named = [replace(one, role=roles.get(n, "")) for n, one in enumerate(fields)]
    state = next((n for n, one in enumerate(named) if one.role == "state"), None)
    if state is not None:
        named[state] = replace(named[state], finished=_finished(named, columns, state))
    return named


def _settled(
    given: dict[int, Role], fields: Sequence[ProposedField], columns: Sequence[ProposedColumn]
) -> dict[int, Role]:
    """Where a matter only ends (销号) and nothing else says done, that is when it is done."""
    roles = dict(given)
    held = set(roles.values())
    if "closed" in held and "done" not in held:
        place = next(n for n, role in roles.items() if role == "closed")
        roles[place] = "done"
    if not {"opened", "due", "state"} & held and _always_done(roles, fields, columns):
        roles[next(n for n, role in roles.items() if role == "done")] = "opened"
    if "opened" not in held and not {"done", "due", "opened"} & set(roles.values()):
        free = (n for n, one in enumerate(fields) if one.type == "date" and n not in roles)
        first = next(
            (
                n
                for n in free
                if not re.search(r"出生|生日|有效|到期|入[党职伍学]|参加工作|转正|任职", fields[n].heading)
            ),
            None,
        )
        if first is not None:
            roles[first] = "opened"
    return roles


def _always_done(roles: dict[int, Role], fields: Sequence[ProposedField], columns: Sequence[ProposedColumn]) -> bool:
    """Whether every record has a day of completion and nothing else tells when it began: a log of what was done."""
    done = next((columns[n] for n, role in roles.items() if role == "done"), None)
    others = any(one.type == "date" for n, one in enumerate(fields) if n not in roles)
    return done is not None and len(done.filled) == len(done.seen) and not others


def _due(one: ProposedField, column: ProposedColumn) -> int:
    if one.type != "date":
        return 0
    return 2 if words.DUE.search(column.words) else 1 if words.DUE.search(column.path) else 0


def _closed(one: ProposedField, column: ProposedColumn) -> int:
    return int(one.type == "date" and bool(words.CLOSED.search(column.words)))


def _done(one: ProposedField, column: ProposedColumn) -> int:
    if one.type != "date" or words.DUE.search(column.words):
        return 0
    if re.search(r"实际|完成|办结|办毕|归还|竣工|完工|还车|返回|收回", column.words) and not re.search(
        r"开始|开工", column.words
    ):
        return 3
    return (
        2
        if words.DONE.search(column.words)
        else 1
        if (words.DONE.search(column.path) and column.path != column.words)
        or re.search(r"复查(?:日期|时间)", column.words)
        else 0
    )


def _opened(one: ProposedField, column: ProposedColumn) -> int:
    if one.type != "date" or words.DUE.search(column.words):
        return 0
    if re.search(
        r"登记|受理|立项|发现|排查|[收来]文|收[件到]|交办|申请|借[出用阅]|用车|发生|领用|签订|入库|走访|来访|接访|检查|开工|记账",
        column.words,
    ):
        return 3
    if re.search(
        r"出生|生日|打印|填表|填报|更新|审[核批]|复[核查]|开标|参加工作|入[党职伍学]|转正|任职|有效期|到期|购[置买]",
        column.words,
    ):
        return 1 if re.search(r"购[置买]|任职|填报", column.words) else 0
    return 2


def _state(one: ProposedField, column: ProposedColumn) -> int:
    if one.type not in ("choice", "flag"):
        return 0
    if words.STATE_FIRST.search(column.words):
        return 3 if re.search(r"进[度展]", column.words) else 4
    if words.STATE.search(column.words) and not re.search(r"隐患|满意", column.words):
        return 2
    told = [bool(words.FINISHED.search(word) or words.UNFINISHED.search(word)) for word in column.counts]
    return int(bool(re.search(r"情况$|结果$", column.words)) and bool(told) and all(told) and one.type == "choice")


def _unit(one: ProposedField, column: ProposedColumn) -> int:
    if one.type != "unit":
        return 0
    if words.UNIT_FIRST.search(column.words):
        return 4
    if re.search(r"协办|配合|会办|抄送|来文|主送|发文|送达", column.words):
        return 1
    return 3 if words.UNIT_OWN.search(column.words) else 2


# In this order, so that 计划完成时间 is the day something is due before 完成时间 is looked for.
RANKS: tuple[tuple[Role, Rank], ...] = (
    ("due", _due),
    ("closed", _closed),
    ("done", _done),
    ("opened", _opened),
    ("state", _state),
    ("unit", _unit),
)


def _finished(fields: Sequence[ProposedField], columns: Sequence[ProposedColumn], state: int) -> tuple[str, ...]:
    """Words of the state that say a matter is done: told by the word, and where it does not tell, by the other columns."""
    ends = [n for n, one in enumerate(fields) if one.role in ("closed", "done")]
    found: list[str] = []
    said = columns[state].counts
    for word in said:
        rows = [n for n, one in enumerate(columns[state].seen) if _says(one.cell) == word]
        dated = [sum(_says(columns[end].seen[n].cell) not in ("", *NIL) for n in rows) / len(rows) for end in ends]
        if words.UNFINISHED.search(word):
            continue
        if words.FINISHED.search(word) or (dated and min(dated) >= MEANS_DONE and len(rows) > 1):
            found.append(word)
    return tuple(sorted(found))


def _says(cell: object) -> str:
    return squeeze(str(cell)) if cell is not None else ""


_REGISTER = re.compile(r"名册|花名册|盘点|固定资产|名录|档案库|一览表")


def lifecycle_of(fields: Sequence[ProposedField], title: str, ledger: Ledger | None) -> Lifecycle:
    """Which of the four kinds the ledger is: that of the declared one it resembles, else told by what it has."""
    if ledger:
        return ledger.declared.lifecycle
    roles = {one.role for one in fields}
    headings = " ".join(one.heading for one in fields)
    if re.search(r"来文|发文|收文|公文", headings + title) and re.search(r"字号|文号", headings):
        return "document"
    if "due" in roles or ("state" in roles and ("done" in roles or "closed" in roles)):
        return "progress" if words.PROJECT.search(title) and re.search("投资|%|进度", headings) else "closed_loop"
    if words.PROJECT.search(title + headings) or _REGISTER.search(title) or not roles & {"opened", "done"}:
        return "progress"
    ends = any(one.role == "state" and one.type == "choice" and one.finished for one in fields)
    return "closed_loop" if ends or "done" in roles else "activity"
