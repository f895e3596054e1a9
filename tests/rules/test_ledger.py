"""One client's week in minutes. Hours after Monday nine o'clock; nine hours prescribed, nine are the minimum."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.kernel.period import Period
from stepdown.ledger.rules import week_minutes
from stepdown.ledger.terms import WeekFacts

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
MON, WED, FRI = (0, 3), (48, 51), (96, 99)
"""Three blocks of three hours."""


def when(hours: float) -> datetime:
    return NINE + timedelta(hours=hours)


def spans(*blocks: tuple[float, float]) -> tuple[Period, ...]:
    return tuple(Period(when(start), when(end)) for start, end in blocks)


@pytest.mark.parametrize(
    ("why", "scheduled", "attended", "now", "on_hold", "ahead", "open_", "short"),
    [
        ("before the week begins", [MON, WED, FRI], [], -1, False, 540, 0, 0),
        ("Monday attended in full", [MON, WED, FRI], [MON], 4, False, 360, 0, 0),
        ("Monday missed", [MON, WED, FRI], [], 4, False, 360, 180, 180),
        ("Monday: an hour late", [MON, WED, FRI], [(1, 3)], 4, False, 360, 60, 60),
        ("Wednesday never scheduled", [MON, FRI], [MON], 50, False, 180, 180, 180),
        ("nothing scheduled", [], [], 0, False, 0, 540, 540),
        ("in the middle of Monday's block", [MON, WED, FRI], [], 1, False, 480, 60, 60),
        ("week over, all attended", [MON, WED, FRI], [MON, WED, FRI], 150, False, 0, 0, 0),
        ("week over, one missed", [MON, WED, FRI], [MON, FRI], 150, False, 0, 180, 180),
        ("a make-up more than replaces it", [MON, WED, FRI, (120, 124)], [MON, FRI, (120, 124)], 150, False, 0, 0, 0),
        ("in hospital all week", [MON, WED, FRI], [], 150, True, 0, 0, 0),
        ("written down twice, counted once", [MON, MON], [MON, (1, 2)], 150, False, 0, 360, 360),
    ],
)
def test_a_week(
    why: str,
    scheduled: list[tuple[float, float]],
    attended: list[tuple[float, float]],
    now: float,
    on_hold: bool,
    ahead: int,
    open_: int,
    short: int,
) -> None:
    facts = WeekFacts(1, 540, 540, spans(*scheduled), spans(*attended), on_hold)
    line = week_minutes(facts, now=when(now))
    assert (line.ahead, line.open, line.short) == (ahead, open_, short), why


@pytest.mark.parametrize(
    ("why", "here_since", "now", "open_"),
    [
        ("not here, an hour into Monday's block", None, 1, 60),
        ("here since before it began", -0.25, 1, 0),
        ("here since half an hour into it", 0.5, 1, 30),
        ("still in the building after it", -0.25, 4, 0),
    ],
)
def test_somebody_who_is_here_is_not_missing(why: str, here_since: float | None, now: float, open_: int) -> None:
    since = None if here_since is None else when(here_since)
    facts = WeekFacts(1, 540, 540, spans(MON, WED, FRI), (), False, since)
    assert week_minutes(facts, now=when(now)).open == open_, why


@given(
    prescribed=st.integers(0, 2000),
    blocks=st.lists(st.tuples(st.integers(0, 160), st.integers(1, 8)), max_size=8),
    came=st.lists(st.tuples(st.integers(0, 160), st.integers(1, 8)), max_size=8),
    now=st.integers(-10, 180),
)
def test_the_columns_always_add_up(
    prescribed: int, blocks: list[tuple[int, int]], came: list[tuple[int, int]], now: int
) -> None:
    scheduled = spans(*((start, start + length) for start, length in blocks))
    attended = spans(*((start, start + length) for start, length in came))
    line = week_minutes(WeekFacts(1, prescribed, 540, scheduled, attended, False), now=when(now))
    assert 0 <= line.ahead <= line.scheduled <= sum(p.minutes for p in scheduled)
    assert line.attended <= sum(p.minutes for p in attended)
    assert line.open == max(0, prescribed - line.attended - line.ahead)
    assert line.short == max(0, 540 - line.attended - line.ahead)
