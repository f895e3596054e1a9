"""Until which day a record must be kept, as a table."""

from __future__ import annotations

from datetime import date

import pytest

from stepdown.privacy.rules import hold_obstacles, kept, lifting_obstacles, past
from stepdown.privacy.terms import HoldBlocker, Keeping, Kept, KeptBy, Life

TEN, MEDICARE, ADVANTAGE = (
    Keeping(KeptBy.CHART, 10),
    Keeping(KeptBy.CHART, 7, payer="medicare"),
    Keeping(KeptBy.CHART, 12, payer="medicare-advantage"),
)
MINOR, TOLD = Keeping(KeptBy.MINOR, 10), Keeping(KeptBy.ACCOUNTING, 6)
ROWS = (TEN, MEDICARE, MINOR, TOLD)
OWN = (KeptBy.READS, KeptBy.HISTORY, KeptBy.DOCUMENTS)
GROWN, CAME, LEFT = date(1980, 5, 4), date(2010, 1, 4), date(2010, 6, 10)


@pytest.mark.parametrize(
    ("life", "of_age", "rows", "until", "row"),
    [
        # an adult: years after they were last in care
        (Life(GROWN, CAME, LEFT), 18, ROWS, date(2020, 6, 10), TEN),
        # the longest of what holds: a payer's years
        (Life(GROWN, CAME, LEFT), 18, (*ROWS, ADVANTAGE), date(2022, 6, 10), ADVANTAGE),
        # of two alike, that for everybody is named
        (Life(GROWN, CAME, LEFT), 18, (*ROWS, Keeping(KeptBy.CHART, 10, payer="x")), date(2020, 6, 10), TEN),
        # something was told to somebody outside long after
        (Life(GROWN, CAME, LEFT, date(2018, 3, 1)), 18, ROWS, date(2024, 3, 1), TOLD),
        (Life(GROWN, CAME, LEFT, date(2010, 3, 1)), 18, ROWS, date(2020, 6, 10), TEN),
        # came at 12: of age in 2015; in Mississippi in 2018
        (Life(date(1997, 9, 9), CAME, LEFT), 18, ROWS, date(2025, 9, 9), MINOR),
        (Life(date(1997, 9, 9), CAME, LEFT), 21, ROWS, date(2028, 9, 9), MINOR),
        # came on the very birthday, or the day before
        (Life(date(1992, 1, 4), CAME, LEFT), 18, (*ROWS, Keeping(KeptBy.MINOR, 30)), date(2020, 6, 10), TEN),
        (Life(date(1992, 1, 5), CAME, LEFT), 18, (TEN, Keeping(KeptBy.MINOR, 30)), date(2040, 1, 5), Keeping(KeptBy.MINOR, 30)),
        # how long reads, history and papers are kept keeps no client's record
        (Life(GROWN, CAME, LEFT), 18, (*ROWS, *(Keeping(kind, 99) for kind in OWN)), date(2020, 6, 10), TEN),
        # February 29: no day is lost
        (Life(GROWN, CAME, date(2012, 2, 29)), 18, (MEDICARE,), date(2019, 3, 1), MEDICARE),
    ],
)  # fmt: skip
def test_the_longest_of_what_holds(
    life: Life, of_age: int, rows: tuple[Keeping, ...], until: date, row: Keeping
) -> None:
    assert kept(life, of_age, rows) == Kept(until, row)


@pytest.mark.parametrize(
    ("life", "of_age", "rows"),
    [
        (Life(None, CAME, LEFT), 18, ROWS),  # birth date not known
        (Life(GROWN, CAME, None), 18, ROWS),  # in care still
        (Life(GROWN, None, LEFT), 18, ROWS),
        (Life(GROWN, CAME, LEFT), None, ROWS),  # no row says who is of age there
        (Life(GROWN, CAME, LEFT), 18, ()),
        (Life(GROWN, CAME, LEFT), 18, (MINOR, TOLD)),  # no row for the chart
        (Life(date(1997, 9, 9), CAME, LEFT), 18, (TEN, TOLD)),  # a minor, and no row for minors
        (Life(GROWN, CAME, LEFT, LEFT), 18, (TEN, MINOR)),  # told outside, and no row for that
    ],
)
def test_what_is_not_known_keeps_it(life: Life, of_age: int | None, rows: tuple[Keeping, ...]) -> None:
    assert kept(life, of_age, rows) is None
    assert not past(None, date(2100, 1, 1))


def test_the_last_day_still_counts() -> None:
    found = Kept(date(2020, 6, 10), TEN)
    assert [past(found, date(2020, 6, day)) for day in (9, 10, 11)] == [False, False, True]


def test_a_hold_says_why_and_begins_today_or_before() -> None:
    today = date(2026, 6, 10)
    assert hold_obstacles("Synthetic lawsuit", today, today) == []
    found = [one.blocker for one in hold_obstacles(" ", date(2026, 6, 11), today)]
    assert found == [HoldBlocker.NO_WORDS, HoldBlocker.NOT_YET]


@pytest.mark.parametrize(
    ("words", "lifted", "missing"),
    [
        ("Synthetic lawsuit settled", False, []),
        (" ", False, [HoldBlocker.NO_WORDS]),
        ("Synthetic lawsuit settled", True, [HoldBlocker.LIFTED_ALREADY]),
        ("", True, [HoldBlocker.NO_WORDS, HoldBlocker.LIFTED_ALREADY]),
    ],
)
def test_a_hold_is_lifted_once_and_says_why(words: str, lifted: bool, missing: list[HoldBlocker]) -> None:
    assert [one.blocker for one in lifting_obstacles(words, lifted=lifted)] == missing
