"""Numbers of a row that cannot be: a part over its whole, finished work half done, half a bridge, more persons than times."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from taizhang.catalogue.predicate import Row, Window, columns, holds
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.roles import COUNTERS
from taizhang.matters.soundness.days import day_of
from taizhang.matters.soundness.flaw import Flaw
from taizhang.terms.quantity import format_plain

# Per cent: the whole.
FULL = Decimal(100)
NO_WINDOW: Window = {}
# Minutes of each unit in which a time limit may be set.
MINUTES = {"minute": 1, "hour": 60}


def number_of(row: Row, name: str) -> Decimal | None:
    """The number a column holds."""
    value = row.get(name) if name else None
    return value if isinstance(value, Decimal) else None


def is_finished(ledger: Ledger, row: Row) -> bool:
    """Whether the row says that its matter is finished, by its day or by the word of its state."""
    roles = ledger.roles
    return day_of(row, roles.closed) is not None or row.get(ledger.declared.status) in roles.finished


def parts_do_not_exceed_their_whole(ledger: Ledger, row: Row) -> Iterator[Flaw]:
    """Received more than allotted, rectified more than found."""
    fields = ledger.declared.field
    for one in ledger.roles.parts:
        part, whole = number_of(row, one.part), number_of(row, one.whole)
        if part is not None and whole is not None and part > whole:
            unit, title = fields[one.part].unit, fields[one.part].title
            because = (
                f"“{title}”（{format_plain(part)}{unit}）大于“{fields[one.whole].title}”（{format_plain(whole)}{unit}）"
            )
            yield Flaw("part", one.part, because, one.whole, "error" if one.sure else "warning")


def time_limits_keep_to_their_rule(ledger: Ledger, row: Row) -> Iterator[Flaw]:
    """A time limit typed longer than the rule allows: whoever sets it himself is never late."""
    for name, field in ledger.declared.field.items():
        if not field.at_most:
            continue
        clock, typed = ledger.clocks.get(field.at_most), number_of(row, name)
        most = clock.amount * MINUTES.get(clock.unit, 0) if clock else 0
        if clock and typed is not None and most and typed > most:
            because = f"“{field.title}”为{format_plain(typed)}分钟，长于“{clock.title}”规定的{most}分钟"
            yield Flaw("part", name, because, "", "error")


def finished_matters_fulfil_their_measure(ledger: Ledger, row: Row) -> Iterator[Flaw]:
    """Finished with less than all of it done; more than all of it done at any time."""
    roles, fields = ledger.roles, ledger.declared.field
    finished = is_finished(ledger, row)
    ends = roles.closed if day_of(row, roles.closed) else ledger.declared.status
    for name in roles.progress:
        share = number_of(row, name)
        if share is not None and share > FULL:
            yield Flaw("unfinished", name, f"“{fields[name].title}”为{format_plain(share)}%，大于100%", "", "error")
        elif share is not None and finished and share < FULL:
            because = f"已经完工（办结），“{fields[name].title}”却只有{format_plain(share)}%"
            yield Flaw("unfinished", name, because, ends)
    for name, goal in (*roles.fulfils, *roles.completes):
        done, wanted = number_of(row, name), number_of(row, goal)
        if finished and done is not None and wanted is not None and done < wanted:
            because = f"已经完成，“{fields[name].title}”（{format_plain(done)}）却小于“{fields[goal].title}”（{format_plain(wanted)}）"
            yield Flaw("unfinished", name, because, goal)
    for name in roles.rests:
        left = number_of(row, name)
        if finished and left:
            unit = fields[name].unit
            yield Flaw("unfinished", name, f"已经办结，“{fields[name].title}”却还有{format_plain(left)}{unit}", ends)


def persons_do_not_exceed_person_times(ledger: Ledger, row: Row) -> Iterator[Flaw]:
    """More persons than times they came."""
    roles, fields = ledger.roles, ledger.declared.field
    for times in roles.times:
        for persons in roles.persons:
            most, told = number_of(row, times), number_of(row, persons)
            if most is not None and told is not None and told > most:
                because = f"“{fields[persons].title}”（{format_plain(told)}）多于“{fields[times].title}”（{format_plain(most)}）"
                yield Flaw("persons", persons, because, times)


def whole_things_have_no_fraction(ledger: Ledger, row: Row) -> Iterator[Flaw]:
    """Half a bridge: a fraction of what is counted in pieces."""
    fields = ledger.declared.field
    for name, told in ledger.roles.counted:
        number = number_of(row, name)
        unit = str(row.get(told) or "") if told else fields[name].unit
        if number is not None and unit in COUNTERS and number != number.to_integral_value():
            because = f"“{fields[name].title}”为{format_plain(number)}{unit}，“{unit}”应是整数"
            yield Flaw("whole", name, because, told)


def rows_keep_their_identities(ledger: Ledger, row: Row) -> Iterator[Flaw]:
    """Parts that do not add up to their total, and whatever else the catalogue says every row of the ledger keeps."""
    fields = ledger.declared.field
    for one in (one for one in ledger.identities if holds(one.where, row)):
        total = number_of(row, one.total)
        parts = [number for name in one.sum if (number := number_of(row, name)) is not None]
        if total is not None and parts and sum(parts) != total:
            named = "、".join(f"“{fields[name].title}”" for name in one.sum)
            because = f"{named}之和为{format_plain(sum(parts, Decimal(0)))}，“{fields[one.total].title}”为{format_plain(total)}"
            yield Flaw("identity", one.total, because, one.sum[-1])
        needed = [name for name in columns(one.must) if name in fields]
        if needed and one.must.truth(row, NO_WINDOW) is False:
            yield Flaw("identity", needed[0], f"不符合“{one.title}”", needed[-1] if needed[-1] != needed[0] else "")
