"""Exact arithmetic of a change: what each part adds to it, and parts rounded so that they still add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

Sides = tuple[Decimal, Decimal]


def apportion(exact: Sequence[Fraction], total: Decimal, places: int) -> tuple[Decimal, ...]:
    """The parts at ``places`` decimals, so that they sum to ``total`` to the last digit.

    Largest remainders: each is cut down, and what is then missing goes one step each to those cut the most; a part
    that is nothing comes last. exact must not be empty, unless total is 0, and sum to within a few steps of total.
    """
    step = Fraction(10) ** -places
    cut = [one // step for one in exact]
    every, more = divmod(int(Fraction(total) / step) - sum(cut), max(len(cut), 1))
    order = sorted(range(len(exact)), key=lambda n: (exact[n] == 0, cut[n] * step - exact[n], n))
    raised = set(order[:more])
    return tuple(Decimal(whole + every + (n in raised)).scaleb(-places) for n, whole in enumerate(cut))


def mix_and_rate(before: Mapping[str, Sides], now: Mapping[str, Sides]) -> dict[str, tuple[Fraction, Fraction]]:
    """What each member adds to the change of sum(numerators) / sum(denominators): by its weight, and by its own rate.

    The midpoint form (Marshall-Edgeworth weights): with w a member's part of the denominators, r its rate and R the
    whole rate, the two effects are Δw·(mean r - mean R) and mean w·Δr. They sum exactly to ΔR, for the weights sum to
    1 in both. A member that is there only once has no rate the other time and is taken to have kept it: it adds by its
    weight alone. One that has a numerator and no denominator adds its numerator's part. Denominators may not sum to 0.
    """
    wholes = [sum((Fraction(below) for _, below in each.values()), Fraction(0)) for each in (before, now)]
    rates = [
        sum((Fraction(above) for above, _ in each.values()), Fraction(0)) / whole
        for each, whole in zip((before, now), wholes, strict=True)
    ]
    mean = (rates[0] + rates[1]) / 2
    found = {}
    for member in sorted({*before, *now}):
        sides = [each.get(member, (Decimal(0), Decimal(0))) for each in (before, now)]
        weights = [Fraction(below) / whole for (_, below), whole in zip(sides, wholes, strict=True)]
        own = [Fraction(above) / Fraction(below) if below else None for above, below in sides]
        stray = [
            Fraction(above) / whole if not below else 0 for (above, below), whole in zip(sides, wholes, strict=True)
        ]
        first = own[0] if own[0] is not None else own[1] or Fraction(0)
        last = own[1] if own[1] is not None else first
        mix = (weights[1] - weights[0]) * ((first + last) / 2 - mean) + stray[1] - stray[0]
        found[member] = (mix, (weights[0] + weights[1]) / 2 * (last - first))
    return found


def slopes(before: Sides, now: Sides) -> tuple[Fraction, Fraction]:
    """What a change of one of the numerator, and of the denominator, adds to the change of their quotient.

    Midpoint of both periods, so that changes times slopes sum exactly to the change. Denominators may not be 0.
    """
    (above0, below0), (above1, below1) = ((Fraction(above), Fraction(below)) for above, below in (before, now))
    return (1 / below0 + 1 / below1) / 2, -(above0 + above1) / 2 / (below0 * below1)
