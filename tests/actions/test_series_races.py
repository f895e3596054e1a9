"""Two people at one series: both changes stand one after the other, or the second is told; the last seat goes once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from stepdown.schedule.actions.booking import move_session
from stepdown.schedule.actions.rosters import enroll
from stepdown.schedule.actions.series import change_series, make_series, plan_ahead
from stepdown.schedule.models import Enrollment, GroupPattern, Participant, PlannedSession
from stepdown.schedule.queries.series import pattern_ids
from stepdown.schedule.terms import Joining, Meeting, NewGroup, Placement, SeriesChange
from tests.actions.together import Run, together
from tests.factories.crowd import BEFORE, BY, Crowd, crowd

MONDAY = date(2026, 3, 9)
END = MONDAY + timedelta(days=14)
NINE, TEN = 9 * 60, 10 * 60


@pytest.fixture
def run(committed: str) -> Iterator[Run]:
    """Two attempts that start together."""
    with together() as both:
        yield both


def weekly(made: Crowd) -> tuple[int, Meeting]:
    meeting = Meeting(0, NINE, 60, made.staff[-1], made.rooms[-1])
    new = NewGroup("weekly", "Weekly", made.service, made.track, "en", made.site, 1, ("2.1",), starts_on=MONDAY)  # type: ignore[arg-type]
    group, _ = make_series(by=BY, at=BEFORE, group=new, meetings=[meeting], until=END)
    return group, meeting


def test_the_last_regular_seat_goes_to_one(run: Run) -> None:
    made = crowd(3, seats=1)
    group, _ = weekly(made)
    join = lambda client: lambda: enroll(by=BY, at=BEFORE, joinings=[Joining(client, group, MONDAY)])
    assert sorted(run(join(made.clients[0]), join(made.clients[1]))) == ["done", "group_full"]
    assert (Enrollment.objects.count(), Participant.objects.filter(active=True).count()) == (1, 2)


def test_planned_twice_at_once_is_planned_once(run: Run) -> None:
    made = crowd(1, seats=1)
    group, _ = weekly(made)
    plan = lambda: plan_ahead(by=BY, at=BEFORE, until=END + timedelta(days=14))
    assert run(plan, plan) == ["done", "done"]
    assert PlannedSession.objects.filter(group=group).count() == 4


def test_two_people_change_one_series(run: Run) -> None:
    """One after the other: each session stands where one of them put it, and one pattern is in force."""
    made = crowd(1, seats=1)
    group, _ = weekly(made)
    (old,) = pattern_ids(group)

    def change(room: int) -> Callable[[], object]:
        meeting = Meeting(0, TEN, 60, made.staff[-1], made.rooms[room], replaces=old)
        return lambda: change_series(by=BY, at=BEFORE, change=SeriesChange(group, MONDAY, (meeting,)))

    assert run(change(0), change(1)) == ["done", "done"]
    in_force = GroupPattern.objects.filter(group=group, ends_on=None).count()
    rows = list(PlannedSession.objects.filter(group=group, state="planned"))
    assert (in_force, len(rows), len({row.room_id for row in rows})) == (1, 2, 1)


def test_one_session_moved_while_its_series_changes(run: Run) -> None:
    """Whoever is first: the session moved by hand stands where it was put, or the move is told why not."""
    made = crowd(1, seats=1)
    group, meeting = weekly(made)
    (old,) = pattern_ids(group)
    first = PlannedSession.objects.filter(group=group).earliest("period").pk
    by_hand = Placement(2, NINE, made.staff[-1], made.rooms[-1])
    later = Meeting(0, TEN, 60, meeting.lead, meeting.room, replaces=old)
    move = lambda: move_session(by=BY, at=BEFORE, session=first, to=by_hand)
    change = lambda: change_series(by=BY, at=BEFORE, change=SeriesChange(group, MONDAY, (later,)))
    assert run(move, change) == ["done", "done"]
    row = PlannedSession.objects.get(pk=first)
    assert (row.changed, row.period.lower.weekday()) == (True, 2)
