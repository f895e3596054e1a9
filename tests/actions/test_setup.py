"""Setting up tracks, groups and rosters, and publishing a whole week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from stepdown.kernel.week import Week
from stepdown.schedule.actions import rosters, setup
from stepdown.schedule.actions.tracks import end_track
from stepdown.schedule.actions.weeks import open_week, publish_week
from stepdown.schedule.models import (
    ClientAvailability,
    Enrollment,
    Group,
    Participant,
    PlannedSession,
    Series,
    SessionStaff,
    Track,
    TrackBlock,
    TrackEnrollment,
    WeekPlan,
)
from stepdown.schedule.queries import setup as queries
from stepdown.schedule.terms import Block, Hours, Joining, NewGroup, NewSession, NewTrack, NewWeek
from tests.actions.world import AT, BY, IOP, MONDAY, World, somebody, told, world

CHICAGO = "America/Chicago"
WEEK = Week(MONDAY, CHICAGO)
WEEK_TO_OPEN = NewWeek("Days", MONDAY, CHICAGO, 5, 480, 1260, 15)
DAY = timedelta(days=1)


@pytest.fixture
def here(db: None) -> World:
    return world()


@pytest.fixture
def track(here: World) -> int:
    [number] = setup.create_tracks(by=BY, at=AT, tracks=[NewTrack("general", "General", any_leader=True)])
    return number


def group(here: World, track: int, code: str = "G0", closed: bool = False, capacity: int = 12) -> NewGroup:
    return NewGroup(
        code, "Process", here.service, track, "en", here.site, capacity, (IOP,), closed=closed, options=((0, 540),)
    )


def session(
    here: World, minute: int = 540, *, lead: int = 0, room: bool = True, clients: tuple[int, ...] = ()
) -> NewSession:
    return NewSession(
        group=None,
        service=here.service,
        site=here.site,
        room=here.room if room else None,
        period=WEEK.span(0, minute, 60),
        capacity=2,
        lead=here.staff[lead],
        clients=tuple(here.clients[n] for n in clients),
    )


# -- tracks, series, groups ----------------------------------------------------------------------------------------


def test_a_track_keeps_its_blocks_and_breaks(here: World) -> None:
    blocks = (Block(0, 540, 735, (630, 645)), Block(2, 540, 735))
    new = NewTrack("am", "Morning", here.site, "es", (IOP,), blocks=blocks)
    [number] = setup.create_tracks(by=BY, at=AT, tracks=[new])
    assert queries.tracks() == {number: NewTrack("am", "Morning", here.site, "es", (IOP,))}
    assert list(TrackBlock.objects.values_list("weekday", "starts", "ends", "break_starts", "break_ends")) == [
        (0, 540, 735, 630, 645),
        (2, 540, 735, None, None),
    ]


def test_every_reason_not_to_create_tracks_and_series(here: World, track: int) -> None:
    blocks = (Block(0, 600, 600), Block(7, 0, 60), Block(1, 540, 735, (735, 750)))
    with pytest.raises(Refused) as error:
        setup.create_tracks(by=BY, at=AT, tracks=[NewTrack("general", "x", blocks=blocks)])
    assert told(error) == [
        ("code_taken", {"code": "general"}),
        ("not_within_a_day", {"code": "general", "weekday": 0, "starts": 600}),
        ("not_within_a_day", {"code": "general", "weekday": 7, "starts": 0}),
        ("break_outside_block", {"code": "general", "weekday": 1, "starts": 540}),
    ]
    with pytest.raises(Refused) as error:
        setup.create_series(by=BY, at=AT, series=[("dbt", "DBT"), ("dbt", "DBT")])
    assert told(error) == [("code_taken", {"code": "dbt"})]
    assert (Track.objects.count(), Series.objects.count()) == (1, 0)


def test_staff_may_lead_a_track_once(here: World, track: int) -> None:
    for _ in range(2):
        setup.allow_tracks(by=BY, at=AT, allowed=[(here.staff[0], track)])
    assert queries.tracks_of_staff(here.staff) == {here.staff[0]: [track]}
    assert Entry.objects.filter(action="schedule.allow_tracks").count() == 1


def test_groups_come_back_as_they_were_made(here: World, track: int) -> None:
    [series] = setup.create_series(by=BY, at=AT, series=[("dbt", "DBT")])
    first, second = setup.create_groups(
        by=BY, at=AT, groups=[group(here, track), group(here, track, "G1", closed=True)]
    )
    assert queries.series() == {series: "dbt"}
    assert queries.group_codes() == frozenset({"G0", "G1"})
    rows = {row.id: row for row in queries.groups_of([here.site], MONDAY)}
    assert (rows[first].roster, rows[second].roster, rows[first].options) == (None, (), ((0, 540),))
    assert (rows[first].levels, rows[first].capacity, rows[first].minimum) == ((IOP,), 12, 1)
    assert queries.groups_of([here.elsewhere], MONDAY) == []


def test_every_reason_not_to_create_groups(here: World, track: int) -> None:
    setup.create_groups(by=BY, at=AT, groups=[group(here, track)])
    bad = NewGroup("G0", "x", here.service, track, "en", here.site, 0, (IOP,), options=((0, 540), (0, 540), (0, 1440)))
    with pytest.raises(Refused) as error:
        setup.create_groups(by=BY, at=AT, groups=[bad])
    about = {"code": "G0"}
    assert told(error) == [
        ("code_taken", about),
        ("no_capacity", about),
        ("minimum_above_capacity", about),
        ("option_twice", about),
        ("not_within_a_day", about),
    ]
    assert Group.objects.count() == 1


# -- clients -------------------------------------------------------------------------------------------------------


def test_clients_join_tracks_and_rosters_from_a_day_on(here: World, track: int) -> None:
    client = here.clients[0]
    [number] = setup.create_groups(by=BY, at=AT, groups=[group(here, track, closed=True)])
    rosters.join_tracks(by=BY, at=AT, joinings=[Joining(client, track, MONDAY)])
    rosters.enroll(by=BY, at=AT, joinings=[Joining(client, number, MONDAY)])
    assert queries.tracks_of_clients([client], MONDAY) == {client: [track]}
    assert queries.tracks_of_clients([client], MONDAY - DAY) == {}
    assert [row.roster for row in queries.groups_of([here.site], MONDAY)] == [(client,)]
    assert [row.roster for row in queries.groups_of([here.site], MONDAY - DAY)] == [()]


def test_every_reason_not_to_join(here: World, track: int) -> None:
    client = here.clients[0]
    open_group, closed = setup.create_groups(
        by=BY, at=AT, groups=[group(here, track), group(here, track, "G1", closed=True)]
    )
    twice = [Joining(client, track, MONDAY)] * 2
    with pytest.raises(Refused) as error:
        rosters.join_tracks(by=BY, at=AT, joinings=twice)
    assert told(error) == [("already_enrolled", {"client": client, "to": track})]
    rosters.enroll(by=BY, at=AT, joinings=[Joining(client, closed, MONDAY)])
    with pytest.raises(Refused) as error:
        rosters.enroll(by=BY, at=AT, joinings=[Joining(client, to, MONDAY + DAY) for to in (open_group, closed)])
    assert told(error) == [("already_enrolled", {"client": client, "to": closed})]
    assert (TrackEnrollment.objects.count(), Enrollment.objects.count()) == (0, 1)


def test_availability_is_replaced(here: World) -> None:
    one, other = here.clients[:2]
    setup.set_availability(by=BY, at=AT, hours={one: [Hours(0, 480, 720)], other: [Hours(1, 0, 1440)]})
    setup.set_availability(by=BY, at=AT, hours={one: [Hours(2, 480, 720), Hours(2, 720, 1020)]})
    assert queries.availability([one, other]) == {
        one: [Hours(2, 480, 720), Hours(2, 720, 1020)],
        other: [Hours(1, 0, 1440)],
    }


def test_every_reason_against_an_availability(here: World) -> None:
    client = here.clients[0]
    rows = [Hours(0, 480, 720), Hours(0, 700, 800), Hours(3, 60, 30)]
    with pytest.raises(Refused) as error:
        setup.set_availability(by=BY, at=AT, hours={client: rows})
    assert told(error) == [
        ("not_within_a_day", {"client": client, "weekday": 3, "starts": 60}),
        ("hours_overlap", {"client": client, "weekday": 0, "starts": 700}),
    ]
    assert ClientAvailability.objects.count() == 0


# -- weeks ---------------------------------------------------------------------------------------------------------


def test_every_reason_not_to_open_a_week(db: None) -> None:
    open_week(by=BY, at=AT, week=WEEK_TO_OPEN)
    assert queries.weeks_on(MONDAY) == {WeekPlan.objects.get().pk: WEEK_TO_OPEN}
    with pytest.raises(Refused) as error:
        open_week(by=BY, at=AT, week=WEEK_TO_OPEN)
    assert told(error) == [("week_exists", {"monday": MONDAY})]
    tuesday = date(2026, 3, 3)
    with pytest.raises(Refused) as error:
        open_week(by=BY, at=AT, week=NewWeek("Days", tuesday, "Mars/Base", 8, 480, 480, 15))
    assert told(error) == [
        ("not_a_monday", {"monday": tuesday}),
        ("week_hours", {"days": 8, "opens": 480, "closes": 480}),
        ("unknown_time_zone", {"time_zone": "Mars/Base"}),
    ]


def test_a_week_is_published_whole(here: World) -> None:
    week = open_week(by=BY, at=AT, week=WEEK_TO_OPEN)
    rows = [session(here, clients=(1, 0)), session(here, 600, lead=1, room=False, clients=(0,))]
    first, second = publish_week(by=BY, at=AT, week=week, sessions=rows)
    plan = WeekPlan.objects.get()
    assert (plan.state, plan.published_at, plan.version) == ("published", AT, 2)
    assert list(Participant.objects.order_by("pk").values_list("session", "client", "seat")) == [
        (first, here.clients[1], 1),
        (first, here.clients[0], 2),
        (second, here.clients[0], 1),
    ]
    assert list(SessionStaff.objects.order_by("pk").values_list("session", "staff", "role")) == [
        (first, here.staff[0], "lead"),
        (second, here.staff[1], "lead"),
    ]
    assert [(row.period, row.lead, row.room) for row in queries.calendar(week)] == [
        (WEEK.span(0, 540, 60), here.staff[0], here.room),
        (WEEK.span(0, 600, 60), here.staff[1], None),
    ]


def test_every_reason_not_to_publish(here: World) -> None:
    week = open_week(by=BY, at=AT, week=WEEK_TO_OPEN)
    publish_week(by=BY, at=AT, week=week, sessions=[])
    late = WEEK.next.span(0, 540, 60)
    crowded = NewSession(None, here.service, here.site, None, late, 1, here.staff[0], tuple(here.clients))
    with pytest.raises(Refused) as error:
        publish_week(by=BY, at=AT, week=week, sessions=[crowded])
    about = {"group": None, "period": late}
    assert told(error) == [
        ("already_published", {}),
        ("more_clients_than_seats", {**about, "capacity": 1}),
        ("outside_the_week", about),
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"lead": 0, "room": False, "clients": (1,)},
        {"lead": 1, "room": True, "clients": (1,)},
        {"lead": 1, "room": False, "clients": (0,)},
    ],
    ids=["leader", "room", "client"],
)
def test_nobody_and_no_room_is_in_two_places(here: World, other: dict[str, object]) -> None:
    """Half an hour of overlap is enough; the whole week stays a draft."""
    week = open_week(by=BY, at=AT, week=WEEK_TO_OPEN)
    rows = [session(here, clients=(0,)), session(here, 570, **other)]  # type: ignore[arg-type]
    with pytest.raises(Refused) as error:
        publish_week(by=BY, at=AT, week=week, sessions=rows)
    assert told(error) == [("busy_elsewhere", {})]
    assert (PlannedSession.objects.count(), WeekPlan.objects.get().state) == (0, "draft")


# -- who may -------------------------------------------------------------------------------------------------------

MAY_SET_UP = (Role.PROGRAM_DIRECTOR, Role.ADMINISTRATOR, Role.CLINICAL_SUPERVISOR)
MAY_BOOK = (*MAY_SET_UP, Role.CLINICIAN, Role.CASE_MANAGER, Role.ADMISSIONS_ADVISOR, Role.FRONT_DESK)
MAY_PUBLISH = (Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR)


@pytest.mark.parametrize("role", Role)
def test_who_may_set_up_tracks_and_groups(here: World, track: int, role: Role) -> None:
    by = somebody(role, here.site)
    if role in MAY_SET_UP:
        setup.create_tracks(by=by, at=AT, tracks=[NewTrack("am", "Morning")])
        setup.create_series(by=by, at=AT, series=[("dbt", "DBT")])
        setup.create_groups(by=by, at=AT, groups=[group(here, track)])
        setup.allow_tracks(by=by, at=AT, allowed=[(here.staff[0], track)])
        return
    with pytest.raises(NotAllowed):
        setup.create_tracks(by=by, at=AT, tracks=[NewTrack("am", "Morning")])
    with pytest.raises(NotAllowed):
        setup.create_series(by=by, at=AT, series=[("dbt", "DBT")])
    with pytest.raises(NotAllowed):
        setup.create_groups(by=by, at=AT, groups=[group(here, track)])
    with pytest.raises(NotAllowed):
        setup.allow_tracks(by=by, at=AT, allowed=[(here.staff[0], track)])


@pytest.mark.parametrize("role", Role)
def test_who_may_place_clients(here: World, track: int, role: Role) -> None:
    by = somebody(role, here.site)
    [closed] = setup.create_groups(by=BY, at=AT, groups=[group(here, track, closed=True)])
    client = here.clients[0]
    if role in MAY_BOOK:
        rosters.join_tracks(by=by, at=AT, joinings=[Joining(client, track, MONDAY)])
        rosters.enroll(by=by, at=AT, joinings=[Joining(client, closed, MONDAY)])
        setup.set_availability(by=by, at=AT, hours={client: []})
        return
    with pytest.raises(NotAllowed):
        rosters.join_tracks(by=by, at=AT, joinings=[Joining(client, track, MONDAY)])
    with pytest.raises(NotAllowed):
        rosters.enroll(by=by, at=AT, joinings=[Joining(client, closed, MONDAY)])
    with pytest.raises(NotAllowed):
        setup.set_availability(by=by, at=AT, hours={client: []})


@pytest.mark.parametrize("role", Role)
def test_who_may_publish(here: World, role: Role) -> None:
    by = somebody(role, here.site)
    week = open_week(by=BY, at=AT, week=WEEK_TO_OPEN)
    other = NewWeek("Evenings", MONDAY, CHICAGO, 5, 480, 1260, 15)
    if role in MAY_PUBLISH:
        open_week(by=by, at=AT, week=other)
        assert len(publish_week(by=by, at=AT, week=week, sessions=[session(here)])) == 1
        return
    with pytest.raises(NotAllowed):
        open_week(by=by, at=AT, week=other)
    with pytest.raises(NotAllowed):
        publish_week(by=by, at=AT, week=week, sessions=[session(here)])


def test_another_site_and_another_week_are_not_found(here: World, track: int) -> None:
    stranger = somebody(Role.CLINICAL_SUPERVISOR, here.elsewhere)
    week = open_week(by=BY, at=AT, week=WEEK_TO_OPEN)
    with pytest.raises(NotFound):
        publish_week(by=stranger, at=AT, week=week, sessions=[session(here)])
    with pytest.raises(NotFound):
        publish_week(by=BY, at=AT, week=0, sessions=[])
    with pytest.raises(NotFound):
        setup.create_groups(by=stranger, at=AT, groups=[group(here, track)])
    with pytest.raises(NotFound):
        rosters.join_tracks(by=stranger, at=AT, joinings=[Joining(here.clients[0], track, MONDAY)])
    with pytest.raises(NotFound):
        setup.set_availability(by=stranger, at=AT, hours={here.clients[0]: []})


def test_a_track_ends_today_or_later_and_who_was_in_it_was(here: World, track: int) -> None:
    """The first day without it: one that is over would take away that anybody was ever in the track."""
    now, later = here.clients[:2]
    rosters.join_tracks(by=BY, at=AT, joinings=[Joining(now, track, MONDAY - DAY), Joining(later, track, MONDAY + DAY)])
    with pytest.raises(Refused) as error:
        end_track(by=BY, at=AT, track=track, on=MONDAY - DAY)
    assert told(error) == [("in_the_past", {"day": MONDAY - DAY})]
    assert TrackEnrollment.objects.filter(ends=None).count() == 2
    assert end_track(by=BY, at=AT, track=track, on=MONDAY) == 2
    assert list(TrackEnrollment.objects.values_list("client", "ends")) == [(now, MONDAY)]
    with pytest.raises(Refused) as error:
        end_track(by=BY, at=AT, track=track, on=MONDAY)
    assert told(error) == [("track_ended", {"name": "General", "on": MONDAY})]
