"""What counts: which minutes towards the week, which make a day, how many services. A table a biller can check."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.kernel.period import Period, minutes_covered
from stepdown.plan.rules import counted_day, counting, minutes_of, on_days
from stepdown.plan.terms import CountedDay, Counting, Part
from stepdown.policy.terms import Scope, Value

NINE = datetime(2026, 3, 2, 15, tzinfo=UTC)
MEALS_APART = Counting(
    not_toward_week=frozenset({"supported_meal", "specimen_collection"}),
    not_toward_day=frozenset({"supported_meal", "specimen_collection", "case_management"}),
    not_a_service=frozenset({"supported_meal", "specimen_collection", "case_management"}),
    day_minimum=180,
)


def at(start: int, end: int) -> Period:
    return Period(NINE + timedelta(minutes=start), NINE + timedelta(minutes=end))


def part(start: int, end: int, category: str = "process_group", *breaks: tuple[int, int]) -> Part:
    """Minutes after nine."""
    return Part(at(start, end), start, category, tuple(at(*pause) for pause in breaks))


DAYS: list[tuple[str, Counting, list[Part], CountedDay]] = [
    ("three hours of groups", MEALS_APART, [part(0, 90), part(90, 180)], CountedDay(180, 180, 2, True)),
    ("178 of 180 minutes, no grace", MEALS_APART, [part(0, 178)], CountedDay(178, 178, 1, False)),
    (
        "178 of 180 minutes, two minutes' grace",
        Counting(day_minimum=180, day_grace=2),
        [part(0, 178)],
        CountedDay(178, 178, 1, True),
    ),
    (
        "177 of 180 minutes, two minutes' grace",
        Counting(day_minimum=180, day_grace=2),
        [part(0, 177)],
        CountedDay(177, 177, 1, False),
    ),
    (
        "a break of 15 minutes is taken out",
        MEALS_APART,
        [part(0, 195, "skills", (90, 105))],
        CountedDay(180, 180, 1, True),
    ),
    ("left during the break", MEALS_APART, [part(0, 100, "skills", (90, 105))], CountedDay(90, 90, 1, False)),
    (
        "a meal does not count",
        MEALS_APART,
        [part(0, 150), part(150, 195, "supported_meal")],
        CountedDay(150, 150, 1, False),
    ),
    (
        "case management counts towards the week, not the day",
        MEALS_APART,
        [part(0, 150), part(150, 195, "case_management")],
        CountedDay(195, 150, 1, False),
    ),
    ("a specimen is never treatment", MEALS_APART, [part(0, 10, "specimen_collection")], CountedDay(0, 0, 0, False)),
    ("nothing attended is no day, even without a minimum", Counting(), [], CountedDay(0, 0, 0, False)),
    ("outpatient: a single hour is a day", Counting(), [part(0, 60, "individual")], CountedDay(60, 60, 1, True)),
    (
        "Medicare: two services are no day",
        Counting(services_minimum=3),
        [part(0, 120), part(120, 240)],
        CountedDay(240, 240, 2, False),
    ),
    (
        "Medicare: three services are one",
        Counting(services_minimum=3),
        [part(0, 60), part(60, 120), part(120, 180)],
        CountedDay(180, 180, 3, True),
    ),
    (
        "quarter hours: each session is rounded down",
        Counting(rounding=15),
        [part(0, 52), part(60, 119)],
        CountedDay(90, 90, 2, True),
    ),
    ("written down twice, counted once", Counting(), [part(0, 60), part(30, 90)], CountedDay(90, 90, 2, True)),
]


@pytest.mark.parametrize(("why", "rules", "parts", "counted"), DAYS, ids=[row[0] for row in DAYS])
def test_a_day(why: str, rules: Counting, parts: list[Part], counted: CountedDay) -> None:
    assert counted_day(parts, rules) == counted


def test_an_order_may_ask_for_another_day_than_the_payer() -> None:
    assert [counted_day([part(0, 120)], MEALS_APART, minimum).counts for minimum in (None, 120, 121)] == [
        False,
        True,
        False,
    ]


def test_a_part_belongs_to_the_local_day_on_which_it_began() -> None:
    days = [at(0, 600), at(600, 1200)]
    parts = [part(590, 620), part(600, 660), part(1200, 1260)]
    assert on_days(parts, days) == ((parts[0],), (parts[1],))


def value(key: str, number: str) -> Value:
    return Value(key, Decimal(number), "", Scope(), date(2020, 1, 1), None, "A source", False, "")


def test_rows_of_policy_become_rules() -> None:
    rows = {
        "counts.week.supported_meal": "0",
        "counts.week.process_group": "1",
        "counts.day.case_management": "0",
        "counts.service.nursing": "0",
        "day.billable_minimum": "180",
        "day.countable_grace": "2",
        "services.daily_minimum": "3",
        "session.rounding": "15",
        "hour.minutes": "50",
        "week.starts_on": "7",
        "week.first_share": "0.5",
    }
    assert counting({key: value(key, number) for key, number in rows.items()}) == Counting(
        not_toward_week=frozenset({"supported_meal"}),
        not_toward_day=frozenset({"case_management"}),
        not_a_service=frozenset({"nursing"}),
        day_minimum=180,
        day_grace=2,
        services_minimum=3,
        rounding=15,
        hour_minutes=50,
        week_starts=7,
        first_share=Decimal("0.5"),
    )


def test_without_rows_everything_counts() -> None:
    assert counting({}) == Counting()


spans = st.tuples(st.integers(0, 500), st.integers(1, 200)).map(lambda pair: (pair[0], pair[0] + pair[1]))
parts = st.lists(
    st.builds(
        lambda span, category, pause: part(*span, category, *([pause] if pause else [])),
        spans,
        st.sampled_from(["process_group", "supported_meal", "individual"]),
        st.none() | spans,
    ),
    max_size=8,
)


def minute_by_minute(found: list[Part], left_out: frozenset[str], rounding: int) -> int:
    """The slow way: one minute after the other, each counted for the first session that has it."""
    seen: set[datetime] = set()
    total = 0
    for one in found:
        if one.category in left_out:
            continue
        minutes = {one.period.start + timedelta(minutes=n) for n in range(one.period.minutes)}
        minutes = {m for m in minutes if not any(p.start <= m < p.end for p in one.breaks)} - seen
        seen |= minutes
        total += len(minutes) // rounding * rounding
    return total


@given(parts, st.sampled_from([frozenset(), frozenset({"supported_meal"})]), st.sampled_from([1, 15]))
def test_fast_counting_equals_slow_counting(found: list[Part], left_out: frozenset[str], rounding: int) -> None:
    counted = minutes_of(found, left_out, rounding)
    assert counted == minute_by_minute(found, left_out, rounding)
    assert counted <= minutes_covered(one.period for one in found)  # law 2
