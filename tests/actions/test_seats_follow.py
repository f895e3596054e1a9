"""What a step of care does to tracks and seats, and that taking it back leaves them as they were.

A client in intensive outpatient: their track's group on Mondays and Wednesdays, a group that serves both levels on
Mondays, an appointment every Thursday, one seat for once. The second week: the crowd's own sessions are in the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from stepdown.agency.actions import open_programs
from stepdown.agency.terms import NewProgram
from stepdown.episode.terms import Discharge, DischargeReason, HoldReason, NewHold, NewStay
from stepdown.journey import actions as journey
from stepdown.journey.terms import Admission
from stepdown.kernel.levels import LevelOfCare
from stepdown.people.actions import register_clients
from stepdown.people.terms import NewClient
from stepdown.plan.queries import prescriptions_of
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.schedule.actions.appointments import book_appointment
from stepdown.schedule.actions.booking import add_participant
from stepdown.schedule.actions.rosters import enroll, join_tracks
from stepdown.schedule.actions.series import make_series, plan_ahead
from stepdown.schedule.actions.setup import create_tracks
from stepdown.schedule.models import Enrollment, Participant, TrackEnrollment
from stepdown.schedule.queries.leaving import would_be_held, would_end
from stepdown.schedule.queries.tracks import classes_of
from stepdown.schedule.terms import Joining, Meeting, NewAppointment, NewGroup, NewTrack, Whom
from tests.factories.crowd import BEFORE, BY, WEEK, Crowd, crowd
from tests.factories.papers import agreed

MONDAY = date(2026, 3, 9)
DAY, OP, IOP, PHP = timedelta(days=1), *LevelOfCare
ONE, TWO, THREE = 13 * 60, 14 * 60, 15 * 60
UNTIL = MONDAY + timedelta(weeks=3)
WEDNESDAY = MONDAY + 9 * DAY
"""Of the second of three weeks."""


@dataclass(frozen=True)
class Here:
    """The client, their track and groups, by what serves whom."""

    crowd: Crowd
    client: int
    other: int
    program: int
    track: int
    group: int
    shared: int


@pytest.fixture
def here(db: None) -> Here:
    made = crowd(2, seats=2)
    (program,) = open_programs(by=BY, at=BEFORE, programs=[NewProgram(made.site, "Days", (PHP, IOP))])
    mine, everybody = create_tracks(
        by=BY,
        at=BEFORE,
        tracks=[NewTrack("iop", "Mornings", levels=(IOP,), any_leader=True), NewTrack("all", "All", any_leader=True)],
    )
    client, other = made.clients
    joinings = [Joining(one, track, MONDAY) for one in made.clients for track in (mine, everybody)]
    join_tracks(by=BY, at=BEFORE, joinings=joinings)
    group = series(made, "narrow", mine, (IOP,), [(0, ONE), (2, ONE)])
    shared = series(made, "wide", everybody, (IOP, PHP), [(0, TWO)])
    return Here(made, client, other, program, mine, group, shared)


def series(made: Crowd, code: str, track: int, levels: tuple[LevelOfCare, ...], meets: list[tuple[int, int]]) -> int:
    new = NewGroup(code, code, made.service, track, "en", made.site, 1, levels, starts_on=MONDAY)
    meetings = [Meeting(day, starts, 60, made.staff[-1], made.rooms[-1]) for day, starts in meets]
    group, planned = make_series(by=BY, at=BEFORE, group=new, meetings=meetings, until=UNTIL)
    assert planned.lacking == ()
    return group


def settled(here: Here) -> None:
    """The client has their seats and appointments."""
    joinings = [Joining(here.client, group, MONDAY) for group in (here.group, here.shared)]
    seats = enroll(by=BY, at=BEFORE, joinings=joinings)
    assert [(len(one.sessions), one.missed) for one in seats] == [(6, ()), (3, ())]
    period = WEEK.next.span(3, THREE, 50)
    new = NewAppointment(
        here.crowd.service, here.crowd.site, None, period, here.crowd.staff[0], (here.client,), until=UNTIL
    )
    assert len(book_appointment(by=BY, at=BEFORE, new=new).booked) == 3
    add_participant(by=BY, at=BEFORE, session=here.crowd.sessions[0], client=here.client)


def held(here: Here) -> dict[str, list[tuple[Any, ...]]]:
    """All they have: tracks, regular seats, seats by group and day, their order."""
    seats = Participant.objects.filter(client=here.client, active=True, session__state="planned")
    return {
        "tracks": sorted(TrackEnrollment.objects.filter(client=here.client).values_list("track", "starts", "ends")),
        "groups": sorted(Enrollment.objects.filter(client=here.client).values_list("group", "starts", "ends")),
        "seats": [(row.session.group_id, row.period.lower.date()) for row in seats.order_by("period")],
        "order": [(row.minutes,) for row in prescriptions_of(here.client) if row.ends is None],
    }


def days(found: dict[str, list[tuple[Any, ...]]], group: int | None) -> list[int]:
    """Days from Monday of the second week on which they have a seat in a group, or an appointment."""
    return [(day - MONDAY).days for one, day in found["seats"] if one == group]


def step_up(here: Here) -> int:
    to = NewStay(here.client, here.program, PHP, WEDNESDAY)
    return journey.transfer(by=BY, at=BEFORE, to=to).step


def leave(here: Here) -> int:
    return journey.discharge(
        by=BY, at=BEFORE, discharge=Discharge(here.client, WEDNESDAY, DischargeReason.CLIENT_CHOSE_TO_LEAVE)
    )


def test_a_transfer_in_mid_week_ends_what_the_new_level_is_not_served_by(here: Here) -> None:
    settled(here)
    step_up(here)
    now = held(here)
    assert days(now, here.group) == [0, 2, 7]
    assert (days(now, here.shared), days(now, None)) == ([0, 7, 14], [3, 10, 17])
    assert [ends for track, _, ends in now["tracks"] if track == here.track] == [WEDNESDAY]
    assert [(group, ends) for group, _, ends in now["groups"]] == [(here.group, WEDNESDAY), (here.shared, None)]


def test_what_would_end_is_told_before_from_the_same_rows(here: Here) -> None:
    settled(here)
    ends = lambda whom: would_end(here.client, WEDNESDAY, whom, at=BEFORE)
    up, every = ends(Whom(PHP, here.crowd.site, "adult")), ends(None)
    assert (up.tracks, up.groups) == (((here.track, "Mornings"),), ((here.group, "narrow"),))
    assert [(title, period.start.date() - MONDAY) for title, period in up.seats] == [
        ("narrow", timedelta(days=number)) for number in (9, 14, 16)
    ]
    assert [name for _, name in every.tracks] == ["All", "General", "Mornings"]
    assert [name for _, name in every.groups] == ["narrow", "wide"]
    assert len(every.seats) == 6, "with the shared group and the appointments"
    held_back = would_be_held(here.client, WEDNESDAY, at=BEFORE)
    assert held_back == every
    step_up(here)
    assert len(held(here)["seats"]) == 13 - len(up.seats)


def test_a_transfer_joins_the_next_track_and_taking_it_back_leaves_it(here: Here) -> None:
    settled(here)
    before = held(here)
    (php,) = create_tracks(by=BY, at=BEFORE, tracks=[NewTrack("php", "Days", levels=(PHP,), any_leader=True)])
    group = series(here.crowd, "php", php, (PHP,), [(4, ONE)])
    to = NewStay(here.client, here.program, PHP, WEDNESDAY)
    done = journey.transfer(by=BY, at=BEFORE, to=to, track=php, groups=[group, here.group])
    assert (done.freed, [(one.group, len(one.sessions)) for one in done.seats]) == (3, [(here.group, 0), (group, 2)])
    assert [o.blocker.value for told in done.seats[0].missed for o in told.obstacles][:1] == ["level_not_served"]
    assert days(held(here), group) == [11, 18]
    journey.take_back(by=BY, at=BEFORE, client=here.client, step=done.step, why="Not yet")
    assert held(here) == before


def test_a_discharge_ends_everything_from_that_day(here: Here) -> None:
    settled(here)
    leave(here)
    now = held(here)
    assert (days(now, here.group), days(now, here.shared), days(now, None)) == ([0, 2, 7], [0, 7], [3])
    assert {ends for _, _, ends in now["tracks"]} == {ends for _, _, ends in now["groups"]} == {WEDNESDAY}
    assert now["order"] == []


@pytest.mark.parametrize("take", [step_up, leave], ids=["transfer", "discharge"])
def test_taking_it_back_leaves_everything_as_it_was(here: Here, take: Callable[[Here], int]) -> None:
    settled(here)
    before = held(here)
    step = take(here)
    assert held(here) != before
    taken = journey.take_back(by=BY, at=BEFORE, client=here.client, step=step, why="Another person was meant")
    assert held(here) == before
    assert [one.missed for one in taken.seats if one.missed] == []


@pytest.mark.parametrize("take", [step_up, leave], ids=["transfer", "discharge"])
def test_sessions_made_meanwhile_are_theirs_too(here: Here, take: Callable[[Here], int]) -> None:
    settled(here)
    step = take(here)
    plan_ahead(by=BY, at=BEFORE, until=UNTIL + timedelta(weeks=1))
    journey.take_back(by=BY, at=BEFORE, client=here.client, step=step, why="Another person was meant")
    now = held(here)
    assert (days(now, here.group), days(now, here.shared)) == ([0, 2, 7, 9, 14, 16, 21, 23], [0, 7, 14, 21])


def test_a_seat_given_to_somebody_else_meanwhile_is_told(here: Here) -> None:
    settled(here)
    step = leave(here)
    enroll(by=BY, at=BEFORE, joinings=[Joining(here.other, here.group, WEDNESDAY)])
    taken = journey.take_back(by=BY, at=BEFORE, client=here.client, step=step, why="They stay after all")
    told = {one.group: [o.blocker.value for told in one.missed for o in told.obstacles] for one in taken.seats}
    assert told[here.group] == ["group_full"]
    assert (days(held(here), here.group), days(held(here), here.shared)) == ([0, 2, 7], [0, 7, 14])


def test_what_was_joined_for_the_next_level_ends_when_the_transfer_is_taken_back(here: Here) -> None:
    settled(here)
    before = held(here)
    step = step_up(here)
    (php,) = create_tracks(by=BY, at=BEFORE, tracks=[NewTrack("php", "Days", levels=(PHP,), any_leader=True)])
    group = series(here.crowd, "php", php, (PHP,), [(4, ONE)])
    join_tracks(by=BY, at=BEFORE, joinings=[Joining(here.client, php, WEDNESDAY)])
    enroll(by=BY, at=BEFORE, joinings=[Joining(here.client, group, WEDNESDAY)])
    assert days(held(here), group) == [11, 18]
    journey.take_back(by=BY, at=BEFORE, client=here.client, step=step, why="Not yet")
    assert held(here) == before


def test_who_was_on_hold_is_on_hold_again_and_nobody_is_told_of_every_day(here: Here) -> None:
    settled(here)
    away = NewHold(here.client, HoldReason.TRAVEL, MONDAY + DAY, owner=here.crowd.staff[0])
    journey.hold(by=BY, at=BEFORE, hold=away)
    before = held(here)
    step = leave(here)
    taken = journey.take_back(by=BY, at=BEFORE, client=here.client, step=step, why="They were found")
    assert held(here) == before
    assert [one.missed for one in taken.seats if one.missed] == []


def test_an_admission_gives_a_seat_in_the_groups_of_the_track(here: Here) -> None:
    (client,) = register_clients(
        by=BY, at=BEFORE, clients=[NewClient(here.crowd.site, "NEW", "Synthetic", "Synthetic newcomer", ("en",))]
    )
    order = NewPrescription(client, MONDAY, Modality.IN_PERSON, 540, 180, (PrescribedLine(here.crowd.service, 3, 60),))
    admission = Admission(
        NewStay(client, here.program, IOP, MONDAY),
        track=here.track,
        groups=classes_of(here.track, MONDAY),
        order=order,
    )
    agreed(client, here.program, BEFORE)
    made = journey.admit(by=BY, at=BEFORE, admission=admission)
    assert [(one.group, len(one.sessions), one.missed) for one in made.seats] == [(here.group, 6, ())]


def test_a_group_in_whose_way_something_stands_does_not_stop_an_admission(here: Here) -> None:
    settled(here)
    (client,) = register_clients(
        by=BY, at=BEFORE, clients=[NewClient(here.crowd.site, "NEW", "Synthetic", "Synthetic newcomer", ("en",))]
    )
    admission = Admission(NewStay(client, here.program, IOP, MONDAY), track=here.track, groups=(here.group,))
    agreed(client, here.program, BEFORE)
    (seat,) = journey.admit(by=BY, at=BEFORE, admission=admission).seats
    assert [o.blocker.value for told in seat.missed for o in told.obstacles] == ["group_full", "not_prescribed"]
    assert Enrollment.objects.filter(client=client).count() == 0
