"""The group room: asking out, standing in, closing, settling; the steps of a session. Times are minutes after nine."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from stepdown.kernel.period import Period
from stepdown.session.rules import group as rules
from stepdown.session.terms import THIRDS, AwayReason, Blocker, DoorVisit, Gone, LeaderSays, Step

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def when(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def span(start: int, end: int) -> Period:
    return Period(when(start), when(end))


GROUP, DAY = span(0, 120), span(-9 * 60, 15 * 60)
B = Blocker


@pytest.mark.parametrize(
    ("left", "now", "since", "away", "expected"),
    [
        (30, 30, -5, False, []),
        (32, 30, -5, False, []),
        (33, 30, -5, False, [B.IN_THE_FUTURE]),
        (30, 30, None, False, [B.NOT_IN]),
        (-6, 30, -5, False, [B.LEFT_BEFORE_ARRIVING]),
        (40, 30, -5, True, [B.AWAY_ALREADY, B.IN_THE_FUTURE]),
    ],
)
def test_asking_out(left: int, now: int, since: int | None, away: bool, expected: list[Blocker]) -> None:
    here = None if since is None else when(since)
    found = rules.asking_out(left_at=when(left), at=when(now), here_since=here, away=away)
    assert [o.blocker for o in found] == expected


@pytest.mark.parametrize(
    ("back", "now", "returned", "undone", "expected"),
    [
        (50, 50, None, False, []),
        (50, 300, None, False, []),
        (30, 50, None, False, [B.BACK_BEFORE_LEAVING]),
        (60, 50, None, False, [B.IN_THE_FUTURE]),
        (50, 50, 40, False, [B.NOT_AWAY]),
        (50, 50, None, True, [B.NOT_AWAY]),
        (15 * 60, 9 * 1440, None, False, [B.LEFT_ON_ANOTHER_DAY]),
    ],
)
def test_coming_back(back: int, now: int, returned: int | None, undone: bool, expected: list[Blocker]) -> None:
    gone = Gone(1, 7, when(30), None if returned is None else when(returned), AwayReason.NURSE)
    found = rules.coming_back(out=gone, returned_at=when(back), at=when(now), day=DAY, undone=undone)
    assert [o.blocker for o in found] == expected


@pytest.mark.parametrize(
    ("already", "busy", "now", "expected"),
    [
        (False, False, 10, []),
        (True, False, 10, [B.LEADS_ALREADY]),
        (False, True, 10, [B.LEADS_ELSEWHERE]),
        (True, True, 15 * 60, [B.LEADS_ALREADY, B.LEADS_ELSEWHERE, B.DAY_IS_OVER]),
    ],
)
def test_taking_over(already: bool, busy: bool, now: int, expected: list[Blocker]) -> None:
    found = rules.taking_over(leads_already=already, busy=busy, session=GROUP, at=when(now), day=DAY)
    assert [o.blocker for o in found] == expected


TEN = when(60)
CLOSING = [
    (112, 112, True, False, [], [], "at 10:52"),
    (112, 400, True, False, [], [], "told later"),
    (0, 112, True, False, [], [B.CLOSED_BEFORE_START], "as it began"),
    (120, 112, True, False, [], [B.IN_THE_FUTURE], "before it ended"),
    (112, 112, False, False, [], [B.NOT_THE_LEADER], "by somebody else"),
    (112, 112, True, True, [], [B.CLOSED_ALREADY], "twice"),
    (112, 112, True, False, [LeaderSays(1), LeaderSays(1)], [B.NAMED_TWICE], "one person named twice"),
    (112, 112, True, False, [LeaderSays(1, came_at=TEN, left_at=TEN)], [B.OUTSIDE_THE_GROUP], "came as they left"),
    (112, 112, True, False, [LeaderSays(1, left_at=when(113))], [B.OUTSIDE_THE_GROUP], "left after the end"),
    (112, 112, True, False, [LeaderSays(1, came_at=when(-1))], [B.OUTSIDE_THE_GROUP], "came before it began"),
    (112, 112, True, False, [LeaderSays(1, came_at=when(5), left_at=TEN)], [], "two exceptions of one person"),
]


@pytest.mark.parametrize(
    ("ended", "now", "leads", "closed", "says", "expected", "why"), CLOSING, ids=[r[-1] for r in CLOSING]
)
def test_closing(
    ended: int, now: int, leads: bool, closed: bool, says: list[LeaderSays], expected: list[Blocker], why: str
) -> None:
    found = rules.closing(session=GROUP, ended_at=when(ended), at=when(now), leads=leads, closed=closed, says=says)
    assert [o.blocker for o in found] == expected, why


VISIT = DoorVisit(1, 7, when(-5), when(100))


@pytest.mark.parametrize(
    ("there", "reason", "open_question", "expected"),
    [
        ((0, 100), "The nurse saw them", True, []),
        (None, "The nurse saw them elsewhere", True, []),
        ((0, 100), " ", True, [B.NO_REASON]),
        ((0, 101), "x", True, [B.OUTSIDE_THE_VISIT]),
        ((-5, 60), "x", True, [B.OUTSIDE_THE_GROUP]),
        ((90, 121), "", False, [B.NOTHING_TO_SETTLE, B.NO_REASON, B.OUTSIDE_THE_GROUP, B.OUTSIDE_THE_VISIT]),
    ],
)
def test_settling(there: tuple[int, int] | None, reason: str, open_question: bool, expected: list[Blocker]) -> None:
    found = rules.settling(
        there=None if there is None else span(*there),
        visits=[VISIT],
        session=GROUP,
        reason=reason,
        open_question=open_question,
    )
    assert [o.blocker for o in found] == expected


def test_a_process_group_in_thirds() -> None:
    found = rules.timed(THIRDS, span(0, 90))
    assert [(one.step.title, one.period) for one in found] == [
        ("What is present", span(0, 30)),
        ("Topic", span(30, 60)),
        ("Practice and close", span(60, 90)),
    ]


@pytest.mark.parametrize("minutes", [1, 50, 75, 100])
def test_the_last_step_ends_with_the_session(minutes: int) -> None:
    steps = [Step("Welcome"), Step("Skill", 3), Step("Practice", 2), Step("Close")]
    found = rules.timed(steps, span(0, minutes))
    assert [(found[0].period.start, found[-1].period.end)] == [(when(0), when(minutes))]
    assert all(one.period.end == after.period.start for one, after in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([Step("Welcome")], []),
        ([], [B.NO_STEPS]),
        ([Step(" ")], [B.NO_STEPS]),
        ([Step("Welcome", 0)], [B.NO_SHARE]),
    ],
)
def test_a_run_sheet(steps: list[Step], expected: list[Blocker]) -> None:
    assert [o.blocker for o in rules.run_sheet(steps)] == expected


@pytest.mark.parametrize(("capacity", "policy", "most"), [(12, None, 12), (12, 16, 12), (20, 16, 16)])
def test_how_many_may_be_in_a_room(capacity: int, policy: int | None, most: int) -> None:
    assert rules.most_in_room(capacity, policy) == most
