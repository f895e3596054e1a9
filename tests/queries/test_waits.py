"""Who waits between two groups, and who would if a session were gone. Monday at nine, ten and eleven."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepdown.agency.terms import Role
from stepdown.audit.terms import Refused
from stepdown.schedule.actions.booking import add_participant, cancel_session, move_session
from stepdown.schedule.actions.tracks import change_track
from stepdown.schedule.queries.waits import Wait, left_waiting, waits_of
from stepdown.schedule.terms import Block, NewTrack, Placement
from tests.actions.world import somebody, told
from tests.factories.crowd import BEFORE, BY, MONDAY, NINE, WEEK, ZONE, Crowd, crowd


@pytest.fixture
def people(db: None) -> Crowd:
    """Three groups in a row; the first client in all of them, the second in the first two."""
    made = crowd(3, seats=3)
    for number in (1, 2):
        to = Placement(0, NINE + 60 * number, made.staff[number], made.rooms[number])
        move_session(by=BY, at=BEFORE, session=made.sessions[number], to=to)
    for client, count in zip(made.clients, (3, 2), strict=False):
        for session in made.sessions[:count]:
            add_participant(by=BY, at=BEFORE, session=session, client=client)
    return made


def test_only_the_middle_of_a_day_leaves_a_hole(people: Crowd) -> None:
    first, second, _ = people.clients
    assert [left_waiting(number) for number in people.sessions] == [(), (first,), ()]
    assert left_waiting(people.sessions[1], [second]) == ()
    assert left_waiting(0) == ()


def test_in_the_break_of_the_track_nobody_waits(people: Crowd) -> None:
    pause = (NINE + 60, NINE + 120)
    blocks = (Block(0, NINE, NINE + 180, pause),)
    change_track(
        by=BY, at=BEFORE, track=people.track, to=NewTrack("general", "General", any_leader=True, blocks=blocks)
    )
    assert left_waiting(people.sessions[1]) == ()


def test_a_hole_is_told_before_and_after_it_is_there(people: Crowd) -> None:
    first, second, _ = people.clients
    assert waits_of(first, WEEK.period, ZONE) == ()
    cancel_session(by=BY, at=BEFORE, session=people.sessions[1])
    assert waits_of(first, WEEK.period, ZONE) == (Wait(MONDAY, WEEK.span(0, NINE + 60, 60)),)
    assert waits_of(second, WEEK.period, ZONE) == ()
    assert left_waiting(people.sessions[1]) == ()


def test_moving_the_middle_away_asks_a_supervisor_for_a_reason(people: Crowd) -> None:
    to = Placement(1, NINE, people.staff[1], people.rooms[1])
    desk, supervisor = (somebody(role, people.site) for role in (Role.FRONT_DESK, Role.CLINICAL_SUPERVISOR))
    with pytest.raises(Refused) as error:
        move_session(by=desk, at=BEFORE, session=people.sessions[1], to=to, override="The leader asked")
    assert told(error) == [("hole_in_day", {"clients": [people.clients[0]]})]
    move_session(by=supervisor, at=BEFORE, session=people.sessions[1], to=to, override="The leader asked")
    assert waits_of(people.clients[0], WEEK.period, ZONE) == (Wait(MONDAY, WEEK.span(0, NINE + 60, 60)),)
    assert waits_of(people.clients[0], WEEK.next.period, ZONE) == ()
    assert MONDAY + timedelta(days=1) == WEEK.days[1]
