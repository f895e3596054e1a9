"""Which minutes count towards the weekly hours, which make a day, and how many services a day had.

What was attended is never cut here: countable minutes stand beside attended ones and are never more (law 2). Breaks do
not count. Grace lowers what is asked of a day, the 50-minute hour what is asked of a week; neither adds a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from stepdown.kernel.period import Period
from stepdown.plan.terms import CountedDay, Counting, Part
from stepdown.policy.terms import Value

MINUTE = timedelta(minutes=1)


def counting(held: Mapping[str, Value]) -> Counting:
    """The rules of counting out of the policy rows that hold for a payer, level and state, by key.

    A category without a row counts: an agency's own kind of service is not dropped in silence.
    """

    def left_out(what: str) -> frozenset[str]:
        prefix = f"counts.{what}."
        return frozenset(
            key.removeprefix(prefix) for key, row in held.items() if key.startswith(prefix) and not row.value
        )

    def number(key: str, otherwise: int) -> int:
        return int(held[key].value) if key in held else otherwise

    def share(key: str) -> Decimal:
        return held[key].value if key in held else Decimal(1)

    return Counting(
        not_toward_week=left_out("week"),
        not_toward_day=left_out("day"),
        not_a_service=left_out("service"),
        day_minimum=number("day.billable_minimum", 0),
        day_grace=number("day.countable_grace", 0),
        services_minimum=number("services.daily_minimum", 0),
        rounding=max(1, number("session.rounding", 1)),
        hour_minutes=number("hour.minutes", 60),
        week_starts=number("week.starts_on", 1),
        first_share=share("week.first_share"),
        last_share=share("week.last_share"),
        holiday_share=share("week.holiday_share"),
    )


def on_days(parts: Iterable[Part], days: Sequence[Period]) -> tuple[tuple[Part, ...], ...]:
    """The parts of each local day, by the day on which they began; those outside `days` are left out."""
    every = sorted(parts, key=lambda part: part.period)
    return tuple(tuple(part for part in every if day.start <= part.period.start < day.end) for day in days)


def counted_day(parts: Iterable[Part], rules: Counting, minimum: int | None = None) -> CountedDay:
    """What one day's parts come to. `minimum`: minutes that make a day as ordered; without it the payer's."""
    of_day = sorted(parts, key=lambda part: part.period)
    toward_day = minutes_of(of_day, rules.not_toward_day, rules.rounding)
    services = {part.session for part in of_day if part.category not in rules.not_a_service}
    needed = (rules.day_minimum if minimum is None else minimum) - rules.day_grace
    return CountedDay(
        toward_week=minutes_of(of_day, rules.not_toward_week, rules.rounding),
        toward_day=toward_day,
        services=len(services),
        counts=0 < toward_day >= needed and len(services) >= rules.services_minimum,
    )


def minutes_of(parts: Iterable[Part], left_out: frozenset[str], rounding: int = 1) -> int:
    """Minutes of the parts that count: breaks taken out, each minute once, each session rounded down to `rounding`."""
    total, counted = 0, list[Period]()
    for part in parts:
        if part.category in left_out:
            continue
        pieces = list(_without(part.period, [*part.breaks, *counted]))
        counted += pieces
        whole = sum((piece.end - piece.start for piece in pieces), timedelta()) // MINUTE
        total += whole - whole % rounding
    return total


def _without(period: Period, holes: Sequence[Period]) -> Iterator[Period]:
    """What is left of a period when `holes` are taken out."""
    start = period.start
    for hole in sorted(holes):
        if hole.end <= start or hole.start >= period.end:
            continue
        if hole.start > start:
            yield Period(start, hole.start)
        start = hole.end
    if start < period.end:
        yield Period(start, period.end)
