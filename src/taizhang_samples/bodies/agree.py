"""Make the second days and numbers of a drawn record agree with the first: steps in order, finished work whole, parts within."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.roles import COUNTERS
from taizhang.terms.workdays import shipped_calendar
from taizhang_samples.bodies.contradict import Facts
from taizhang_samples.county.record import HANDED_IN, Fact

# Per cent: all of it, and the most that is not all.
FULL, ALMOST = 100, 99
# Days for each workday: five workdays fit into fifteen days over the longest holiday (eight days) as well.
HOLIDAYS = 3


def agreed(ledger: Ledger, facts: Facts, known: Collection[str], rng: Random) -> Facts:
    """The record with what contradicts itself drawn again; ``known`` was given and stays."""
    made = dict(facts)
    for step in (
        _steps,
        _reviews,
        _extension,
        _periods,
        _progress,
        _fulfilment,
        _state,
        _whole,
        _parts,
        _completed,
        _named,
    ):
        made |= {name: value for name, value in step(ledger, made, rng).items() if name not in known}
    return made


def _day(facts: Facts, name: str) -> date | None:
    value = facts.get(name) if name else None
    return value if isinstance(value, date) else None


def _number(facts: Facts, name: str) -> Decimal | None:
    value = facts.get(name)
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _steps(ledger: Ledger, facts: Facts, rng: Random) -> Facts:
    """The days of the chain in their order: the opening and the closing stay, the others lie between."""
    roles = ledger.roles
    opened, closed = _day(facts, roles.opened), _day(facts, roles.closed)
    made: Facts = {}
    place = roles.chain.index(roles.closed) if roles.closed in roles.chain else len(roles.chain)
    middle = [n for n in roles.chain[:place] if n != roles.opened and _day(facts, n)]
    before = [n for n in middle if roles.opened and roles.chain.index(n) < roles.chain.index(roles.opened)]
    middle = [n for n in middle if n not in before]
    days = sorted(day for n in middle if (day := _day(facts, n)))
    for name, day in zip(middle, days, strict=True):
        day = max(day, opened) if opened else day
        made[name] = min(day, closed) if closed else day
    for name in before:
        day = _day(facts, name)
        made[name] = min(day, opened) if day and opened else day
    last = closed
    for name in roles.chain[place + 1 :]:
        day = _day(facts, name)
        if day is None or last is None:
            made[name] = None
            continue
        last = day if day >= last else min(HANDED_IN, last + timedelta(days=rng.randint(1, 12)))
        made[name] = last
    return made


def _reviews(ledger: Ledger, facts: Facts, rng: Random) -> Facts:
    """Whatever is closed was done and passed its reviews, one after another."""
    roles = ledger.roles
    closed = _day(facts, roles.closed)
    wanted = [n for n in roles.chain if n == "done" or n in roles.reviews]
    if not wanted:
        return {}
    if closed is None:
        return {}
    held = [n for n in roles.reviews if _day(facts, n)]
    upto = (
        roles.reviews[: roles.reviews.index(held[-1]) + 1]
        if held
        else roles.reviews[:1]
        if _optional(ledger)
        else roles.reviews
    )
    made: Facts = {}
    last = _day(facts, roles.opened) or closed
    for name in wanted:
        if name != "done" and name not in upto:
            continue
        day = _day(facts, name)
        last = max(last, day) if day else last + timedelta(days=rng.randint(0, max(0, (closed - last).days)))
        last = min(last, closed)
        made[name] = last
    return made


def _extension(ledger: Ledger, facts: Facts, rng: Random) -> Facts:
    """Prolonged as far as it took: who asked for more time kept to it."""
    closed, extended = _day(facts, ledger.roles.closed), _day(facts, "extended_to")
    return {"extended_to": closed} if closed and extended and closed > extended else {}


def _optional(ledger: Ledger) -> bool:
    """Whether the later reviews are for grave matters alone."""
    return "review3" in ledger.roles.reviews


def _periods(ledger: Ledger, facts: Facts, rng: Random) -> Facts:
    """Ends as long after their starts as the rule asks; no more days than lie between."""
    made: Facts = {}
    for span in ledger.roles.spans:
        start, end = _day(facts, span.start), _day(facts, span.end)
        if start is None or end is None:
            continue
        clock = ledger.clocks.get(span.clock)
        if clock is not None:
            opened = _day(facts, ledger.roles.opened)
            if opened and span.start != ledger.roles.opened and start >= opened:
                start = opened - timedelta(days=clock.amount * HOLIDAYS)
                made[span.start], end = start, opened - timedelta(days=1)
            least = shipped_calendar().due(start - timedelta(days=1), clock.amount, clock.unit).raw
            end = max(end, least)
        made[span.end] = max(end, start)
        for name in ledger.roles.days:
            if _number(facts, name) is not None:
                made[name] = (max(end, start) - start).days + 1
    return made


def _named(ledger: Ledger, facts: Facts, rng: Random) -> Facts:
    """A notice that praises and blames units tells of as many matters at least."""
    items = _number(facts, "items")
    named = sum(_number(facts, name) or Decimal(0) for name in ("praised", "criticised"))
    return {"items": int(named)} if items is not None and items < named else {}


def _progress(ledger: Ledger, facts: Facts, rng: Random) -> Facts:
    """All of it once the work is finished, less before."""
    finished = _day(facts, ledger.roles.closed) is not None
    made: Facts = {}
    for name in ledger.roles.progress:
        share = _number(facts, name)
        if share is not None:
            made[name] = _like(facts[name], Decimal(FULL) if finished else min(share, Decimal(ALMOST)))
    return made


def _fulfilment(ledger: Ledger, facts: Facts, rng: Random) -> Facts:
    """The goal reached where the record is finished, its day and word set where the goal is reached."""
    roles, status = ledger.roles, ledger.declared.status
    made: Facts = {}
    for name, goal in roles.fulfils:
        done, wanted = _number(facts, name), _number(facts, goal)
        if done is None or wanted is None:
            continue
        if done < wanted:
            made[roles.closed] = None
        elif roles.closed and _day(facts, roles.closed) is None:
            opened = _day(facts, roles.opened) or date(_year(facts), 3, 1)
            made[roles.closed] = max(opened, date(opened.year, rng.randint(9, 12), rng.randint(1, 28)))
        words = roles.finished
        if status in ledger.declared.field and words:
            word = facts.get(status)
            over = done >= wanted
            if over != (word in words):
                made[status] = sorted(words)[0] if over else "达到序时进度" if done * 5 >= wanted * 4 else "进度滞后"
    return made


def _year(facts: Facts) -> int:
    value = facts.get("year")
    return value.year if isinstance(value, date) else int(str(value))


def _state(ledger: Ledger, facts: Facts, rng: Random) -> Facts:
    """The day it was closed goes where its word says it is not."""
    roles, status = ledger.roles, ledger.declared.status
    word = facts.get(status)
    if not roles.finished or word is None or isinstance(word, bool) or roles.fulfils:
        return {}
    return {roles.closed: None} if word not in roles.finished and facts.get(roles.closed) is not None else {}


def _whole(ledger: Ledger, facts: Facts, rng: Random) -> Facts:
    """Bridges and places in whole numbers."""
    made: Facts = {}
    for name, told in ledger.roles.counted:
        number = _number(facts, name)
        unit = str(facts.get(told) or "") if told else ledger.declared.field[name].unit
        if number is not None and unit in COUNTERS:
            made[name] = max(Decimal(1), number.to_integral_value())
    return made


def _parts(ledger: Ledger, facts: Facts, rng: Random) -> Facts:
    """No part above its whole, no more persons than times."""
    made: Facts = {}
    pairs = [(one.part, one.whole) for one in ledger.roles.parts]
    pairs += [(person, times) for times in ledger.roles.times for person in ledger.roles.persons]
    for part, whole in pairs:
        least, most = _number({**facts, **made}, part), _number({**facts, **made}, whole)
        if least is not None and most is not None and least > most:
            made[part] = _like(facts[part], most)
    return made


def _completed(ledger: Ledger, facts: Facts, rng: Random) -> Facts:
    """Once closed all that was found is done and nothing is left: what was, is done with the first of the parts beside it."""
    roles = ledger.roles
    if _day(facts, roles.closed) is None:
        return {}
    made: Facts = {
        name: facts[whole] for name, whole in roles.completes if None not in (facts.get(name), facts.get(whole))
    }
    for name in roles.rests:
        left = _number(facts, name)
        beside = [one for rule in ledger.identities if name in rule.sum for one in rule.sum if one != name]
        if left:
            made[name] = _like(facts[name], Decimal(0))
            made |= {one: _like(facts[one], (_number(facts, one) or Decimal(0)) + left) for one in beside[:1]}
    return made


def _like(fact: Fact, number: Decimal) -> Fact:
    return int(number) if isinstance(fact, int) else number
