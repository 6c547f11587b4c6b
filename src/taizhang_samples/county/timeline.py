"""Draw the dates of matters: when opened, until when due, when done, never after the day the files were handed in."""

from datetime import date, timedelta
from random import Random

from taizhang_samples.county.record import FIRST_DAY, HANDED_IN


def spread(rng: Random, many: int, *, carried: int = 0) -> list[date]:
    """Draw opening days in order: ``carried`` of them in 2024, the rest over both years, some more in the second."""
    early = [date(2024, 3, 1) + timedelta(days=rng.randrange(300)) for _ in range(carried)]
    days = (HANDED_IN - FIRST_DAY).days
    rest = [FIRST_DAY + timedelta(days=int(days * rng.random() ** 0.85)) for _ in range(many - carried)]
    if rest:
        rest[0] = HANDED_IN
    return sorted(early + rest)


def limit(rng: Random, opened: date, lengths: tuple[int, ...]) -> date:
    """Draw a time limit, now and then moved to the end of its month."""
    due = opened + timedelta(days=rng.choice(lengths))
    if rng.random() < 0.25:
        following = date(due.year + due.month // 12, due.month % 12 + 1, 1)
        due = following - timedelta(days=1)
    return due


def finish(rng: Random, opened: date, due: date, *, share: float = 0.86, floor: date | None = None) -> date | None:
    """Draw the day a matter is done: mostly before its limit, sometimes on it, late or never; not before ``floor``."""
    if rng.random() > share:
        return None
    span = max(1, (due - opened).days)
    chance = rng.random()
    if chance < 0.08:
        done = due
    elif chance < 0.22:
        done = due + timedelta(days=rng.randint(1, 60))
    else:
        done = opened + timedelta(days=rng.randint(0, span))
    if floor is not None and done < floor:
        done = floor + timedelta(days=rng.randint(0, 90))
    return done if done <= HANDED_IN else None


def after(rng: Random, moment: date | None, most: int) -> date | None:
    """Draw a day up to ``most`` days later; None when there is none or it would be after the files were handed in."""
    if moment is None:
        return None
    later = moment + timedelta(days=rng.randint(0, most))
    return later if later <= HANDED_IN else None


def tagged(years: list[date], pattern: str, many: int) -> list[str]:
    """Number matters year by year: ``pattern`` takes ``y`` (year) and ``n`` (running number, padded for ``many``)."""
    width = max(3, len(str(many)))
    seen: dict[int, int] = {}
    numbers = []
    for moment in years:
        seen[moment.year] = seen.get(moment.year, 0) + 1
        numbers.append(pattern.format(y=moment.year, n=f"{seen[moment.year]:0{width}}"))
    return numbers
