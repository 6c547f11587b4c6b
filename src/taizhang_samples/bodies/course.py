"""Draw how a matter goes: its time limit, extension, the days it was done, verified and closed, or still open."""

from datetime import date, timedelta

from taizhang_samples.bodies.choose import Chooser
from taizhang_samples.bodies.contradict import Facts
from taizhang_samples.county.record import HANDED_IN, Fact

CHAIN = ("done", "review1", "review2", "review3", "verified", "decided", "closed")
# Days, invented: limits as offices set them, thirty the commonest.
LENGTHS = (10, 15, 20, 30, 30, 45, 60)
# Invented: per cent of matters done late, days they are late at most, share of limits extended.
LATE_SHARE, MOST_LATE, EXTENDED_SHARE = 4, 25, 0.05


def course(chooser: Chooser, facts: Facts, opened: date) -> Facts:
    """The due date and the days on which a matter was done, verified and closed, as far as it has come."""
    ledger, rng, share = chooser.ledger, chooser.rng, chooser.stratum.share
    fields = ledger.declared.field
    made: Facts = {}
    limit = next((name for name in ("due", "first_due") if name in fields), "")
    set_limit = facts.get(limit)
    due = set_limit if isinstance(set_limit, date) else opened + timedelta(days=rng.choice(LENGTHS))
    if limit:
        made[limit] = due
    if "extended_to" in fields:
        longer = rng.random() < EXTENDED_SHARE
        extended = due + timedelta(days=rng.choice((15, 20, 30)))
        made["extended_to"] = extended if longer else None
        due = extended if longer else due
    chain = [name for name in CHAIN if name in fields]
    percent = share if share is not None else chooser.spec.share.get(ledger.name, 97)
    told = share is not None or ledger.name in chooser.spec.share
    ends = told or ledger.declared.lifecycle in ("closed_loop", "document") or "done" in fields
    if not chain or not ends or rng.random() * 100 >= percent:
        return made | dict.fromkeys(chain)
    made |= _steps(chooser, chain, opened, due)
    if percent >= 100:
        last = date(opened.year, 12, 31)
        made |= {name: min(day, last) if isinstance(day := made[name], date) else last for name in chain}
    if "review3" in chain and facts.get("level") == "一般":
        made["review3"] = None
    return made


def _steps(chooser: Chooser, chain: list[str], opened: date, due: date) -> Facts:
    rng = chooser.rng
    late = rng.random() * 100 < chooser.spec.share.get(f"{chooser.ledger.name}.late", LATE_SHARE)
    span = max(1, (due - opened).days)
    made: dict[str, Fact] = {}
    if late:
        day = due + timedelta(days=rng.randint(1, MOST_LATE))
    else:
        room = max(0, span - 4 * (len(chain) - 1))
        day = opened + timedelta(days=rng.randint(min(room, span // 3), room))
    for place, name in enumerate(chain):
        if place:
            day += timedelta(days=rng.randint(0, 4))
        made[name] = day if day <= HANDED_IN else None
    return made


def status_of(chooser: Chooser, facts: Facts) -> str:
    """The word of the matter's state: one of those of a finished matter when its last day stands."""
    ledger = chooser.ledger
    end = next((name for name in reversed(CHAIN) if name in ledger.declared.field), "closed")
    words = chooser.catalogue.vocabularies[ledger.declared.field[ledger.declared.status].choices]
    done = {word: weight for word, weight in chooser.shares(ledger.declared.status).items() if word in words.done}
    if facts.get(end) is not None and done:
        return chooser.rng.choices(list(done), list(done.values()))[0]
    return next(value for value in words.values if value not in words.done)
