"""What was said in a group room elsewhere and is written down afterwards: a session on Monday from nine to ten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stepdown.kernel.period import Period
from stepdown.session.rules.bringing import leading_obstacles, out_obstacles, settlement_obstacles
from stepdown.session.terms import AwayReason, BroughtLeading, BroughtOut, BroughtSettlement, LeaderSays

NINE = datetime(2026, 3, 2, 15, tzinfo=UTC)
SESSION = Period(NINE, NINE + timedelta(hours=1))
DAY = Period(NINE - timedelta(hours=9), NINE + timedelta(hours=15))
NOW = NINE + timedelta(days=1)
CLIENT, OTHER, STRANGER = 1, 2, 3
SEATED = {CLIENT, OTHER}


def at(minutes: int | None) -> datetime | None:
    """Minutes after nine."""
    return None if minutes is None else NINE + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("why", "left", "back", "expected_in_it", "found"),
    [
        ("for ten minutes", 10, 20, True, []),
        ("nobody said they were back", 10, None, True, []),
        ("out before it began, as the nurse saw them first", -5, 10, True, []),
        ("back after it ended", 50, 70, True, []),
        ("from midnight on", -540, 10, True, []),
        ("the day before", -541, 10, True, ["outside_the_group"]),
        ("back at midnight", 50, 900, True, ["outside_the_group"]),
        ("no seat in it", 10, 20, False, ["not_expected"]),
        ("back as they left", 10, 10, True, ["back_before_leaving"]),
        ("back before they left", 10, 5, True, ["back_before_leaving"]),
        ("still to come", 1441, None, True, ["in_the_future", "outside_the_group"]),
        (
            "everything wrong",
            1500,
            1450,
            False,
            ["not_expected", "back_before_leaving", "in_the_future", "outside_the_group"],
        ),
    ],
)
def test_asked_out(why: str, left: int, back: int | None, expected_in_it: bool, found: list[str]) -> None:
    left_at = at(left)
    assert left_at is not None
    row = BroughtOut(CLIENT, 7, AwayReason.NURSE, left_at, at(back))
    told = out_obstacles(row, expected=expected_in_it, day=DAY, at=NOW)
    assert [obstacle.blocker.value for obstacle in told] == found, why


STAYED, LATE = LeaderSays(CLIENT), LeaderSays(OTHER, came_at=at(10))


@pytest.mark.parametrize(
    ("why", "ended", "says", "led", "found"),
    [
        ("somebody stood in, nobody closed it", None, [], False, []),
        ("closed, and nothing said of anybody", 58, [], False, []),
        ("closed after its end", 65, [STAYED, LATE], False, []),
        ("not there", 60, [LeaderSays(CLIENT, there=False)], False, []),
        ("from beginning to end", 60, [LeaderSays(CLIENT, came_at=at(0), left_at=at(60))], False, []),
        ("on record already", None, [], True, ["leads_already"]),
        ("closed, and on record already", 60, [STAYED], True, ["leads_already"]),
        ("not closed, and yet something said", None, [STAYED], False, ["not_closed"]),
        ("no seat in it", 60, [LeaderSays(STRANGER)], False, ["not_expected"]),
        ("said twice", 60, [STAYED, LeaderSays(CLIENT, there=False)], False, ["named_twice"]),
        ("ended as it began", 0, [], False, ["closed_before_start"]),
        ("ends tomorrow", 1450, [], False, ["in_the_future"]),
        ("came before it began", 60, [LeaderSays(CLIENT, came_at=at(-1))], False, ["outside_the_group"]),
        ("left after it ended", 50, [LeaderSays(CLIENT, left_at=at(55))], False, ["outside_the_group"]),
        ("left before they came", 60, [LeaderSays(CLIENT, True, at(30), at(20))], False, ["outside_the_group"]),
        (
            "everything wrong",
            -10,
            [LeaderSays(STRANGER, came_at=at(20)), LeaderSays(STRANGER)],
            True,
            ["not_expected", "leads_already", "closed_before_start", "named_twice", "outside_the_group"],
        ),
    ],
)
def test_led_and_closed(why: str, ended: int | None, says: list[LeaderSays], led: bool, found: list[str]) -> None:
    row = BroughtLeading(7, 5, at(ended), in_room=None if ended is None else 1, says=tuple(says))
    told = leading_obstacles(row, session=SESSION, expected=SEATED, led=led, at=NOW)
    assert [obstacle.blocker.value for obstacle in told] == found, why


@pytest.mark.parametrize(
    ("why", "came", "left", "said", "reason", "settled", "found"),
    [
        ("there for half of it", 0, 30, True, "The nurse saw them", 70, []),
        ("there for all of it", 0, 60, True, "x", 70, []),
        ("not there at all", None, None, True, "x", 70, []),
        ("the leader said nothing, or it is settled", 0, 30, False, "x", 70, ["nothing_to_settle"]),
        ("no reason", 0, 30, True, " ", 70, ["no_reason"]),
        ("decided tomorrow", 0, 30, True, "x", 1441, ["in_the_future"]),
        ("one time only", 10, None, True, "x", 70, ["outside_the_group"]),
        ("no time between", 10, 10, True, "x", 70, ["outside_the_group"]),
        ("longer than it was", 0, 61, True, "x", 70, ["outside_the_group"]),
        (
            "everything wrong",
            -5,
            10,
            False,
            "",
            1441,
            ["nothing_to_settle", "no_reason", "in_the_future", "outside_the_group"],
        ),
    ],
)
def test_settled(
    why: str, came: int | None, left: int | None, said: bool, reason: str, settled: int, found: list[str]
) -> None:
    settled_at = at(settled)
    assert settled_at is not None
    row = BroughtSettlement(CLIENT, 7, at(came), at(left), settled_at, "A supervisor", reason)
    told = settlement_obstacles(row, session=SESSION, said=said, at=NOW)
    assert [obstacle.blocker.value for obstacle in told] == found, why
