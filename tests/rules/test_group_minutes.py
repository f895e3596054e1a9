"""What counts of a group, as a table a clinician can check. Times are minutes after nine; the group runs nine to eleven."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.session.rules import apart, attended
from stepdown.session.terms import Apart, AwayReason, DoorVisit, Gone, Joined, PlannedForClient, Word

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def when(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def span(start: int, end: int) -> Period:
    return Period(when(start), when(end))


def visit(came: int, left: int | None, joined: Joined = Joined.IN_PERSON) -> DoorVisit:
    return DoorVisit(1, 7, when(came), None if left is None else when(left), joined)


def out(left: int, back: int | None) -> Gone:
    return Gone(1, 7, when(left), None if back is None else when(back), AwayReason.NURSE)


def word(
    ended: int, *, there: bool = True, came: int | None = None, left: int | None = None, settled: bool = False
) -> Word:
    return Word(
        there,
        when(ended),
        None if came is None else when(came),
        None if left is None else when(left),
        settled=settled,
    )


GROUP = PlannedForClient(1, span(0, 120))
NOTHING = None
COUNTED = [
    # visit, asked out, the leader's word, what counts, why
    ((-5, 125), [], NOTHING, [(0, 120)], "early and late at the door: the group's own time"),
    ((12, 125), [], NOTHING, [(12, 120)], "came twelve minutes late"),
    ((-5, 100), [], NOTHING, [(0, 100)], "left twenty minutes early"),
    ((-5, None), [], NOTHING, [], "never checked out, and the leader has said nothing: nothing is filled in"),
    ((-5, 125), [(30, 50)], NOTHING, [(0, 30), (50, 120)], "twenty minutes with the nurse come off"),
    ((-5, 125), [(30, 50), (60, 70)], NOTHING, [(0, 30), (50, 60), (70, 120)], "asked out twice"),
    ((-5, 125), [(30, None)], NOTHING, [(0, 30)], "asked out, and nobody said that they came back"),
    ((-5, 125), [(-4, 10)], NOTHING, [(10, 120)], "with the prescriber when the group began"),
    ((-5, 125), [(110, 140)], NOTHING, [(0, 110)], "with the nurse when it ended"),
    ((-5, 125), [(0, 120)], NOTHING, [], "out for the whole group"),
    ((-5, 80), [(70, 90)], NOTHING, [(0, 70)], "left the building from the nurse"),
    ((-5, None), [], word(112), [(0, 112)], "the leader closed at 10:52; still in the building for the next group"),
    ((-5, 125), [], word(112), [(0, 112)], "the group ended early: nobody counts longer"),
    ((-5, 140), [], word(130), [(0, 120)], "the group ran over: the plan's end holds"),
    ((-5, 125), [], word(120, left=80), [(0, 80)], "left the room at 10:20, as the leader says"),
    ((-5, 125), [], word(120, came=15), [(15, 120)], "came into the room at 9:15"),
    ((-5, 100), [], word(120), [(0, 100)], "the door has them out at 10:40: only what both have"),
    ((-5, 125), [], word(120, there=False), [], "the leader did not see them: nothing until it is settled"),
    ((-5, 125), [(30, 50)], word(112), [(0, 30), (50, 112)], "out and back, and closed early"),
    ((-5, 125), [], word(120, came=10, left=60, settled=True), [(10, 60)], "settled: 9:10 to 10:00"),
    ((10, 125), [], word(120, came=0, left=60, settled=True), [(10, 60)], "settled, but never more than the visit"),
    ((130, 140), [], word(120), [], "came when it was over"),
]


@pytest.mark.parametrize(("came", "gone", "said", "counted", "why"), COUNTED, ids=[row[-1] for row in COUNTED])
def test_what_counts(
    came: tuple[int, int | None],
    gone: list[tuple[int, int | None]],
    said: Word | None,
    counted: list[tuple[int, int]],
    why: str,
) -> None:
    words = {} if said is None else {1: said}
    parts = attended(visit(*came), [GROUP], words, [out(*times) for times in gone])
    assert [part.period for part in parts] == [span(*times) for times in counted], why


def test_by_video_counts_like_the_room() -> None:
    for joined in Joined:
        (part,) = attended(visit(5, 65, joined), [GROUP])
        assert part.period == span(5, 65)


APART = [
    ((-5, 125), word(120), None, "both: to the end"),
    ((-5, 118), word(120), None, "two minutes from the room to the desk"),
    ((-5, 100), word(120), Apart(100, 120), "the desk has them out twenty minutes earlier"),
    ((-5, 125), word(120, left=80), Apart(120, 80), "the leader has them gone at 10:20"),
    ((-5, 125), word(120, there=False), Apart(120, 0), "the leader did not see them"),
    (
        (-5, None),
        word(120, there=False),
        Apart(120, 0),
        "in the building, says the desk; not in the group, says the leader",
    ),
    ((-5, None), word(120, left=80), None, "not checked out yet: the desk has said nothing about leaving"),
    ((117, 125), word(120, there=False), None, "three minutes are nobody's quarrel"),
    (None, word(120), Apart(0, 120), "the desk never checked them in"),
    (None, word(120, there=False), None, "neither saw them"),
    ((20, 125), word(120), None, "late is what the desk says, and the leader says nothing else"),
    ((20, 125), word(120, came=0), Apart(100, 120), "the leader has them there from nine"),
    ((-5, 125), word(112), None, "the end of the group is the leader's to say"),
    ((-5, 100), word(120, settled=True), None, "settled is settled"),
]


@pytest.mark.parametrize(("came", "said", "expected", "why"), APART, ids=[row[-1] for row in APART])
def test_when_desk_and_leader_disagree(
    came: tuple[int, int | None] | None, said: Word, expected: Apart | None, why: str
) -> None:
    visits = [] if came is None else [visit(*came)]
    assert apart(visits, GROUP.period, said, tolerance=5) == expected, why


def test_minutes_asked_out_are_on_neither_side() -> None:
    assert apart([visit(-5, 100)], GROUP.period, word(120), [out(30, 50)], tolerance=5) == Apart(80, 100)


@pytest.mark.parametrize(
    ("day", "starts", "came", "left", "minutes", "why"),
    [
        (date(2026, 3, 8), 60, 60, 240, 120, "the clock skips an hour: one to four on the wall is two hours"),
        (
            date(2026, 11, 1),
            30,
            30,
            150,
            180,
            "the clock goes back: half past midnight to half past two is three hours",
        ),
    ],
)
def test_elapsed_minutes_when_the_clock_changes(
    day: date, starts: int, came: int, left: int, minutes: int, why: str
) -> None:
    week = Week(day - timedelta(days=6), "America/Chicago")
    group = PlannedForClient(1, week.span(6, starts, 300))
    there = DoorVisit(1, 7, week.at(6, came), week.at(6, left))
    assert sum(part.period.minutes for part in attended(there, [group])) == minutes, why


MOMENT = st.integers(-30, 300)
OUTS = st.lists(st.tuples(MOMENT, st.one_of(st.none(), st.integers(1, 90))), max_size=4)
WORDS = st.one_of(
    st.none(),
    st.builds(
        lambda ended, there, came, left, settled: word(ended, there=there, came=came, left=left, settled=settled),
        MOMENT, st.booleans(), st.one_of(st.none(), MOMENT), st.one_of(st.none(), MOMENT), st.booleans(),
    ),
)  # fmt: skip


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 120)), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 90)), min_size=1, max_size=4),
    OUTS,
    st.lists(WORDS, min_size=4, max_size=4),
    st.booleans(),
)
def test_whatever_is_said_no_minute_counts_twice_nor_outside_a_visit(
    plan: list[tuple[int, int]],
    stays: list[tuple[int, int]],
    outs: list[tuple[int, int | None]],
    words: list[Word | None],
    still_in: bool,
) -> None:
    """Law 2, over every order of visits, times out, closes, exceptions and settlements."""
    planned, visits, clock = [], [], 0
    for number, (gap, length) in enumerate(plan):
        planned.append(PlannedForClient(number, span(clock + gap, clock + gap + length)))
        clock += gap + length
    clock = -20
    for number, (gap, length) in enumerate(stays):
        left = None if still_in and number == len(stays) - 1 else clock + gap + length
        visits.append(DoorVisit(number, 7, when(clock + gap), None if left is None else when(left)))
        clock += gap + length
    gone = [out(left, None if length is None else left + length) for left, length in outs]
    said = {number: one for number, one in enumerate(words) if one is not None}
    parts = sorted(
        ((part, there) for there in visits for part in attended(there, planned, said, gone)),
        key=lambda pair: pair[0].period,
    )
    for (before, _), (after, _) in itertools.pairwise(parts):
        assert before.period.end <= after.period.start
    for part, there in parts:
        assert there.arrived_at <= part.period.start
        assert there.departed_at is None or part.period.end <= there.departed_at
        assert planned[part.session].period.contains(part.period)
        assert not any(
            one.left_at < part.period.end and (one.returned_at is None or part.period.start < one.returned_at)
            for one in gone
        )
        assert part.session not in said or said[part.session].there
        assert there.departed_at is not None or part.session in said
