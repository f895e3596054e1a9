"""What the booking rules are told: exactly what was set up, as it stood on the day of the session. Monday at nine."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepdown.agency.actions import add_time_off, close_site, hire, open_sites
from stepdown.agency.terms import NewCredential, NewSite, NewStaff, WorkingTime
from stepdown.audit.terms import NotFound
from stepdown.episode.actions import clear_for_group
from stepdown.episode.terms import ClearanceBasis
from stepdown.kernel.week import Week
from stepdown.plan.actions import prescribe
from stepdown.plan.terms import Modality, NewPrescription
from stepdown.policy.actions import load_rows
from stepdown.safety.actions import restrict_contact
from stepdown.safety.terms import NewRestriction
from stepdown.schedule.actions import rosters, setup
from stepdown.schedule.actions.booking import add_participant, cancel_session, move_session
from stepdown.schedule.models import PlannedSession, Track
from stepdown.schedule.queries import client_facts, facts, stands
from stepdown.schedule.terms import Busy, ClientFacts, Hours, Joining, NewTrack, Placement, RoomFacts, StaffFacts
from tests.factories.crowd import BEFORE, BY, MONDAY, NINE, WEEK, Crowd, crowd

DAY = timedelta(days=1)
TUESDAY = MONDAY + DAY
MONDAY_NINE = WEEK.span(0, NINE, 60)


@pytest.fixture
def people(db: None) -> Crowd:
    return crowd(3, seats=3)


def session(number: int) -> PlannedSession:
    rows = PlannedSession.objects.select_related("group__track", "site", "service", "week")
    return rows.get(pk=number)


# -- the leader ----------------------------------------------------------------------------------------------------


def leader(people: Crowd, **parts: object) -> int:
    (number,) = hire(by=BY, at=BEFORE, staff=[NewStaff("Cedar Mesa", people.site, ("en",), (), **parts)])  # type: ignore[arg-type]
    return number


def test_a_leader_as_hired(people: Crowd) -> None:
    number = leader(
        people,
        telehealth=True,
        credentials=(NewCredential("LPC", MONDAY),),
        hours=(WorkingTime(0, 480, 720), WorkingTime(3, 0, 1440)),
        max_groups_a_day=3,
        max_individual_a_day=4,
        max_minutes_a_week=1200,
        max_run_minutes=180,
        caseload_limit=12,
    )
    tracks = setup.create_tracks(by=BY, at=BEFORE, tracks=[NewTrack(code, code) for code in "ab"])
    setup.allow_tracks(by=BY, at=BEFORE, allowed=[(number, track) for track in tracks])
    assert facts.staff_facts(number, WEEK, MONDAY, but=None) == StaffFacts(
        id=number,
        name="Cedar Mesa",
        site=people.site,
        telehealth=True,
        languages=frozenset({"en"}),
        tracks=frozenset(tracks),
        credentials=frozenset({"LPC"}),
        hours=(Hours(0, 480, 720), Hours(3, 0, 1440)),
        away=False,
        busy=(),
        max_groups_a_day=3,
        max_individual_a_day=4,
        max_minutes_a_week=1200,
        max_run_minutes=180,
    )


@pytest.mark.parametrize(
    ("why", "first", "last", "valid"),
    [
        ("from the day of service on", 0, None, True),
        ("from the day after", 1, None, False),
        ("up to and with the day of service", -30, 0, True),
        ("up to the day before", -30, -1, False),
        ("for that day only", 0, 0, True),
        ("valid today, over by then", -4, -2, False),
        ("not yet valid today, valid by then", -1, 30, True),
    ],
)
def test_a_credential_counts_on_the_day_of_service(
    people: Crowd, why: str, first: int, last: int | None, valid: bool
) -> None:
    """Everything is set up on the Friday before; the session is on Monday."""
    ends = None if last is None else MONDAY + last * DAY
    number = leader(people, credentials=(NewCredential("LPC", MONDAY + first * DAY, ends),))
    found = facts.staff_facts(number, WEEK, MONDAY, but=None)
    assert found.credentials == (frozenset({"LPC"}) if valid else frozenset()), why


@pytest.mark.parametrize(
    ("why", "first", "last", "away"),
    [
        ("that day", 0, 0, True),
        ("from that day", 0, 7, True),
        ("up to that day", -7, 0, True),
        ("from the day after", 1, 7, False),
        ("up to the day before", -7, -1, False),
    ],
)
def test_days_away_and_closed_hold_both_ends(people: Crowd, why: str, first: int, last: int, away: bool) -> None:
    days = {"first_day": MONDAY + first * DAY, "last_day": MONDAY + last * DAY}
    add_time_off(by=BY, at=BEFORE, staff=people.staff[0], **days)
    close_site(by=BY, at=BEFORE, site=people.site, reason="Holiday", **days)
    row = session(people.sessions[0])
    found = facts.booking(row, stands.placement_of(row), now=BEFORE)
    assert (found.staff.away, found.closed) == (away, away), why


def test_somebody_elses_absence_is_not_theirs(people: Crowd) -> None:
    (elsewhere,) = open_sites(by=BY, at=BEFORE, sites=[NewSite("S1", "Elsewhere", "UTC")])
    close_site(by=BY, at=BEFORE, site=elsewhere, first_day=MONDAY, last_day=MONDAY, reason="Holiday")
    add_time_off(by=BY, at=BEFORE, staff=people.staff[1], first_day=MONDAY, last_day=MONDAY)
    row = session(people.sessions[0])
    found = facts.booking(row, stands.placement_of(row), now=BEFORE)
    assert (found.staff.away, found.closed) == (False, False)


def test_what_a_leader_is_busy_with(people: Crowd) -> None:
    """All of the week but the session being placed, nothing of the next week, nothing cancelled."""
    first, second, third = people.sessions
    move_session(by=BY, at=BEFORE, session=second, to=Placement(5, NINE, people.staff[0], people.rooms[1]))
    move_session(by=BY, at=BEFORE, session=third, to=Placement(2, NINE, people.staff[0], people.rooms[2]))
    cancel_session(by=BY, at=BEFORE, session=third)
    saturday = Busy(WEEK.span(5, NINE, 60), group=True, title="Group 1")
    monday = Busy(MONDAY_NINE, group=True, title="Group 0")
    busy = facts.staff_facts(people.staff[0], WEEK, MONDAY, but=None).busy
    assert sorted(busy, key=lambda one: one.period) == [monday, saturday]
    assert facts.staff_facts(people.staff[0], WEEK, MONDAY, but=first).busy == (saturday,)
    assert facts.staff_facts(people.staff[0], WEEK.next, MONDAY, but=None).busy == ()


def test_who_and_what_does_not_exist_is_not_found(people: Crowd) -> None:
    with pytest.raises(NotFound):
        facts.staff_facts(0, WEEK, MONDAY, but=None)
    with pytest.raises(NotFound):
        facts.room_facts(0, MONDAY_NINE, but=None)


def test_nobody_leads_what_is_cancelled(people: Crowd) -> None:
    cancel_session(by=BY, at=BEFORE, session=people.sessions[0])
    assert stands.placement_of(session(people.sessions[0])) == Placement(0, NINE, None, people.rooms[0])


# -- room and session ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "starts", "taken"),
    [
        ("the same hour", NINE, True),
        ("it ends as the other begins", NINE - 60, False),
        ("it begins as the other ends", NINE + 60, False),
        ("half an hour of it", NINE + 30, True),
    ],
)
def test_a_room_around_that_time(people: Crowd, why: str, starts: int, taken: bool) -> None:
    room = people.rooms[1]
    busy = (Busy(MONDAY_NINE, group=True, title="Group 1"),) if taken else ()
    assert facts.room_facts(room, WEEK.span(0, starts, 60), but=None) == RoomFacts(
        id=room, name="Room 1", site=people.site, capacity=3, busy=busy
    ), why
    assert facts.room_facts(room, WEEK.span(0, starts, 60), but=people.sessions[1]).busy == ()


def test_where_a_session_stands(people: Crowd) -> None:
    assert stands.placement_of(session(people.sessions[1])) == Placement(0, NINE, people.staff[1], people.rooms[1])


@pytest.mark.parametrize(
    ("why", "monday", "weekday", "starts", "utc", "hours"),
    [
        ("winter: six hours behind", date(2026, 3, 2), 0, NINE, "15:00", 24),
        ("the short Sunday: the clock has gone forward", date(2026, 3, 2), 6, NINE, "14:00", 23),
        ("summer", date(2026, 3, 9), 0, NINE, "14:00", 24),
        ("the long Sunday: the clock has gone back", date(2026, 10, 26), 6, NINE, "15:00", 25),
    ],
)
def test_a_slot_is_what_the_wall_clock_says(
    why: str, monday: date, weekday: int, starts: int, utc: str, hours: int
) -> None:
    week = Week(monday, "America/Chicago")
    slot = facts.slot_at(week, weekday, starts, 60)
    assert (slot.day, slot.weekday, slot.starts, slot.ends) == (week.days[weekday], weekday, NINE, NINE + 60), why
    assert (f"{slot.period.start:%H:%M}", slot.period.minutes, slot.day_period.minutes) == (utc, 60, hours * 60), why


# -- clients -------------------------------------------------------------------------------------------------------


def about(client: int, day: date = MONDAY, *, but: int | None = None) -> ClientFacts:
    (found,) = client_facts.client_facts({client: False}, WEEK, day, but=but)
    return found


def test_a_client_as_set_up(people: Crowd) -> None:
    client, other, third = people.clients
    track = Track.objects.get().pk
    row = session(people.sessions[0])
    add_participant(by=BY, at=BEFORE, session=row.pk, client=client)
    setup.set_availability(by=BY, at=BEFORE, hours={client: [Hours(0, 480, 720), Hours(1, 480, 720)]})
    restrict_contact(by=BY, at=BEFORE, restrictions=[NewRestriction(client, other, MONDAY, TUESDAY)])
    assert about(client) == ClientFacts(
        id=client,
        level="2.1",
        prescribed=frozenset({row.service_id}),
        languages=frozenset({"en"}),
        tracks=frozenset({track}),
        available=(Hours(0, 480, 720), Hours(1, 480, 720)),
        busy=(Busy(MONDAY_NINE, group=True),),
        must_not_meet=frozenset({other}),
        population="adult",
    )
    assert about(client, but=row.pk).busy == ()
    assert about(client, TUESDAY).must_not_meet == frozenset()
    found = client_facts.client_facts(dict.fromkeys([third, client, other], False), WEEK, MONDAY, but=None)
    assert [one.id for one in found] == sorted([client, other, third])
    assert [one.must_not_meet for one in found] == [frozenset({other}), frozenset({client}), frozenset()]


def test_a_client_on_the_day_before_everything_began(people: Crowd) -> None:
    found = about(people.clients[0], MONDAY - DAY)
    assert (found.level, found.prescribed, found.tracks) == ("", frozenset(), frozenset())


def test_a_new_order_counts_from_its_first_day(people: Crowd) -> None:
    client, service = people.clients[0], session(people.sessions[0]).service_id
    stop = NewPrescription(client, TUESDAY, Modality.IN_PERSON, 0, 0, ())
    prescribe(by=BY, at=BEFORE, prescriptions=[stop])
    assert [about(client, day).prescribed for day in (MONDAY, TUESDAY)] == [frozenset({service}), frozenset()]


def test_a_track_counts_from_the_day_of_joining(people: Crowd) -> None:
    client = people.clients[0]
    (evening,) = setup.create_tracks(by=BY, at=BEFORE, tracks=[NewTrack("evening", "Evening")])
    rosters.join_tracks(by=BY, at=BEFORE, joinings=[Joining(client, evening, TUESDAY)])
    assert [evening in about(client, day).tracks for day in (MONDAY, TUESDAY)] == [False, True]


def test_what_is_known_of_a_day_is_asked_once_and_where_somebody_is_each_time(people: Crowd) -> None:
    row = session(people.sessions[0])
    known: client_facts.Known = {}
    for day in (MONDAY, TUESDAY):
        for expected in range(len(people.clients)):
            asked = dict.fromkeys(people.clients[: expected + 1], True)
            alone = client_facts.client_facts(asked, WEEK, day, but=None)
            assert client_facts.client_facts(asked, WEEK, day, but=None, known=known) == alone
    assert {day for _, day in known} == {MONDAY, TUESDAY}
    add_participant(by=BY, at=BEFORE, session=row.pk, client=people.clients[0])
    with CaptureQueriesContext(connection) as found:
        (again,) = client_facts.client_facts({people.clients[0]: False}, WEEK, MONDAY, but=None, known=known)
    assert (len(found), again) == (1, about(people.clients[0]))


def test_cleared_from_the_day_a_clinician_said_so(people: Crowd) -> None:
    client = people.clients[0]
    clear_for_group(by=BY, at=BEFORE, client=client, on=TUESDAY, rests_on=ClearanceBasis.RISK_SCREEN)
    assert [about(client, day).cleared for day in (MONDAY, TUESDAY)] == [False, True]


def test_policy_says_whether_a_group_asks_for_a_clearance(people: Crowd) -> None:
    row = session(people.sessions[0])
    nobody = facts.Company({}, 0, ())
    before = facts.session_facts(row, MONDAY, nobody).clearance_needed
    load_rows(by=BY, at=BEFORE)
    assert (before, facts.session_facts(row, MONDAY, nobody).clearance_needed) == (False, True)


def test_nobody_asked_nobody_told(people: Crowd) -> None:
    assert client_facts.client_facts({}, WEEK, MONDAY, but=None) == ()
