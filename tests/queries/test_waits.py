"""Who waits between two groups, who would if sessions were gone, and whom a change of a series leaves waiting.

Monday at nine, ten and eleven.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from stepdown.agency.queries import site_row
from stepdown.agency.terms import Role
from stepdown.audit.terms import Refused
from stepdown.episode.queries.way import CLEARANCE_KEY
from stepdown.kernel.levels import LevelOfCare
from stepdown.policy.actions import record_value
from stepdown.policy.terms import NewValue, Scope
from stepdown.schedule.actions.booking import add_participant, cancel_session, move_session
from stepdown.schedule.actions.rosters import enroll
from stepdown.schedule.actions.series import change_series, end_series, make_series
from stepdown.schedule.actions.tracks import change_track
from stepdown.schedule.queries.openings import openings
from stepdown.schedule.queries.series import pattern_ids
from stepdown.schedule.queries.waits import gaps_without, planned_in, waits_of
from stepdown.schedule.rules.series import period_on
from stepdown.schedule.terms import Block, Gap, Joining, Meeting, NewGroup, NewTrack, Placement, SeriesChange
from tests.actions.world import somebody, told
from tests.factories.crowd import BEFORE, BY, MONDAY, NINE, WEEK, Crowd, crowd, longest_wait

TEN = WEEK.span(0, NINE + 60, 60)
IOP = LevelOfCare.INTENSIVE_OUTPATIENT


@pytest.fixture
def people(db: None) -> Crowd:
    """Three groups in a row; the first client in all of them, the second in the first two."""
    longest_wait(30)
    made = crowd(3, seats=3)
    for number in (1, 2):
        to = Placement(0, NINE + 60 * number, made.staff[number], made.rooms[number])
        move_session(by=BY, at=BEFORE, session=made.sessions[number], to=to)
    for client, count in zip(made.clients, (3, 2), strict=False):
        for session in made.sessions[:count]:
            add_participant(by=BY, at=BEFORE, session=session, client=client)
    return made


def waits(made: Crowd, client: int, week: int = 0) -> tuple[Gap, ...]:
    return waits_of(client, (WEEK.next if week else WEEK).period, site_row(made.site))


def test_only_the_middle_of_a_day_leaves_a_gap(people: Crowd) -> None:
    first, second, _ = people.clients
    one, two, three = people.sessions
    assert [gaps_without([session]) for session in people.sessions] == [(), (Gap(MONDAY, TEN, (first,)),), ()]
    assert gaps_without([two], [second]) == ()
    assert gaps_without([two, three]) == gaps_without([0]) == ()
    assert planned_in(site_row(people.site), MONDAY, MONDAY, after=BEFORE) == (one, two, three)
    assert planned_in(site_row(people.site), MONDAY, MONDAY, after=TEN.start) == (three,)
    assert planned_in(site_row(people.site), MONDAY + timedelta(days=1), WEEK.days[6], after=BEFORE) == ()


def test_in_the_break_of_the_track_nobody_waits(people: Crowd) -> None:
    blocks = (Block(0, NINE, NINE + 180, (NINE + 60, NINE + 120)),)
    to = NewTrack("general", "General", any_leader=True, blocks=blocks)
    change_track(by=BY, at=BEFORE, track=people.track, to=to)
    assert gaps_without([people.sessions[1]]) == ()


def test_how_long_one_may_wait_is_policy(people: Crowd) -> None:
    longest_wait(60, since=date(2026, 1, 1))
    assert gaps_without([people.sessions[1]]) == ()


def test_a_gap_is_told_before_and_after_it_is_there(people: Crowd) -> None:
    first, second, _ = people.clients
    assert waits(people, first) == ()
    cancel_session(by=BY, at=BEFORE, session=people.sessions[1])
    assert waits(people, first) == (Gap(MONDAY, TEN, (first,)),)
    assert waits(people, second) == ()
    assert gaps_without([people.sessions[1]]) == ()


def test_moving_the_middle_away_asks_a_supervisor_for_a_reason(people: Crowd) -> None:
    to = Placement(1, NINE, people.staff[1], people.rooms[1])
    desk, supervisor = (somebody(role, people.site) for role in (Role.FRONT_DESK, Role.CLINICAL_SUPERVISOR))
    with pytest.raises(Refused) as error:
        move_session(by=desk, at=BEFORE, session=people.sessions[1], to=to, override="The leader asked")
    assert told(error) == [("hole_in_day", {"clients": [people.clients[0]]})]
    move_session(by=supervisor, at=BEFORE, session=people.sessions[1], to=to, override="The leader asked")
    assert waits(people, people.clients[0]) == (Gap(MONDAY, TEN, (people.clients[0],)),)
    assert waits(people, people.clients[0], week=1) == ()


def test_what_fits_as_a_make_up_leaves_no_gap_and_asks_for_clearance(people: Crowd) -> None:
    """The third client is in the first group: the one at ten follows it, the one at eleven does not."""
    one, two, three = people.sessions
    newcomer = people.clients[2]
    fits = lambda: [found.session for found in openings(newcomer, WEEK.period, now=BEFORE)]
    assert fits() == [one, two, three]
    add_participant(by=BY, at=BEFORE, session=one, client=newcomer)
    assert fits() == [two]
    said = NewValue(CLEARANCE_KEY, Decimal(1), "yes/no", Scope(), date(2013, 1, 1), "What this test decided")
    record_value(by=BY, at=BEFORE, value=said)
    assert fits() == []


# -- changes of a series -------------------------------------------------------------------------------------------

WEEKS = [MONDAY + timedelta(weeks=week) for week in range(1, 4)]


@pytest.fixture
def morning(people: Crowd) -> list[int]:
    """Three weekly groups in a row from the second week on, the first two clients in all of them."""
    made = []
    for number in range(3):
        new = NewGroup(
            f"W{number}",
            f"Weekly {number}",
            people.service,
            people.track,
            "en",
            people.site,
            3,
            (IOP,),
            starts_on=WEEKS[0],
        )
        meeting = Meeting(0, NINE + 60 * number, 60, people.staff[number], people.rooms[number])
        until = WEEKS[-1] + timedelta(days=7)
        made.append(make_series(by=BY, at=BEFORE, group=new, meetings=[meeting], until=until)[0])
    joinings = [Joining(client, group, WEEKS[0]) for client in people.clients[:2] for group in made]
    enroll(by=BY, at=BEFORE, joinings=joinings)
    return made


def on(days: list[date], starts: int, minutes: int, clients: list[int]) -> tuple[Gap, ...]:
    """A gap on each of these Mondays."""
    return tuple(Gap(day, period_on(day, starts, minutes, WEEK.zone), tuple(clients)) for day in days)


def test_a_series_that_ends_says_who_is_left_waiting(people: Crowd, morning: list[int]) -> None:
    ended = end_series(by=BY, at=BEFORE, group=morning[1], on=WEEKS[1])
    assert ended.gaps == on(WEEKS[1:], NINE + 60, 60, people.clients[:2])
    assert end_series(by=BY, at=BEFORE, group=morning[2], on=WEEKS[1]).gaps == ()


def test_a_series_that_moves_says_the_gaps_it_leaves_and_makes(people: Crowd, morning: list[int]) -> None:
    (old,) = pattern_ids(morning[2])
    later = Meeting(0, NINE + 180, 60, people.staff[2], people.rooms[2], replaces=old)
    changed = change_series(by=BY, at=BEFORE, change=SeriesChange(morning[2], WEEKS[1], (later,)))
    assert (len(changed.moved), changed.gaps) == (2, on(WEEKS[1:], NINE + 120, 60, people.clients[:2]))
    (now,) = pattern_ids(morning[2])
    back = Meeting(0, NINE + 120, 60, people.staff[2], people.rooms[2], replaces=now)
    assert change_series(by=BY, at=BEFORE, change=SeriesChange(morning[2], WEEKS[1], (back,))).gaps == ()


def test_a_change_that_moves_nobody_leaves_no_gap(people: Crowd, morning: list[int]) -> None:
    assert change_series(by=BY, at=BEFORE, change=SeriesChange(morning[1], WEEKS[0], capacity=2)).gaps == ()
