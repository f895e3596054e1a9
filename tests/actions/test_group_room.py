"""What leaders say, on a real database: out and back, a stand-in, the close, a disagreement, corrections, a paper day.

Monday in Chicago; the first session runs from nine to ten, with all clients in it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from stepdown.agency.actions import hire, open_sites
from stepdown.agency.queries import site_row
from stepdown.agency.terms import NewSite, NewStaff, Role
from stepdown.audit.context import action
from stepdown.audit.models import Entry
from stepdown.audit.terms import Actor, NotFound, Refused
from stepdown.kernel.period import Period, minutes_covered
from stepdown.schedule.actions.booking import add_participant, move_session
from stepdown.schedule.terms import Placement
from stepdown.session import actions as door
from stepdown.session.models import Away, Leading, Missed, Said, Segment, VideoJoining, Visit
from stepdown.session.queries import arrivals, attended_by_week, attended_in, building_now, day_at_door
from stepdown.session.queries.groups import session_for, steps_of
from stepdown.session.queries.visits import last_place
from stepdown.session.terms import (
    ApartRow,
    AwayReason,
    Blocker,
    DayAtDoor,
    LeaderSays,
    MissedReason,
    PaperVisit,
    Step,
    VideoPlace,
)
from tests.actions.world import somebody
from tests.factories.crowd import BEFORE, BY, MONDAY, NINE, WEEK, ZONE, Crowd, crowd

NURSE = AwayReason.NURSE
HOME = VideoPlace("IL", "100 Synthetic Street", "+1 202 555 0100", private=True)


def at(minutes: int, day: int = 0) -> datetime:
    """`minutes` after nine on Monday (or `day`)."""
    return WEEK.at(day, NINE) if minutes == 0 else WEEK.at(day, NINE + minutes)


@pytest.fixture
def people(db: None) -> Crowd:
    """Four clients in the session at nine, the first two also in one at ten."""
    made = crowd(4, seats=4)
    move_session(by=BY, at=BEFORE, session=made.sessions[1], to=Placement(0, NINE + 60, made.staff[1], made.rooms[1]))
    for client in made.clients:
        add_participant(by=BY, at=BEFORE, session=made.sessions[0], client=client)
    for client in made.clients[:2]:
        add_participant(by=BY, at=BEFORE, session=made.sessions[1], client=client)
    return made


def parts(client: int) -> list[tuple[int, int]]:
    """The segments that count, as minutes after nine."""
    rows = Segment.objects.filter(client=client, undone_at=None).order_by("period")
    return [tuple(int((edge - at(0)).total_seconds()) // 60 for edge in (r.period.lower, r.period.upper)) for r in rows]  # type: ignore[misc]


def day(people: Crowd, minutes: int, on: int = 0) -> DayAtDoor:
    return day_at_door(BY, site=site_row(people.site), day=WEEK.day_period(on), now=at(minutes, on))


def refused(do: object) -> list[Blocker]:
    with pytest.raises(Refused) as told:
        do()  # type: ignore[operator]
    return [one.blocker for one in told.value.obstacles]  # type: ignore[misc]


def leader(people: Crowd, number: int = 0, *sites: int) -> Actor:
    return Actor(
        "leader@example.test", user=1, staff=people.staff[number], roles=frozenset({Role.CLINICIAN}),
        sites=frozenset(sites or {people.site}),
    )  # fmt: skip


# Out and back


def test_twenty_minutes_with_the_nurse(people: Crowd) -> None:
    client = people.clients[0]
    visit = door.check_in(by=BY, at=at(-5), client=client)
    out = door.ask_out(by=BY, at=at(20), client=client, session=people.sessions[0], reason=NURSE)
    assert [row.is_out for row in day(people, 25).groups[0].roster] == [True, False, False, False]
    door.come_back(by=BY, at=at(40), away=out)
    door.check_out(by=BY, at=at(125), visit=visit)
    assert parts(client) == [(0, 20), (40, 60), (60, 120)]
    door.undo_ask_out(by=BY, at=at(130), away=out)
    assert parts(client) == [(0, 60), (60, 120)]
    assert Away.objects.get(pk=out).undone_at == at(130)


def test_nobody_said_that_they_came_back(people: Crowd) -> None:
    client = people.clients[2]
    visit = door.check_in(by=BY, at=at(-5), client=client)
    out = door.ask_out(by=BY, at=at(20), client=client, session=people.sessions[0], reason=NURSE)
    late = day(people, 65)
    assert ([one.row.client for one in late.out], late.to_say) == ([client], 1)
    door.check_out(by=BY, at=at(66), visit=visit)
    assert parts(client) == [(0, 20)]
    door.come_back(by=BY, at=at(70), away=out, returned_at=at(30))
    assert parts(client) == [(0, 20), (30, 60)]
    door.undo_come_back(by=BY, at=at(71), away=out)
    assert parts(client) == [(0, 20)]


def test_out_twice_at_once(people: Crowd) -> None:
    client, session = people.clients[0], people.sessions[0]
    assert refused(lambda: door.ask_out(by=BY, at=at(5), client=client, session=session, reason=NURSE)) == [
        Blocker.NOT_IN
    ]
    door.check_in(by=BY, at=at(0), client=client)
    door.ask_out(by=BY, at=at(5), client=client, session=session, reason=NURSE)
    assert refused(lambda: door.ask_out(by=BY, at=at(6), client=client, session=session, reason=NURSE)) == [
        Blocker.AWAY_ALREADY
    ]
    stranger = people.clients[3]
    elsewhere = people.sessions[1]
    assert refused(lambda: door.ask_out(by=BY, at=at(6), client=stranger, session=elsewhere, reason=NURSE)) == [
        Blocker.NOT_EXPECTED
    ]


# By video


def test_by_video_where_they_are_is_kept_each_time(people: Crowd) -> None:
    client = people.clients[0]
    assert last_place(client) is None
    visit = door.join_by_video(by=BY, at=at(0), client=client, place=HOME)
    door.check_out(by=BY, at=at(50), visit=visit)
    moved = VideoPlace("IN", "7 Synthetic Lane", "+1 202 555 0101", private=True)
    again = door.join_by_video(by=BY, at=at(62), client=client, place=moved)
    door.check_out(by=BY, at=at(90), visit=again)
    assert parts(client) == [(0, 50), (62, 90)]
    assert set(Segment.objects.values_list("joined", flat=True)) == {"video"}
    assert list(VideoJoining.objects.order_by("pk").values_list("state", "asked_at")) == [("IL", at(0)), ("IN", at(62))]
    place = last_place(client)
    assert place is not None
    assert (place.state, place.address, place.private) == ("IN", "7 Synthetic Lane", False)


@pytest.mark.parametrize(
    ("place", "blockers"),
    [
        (VideoPlace("", "x", "y", private=True), [Blocker.NO_PLACE]),
        (VideoPlace("IL", " ", "y", private=True), [Blocker.NO_PLACE]),
        (VideoPlace("IL", "x", "", private=False), [Blocker.NO_PLACE, Blocker.PRIVACY_NOT_CONFIRMED]),
    ],
)
def test_nobody_joins_from_nowhere(people: Crowd, place: VideoPlace, blockers: list[Blocker]) -> None:
    assert refused(lambda: door.join_by_video(by=BY, at=at(0), client=people.clients[0], place=place)) == blockers
    assert Visit.objects.count() == 0


def test_who_is_in_the_building_is_not_at_home(people: Crowd) -> None:
    door.check_in(by=BY, at=at(0), client=people.clients[0])
    door.join_by_video(by=BY, at=at(1), client=people.clients[1], place=HOME)
    assert refused(lambda: door.join_by_video(by=BY, at=at(2), client=people.clients[0], place=HOME)) == [
        Blocker.ALREADY_IN
    ]
    assert [one.client for one in building_now(BY, site=site_row(people.site), now=at(5)).clients] == [
        people.clients[0]
    ]
    card = day(people, 5).groups[0]
    assert (card.here, card.in_room) == (2, 1)


# The leader's close


def test_these_stayed_to_the_end_and_one_left(people: Crowd) -> None:
    visits = [door.check_in(by=BY, at=at(-5), client=client) for client in people.clients[:3]]
    says = [LeaderSays(people.clients[2], left_at=at(30))]
    door.close_group(by=leader(people), at=at(53), session=people.sessions[0], ended_at=at(52), says=says, guests=1)
    assert [parts(client) for client in people.clients] == [[(0, 52)], [(0, 52)], [(0, 30)], []]
    row = Leading.objects.get()
    assert (row.staff_id, row.in_room, row.guests, row.ended_at) == (people.staff[0], 3, 1, at(52))
    for visit in visits:
        door.check_out(by=BY, at=at(125), visit=visit)
    assert [parts(client) for client in people.clients[:2]] == [[(0, 52), (60, 120)], [(0, 52), (60, 120)]]
    assert [(r.client, r.desk, r.leader) for r in day(people, 126).apart] == [(people.clients[2], 52, 30)]


def test_taken_back_and_closed_anew(people: Crowd) -> None:
    visit = door.check_in(by=BY, at=at(0), client=people.clients[0])
    door.close_group(by=leader(people), at=at(40), session=people.sessions[0])
    assert parts(people.clients[0]) == [(0, 40)]
    assert refused(lambda: door.close_group(by=leader(people), at=at(50), session=people.sessions[0])) == [
        Blocker.CLOSED_ALREADY
    ]
    door.reopen_group(by=leader(people), at=at(51), session=people.sessions[0])
    assert parts(people.clients[0]) == []
    door.close_group(by=leader(people), at=at(60), session=people.sessions[0])
    assert parts(people.clients[0]) == [(0, 60)]
    assert (Said.objects.filter(undone_at=None).count(), Said.objects.count()) == (4, 8)
    door.check_out(by=BY, at=at(61), visit=visit)
    assert parts(people.clients[0]) == [(0, 60), (60, 61)]


def test_only_who_led_closes_and_a_supervisor_with_a_reason(people: Crowd) -> None:
    other = leader(people, 1)
    supervisor = Actor("boss", user=2, roles=frozenset({Role.CLINICAL_SUPERVISOR}), sites=frozenset({people.site}))
    for by, reason in ((other, "I was near"), (supervisor, "")):
        assert refused(
            lambda by=by, reason=reason: door.close_group(by=by, at=at(60), session=people.sessions[0], override=reason)
        ) == [Blocker.NOT_THE_LEADER]
    door.close_group(by=supervisor, at=at(60), session=people.sessions[0], override="The leader was taken ill")
    assert Leading.objects.get().staff_id == people.staff[0]
    kept = Entry.objects.get(action="session.close_group").details
    assert kept == {"in_room": 0, "override": "The leader was taken ill"}


# A stand-in


def test_a_stand_in_from_elsewhere_sees_that_group_on_that_day_only(people: Crowd) -> None:
    stranger = leader(people, -1, 10**6)
    for minutes in (-30, 30):
        with pytest.raises(NotFound):
            session_for(stranger, people.sessions[0], now=at(minutes))
    door.take_over(by=BY, at=at(-20), session=people.sessions[0], staff=people.staff[-1])
    assert session_for(stranger, people.sessions[0], now=at(30))[0].id == people.sessions[0]
    with pytest.raises(NotFound):
        session_for(stranger, people.sessions[0], now=at(30, day=1))
    with pytest.raises(NotFound):
        session_for(stranger, people.sessions[1], now=at(30))
    assert day(people, 0).groups[0].stand_in == "Leader 4"
    door.check_in(by=BY, at=at(0), client=people.clients[0])
    assert refused(lambda: door.close_group(by=leader(people), at=at(60), session=people.sessions[0])) == [
        Blocker.NOT_THE_LEADER
    ]
    door.close_group(by=stranger, at=at(60), session=people.sessions[0])
    assert Leading.objects.get(undone_at=None).staff_id == people.staff[-1]
    assert parts(people.clients[0]) == [(0, 60)]


def test_today_shows_a_stand_in_from_elsewhere_what_they_lead(people: Crowd) -> None:
    """At their own site, that day only; to nobody else."""
    (site,) = open_sites(by=BY, at=BEFORE, sites=[NewSite("S2", "North House", ZONE)])
    (guest,) = hire(by=BY, at=BEFORE, staff=[NewStaff("Guest", site, ("en",), (Role.CLINICIAN,))])
    door.take_over(by=BY, at=at(-20), session=people.sessions[0], staff=guest)
    one = Actor("guest@example.test", staff=guest, roles=frozenset({Role.CLINICIAN}), sites=frozenset({site}))
    other = replace(one, staff=people.staff[0])

    def elsewhere(by: Actor, on: int) -> list[tuple[int, str, str]]:
        found = day_at_door(by, site=site_row(site), day=WEEK.day_period(on), now=at(0, on)).elsewhere
        return [(row.session, row.title, row.site) for row in found]

    assert elsewhere(one, 0) == [(people.sessions[0], "Group 0", "Synthetic site")]
    assert (elsewhere(one, 1), elsewhere(other, 0)) == ([], [])


def test_a_stand_in_is_not_in_two_places(people: Crowd) -> None:
    busy = people.staff[2]
    assert refused(lambda: door.take_over(by=BY, at=at(0), session=people.sessions[0], staff=busy)) == [
        Blocker.LEADS_ELSEWHERE
    ]
    free = people.staff[-1]
    door.take_over(by=BY, at=at(0), session=people.sessions[0], staff=free)
    assert refused(lambda: door.take_over(by=BY, at=at(1), session=people.sessions[0], staff=free)) == [
        Blocker.LEADS_ALREADY
    ]
    assert refused(lambda: door.take_over(by=BY, at=at(1), session=people.sessions[2], staff=free)) == [
        Blocker.LEADS_ELSEWHERE
    ]

    @action
    def write_twice(*, by: Actor, at: datetime) -> None:
        row = Leading.objects.get()
        row.pk, row.session_id = None, people.sessions[2]
        row.save(force_insert=True)

    with pytest.raises(IntegrityError, match="leader_in_one_place"), transaction.atomic():
        write_twice(by=BY, at=at(2))


# Desk and leader disagree


def test_a_disagreement_is_work_until_somebody_settles_it(people: Crowd) -> None:
    client, session = people.clients[2], people.sessions[0]
    visit = door.check_in(by=BY, at=at(-5), client=client)
    door.check_out(by=BY, at=at(30), visit=visit)
    door.close_group(by=leader(people), at=at(60), session=session, says=[LeaderSays(client)])
    assert parts(client) == [(0, 30)]
    period = WEEK.span(0, NINE, 60)
    apart = ApartRow(session, client, "Synthetic 2", "Group 0", period, 30, 60)
    assert day(people, 61).apart == (apart,) == day(people, 0, on=3).apart, "on every day, until it is settled"
    settle = {"by": BY, "at": at(70), "session": session, "client": client, "reason": "The sheet says 9:20"}
    assert refused(lambda: door.settle(**settle, came_at=at(0), left_at=at(60))) == [Blocker.OUTSIDE_THE_VISIT]  # type: ignore[arg-type]
    door.settle(**settle, came_at=at(0), left_at=at(20))  # type: ignore[arg-type]
    assert (parts(client), day(people, 71).apart) == ([(0, 20)], ())
    settled = Said.objects.get(client=client, undone_at=None)
    assert (settled.settled_by, settled.reason) == ("system:test", "The sheet says 9:20")
    assert Said.objects.filter(client=client).count() == 2, "the leader's word stays on record"
    assert refused(lambda: door.settle(**settle, came_at=None, left_at=None)) == [Blocker.NOTHING_TO_SETTLE]  # type: ignore[arg-type]


def test_correcting_the_visit_ends_the_disagreement(people: Crowd) -> None:
    client = people.clients[2]
    visit = door.check_in(by=BY, at=at(-5), client=client)
    door.check_out(by=BY, at=at(30), visit=visit)
    door.close_group(by=leader(people), at=at(60), session=people.sessions[0], says=[LeaderSays(client)])
    new = door.correct_visit(
        by=BY, at=at(70), visit=visit, arrived_at=at(-5), departed_at=at(61), reason="Tapped the wrong line"
    )
    assert (parts(client), day(people, 71).apart) == ([(0, 60)], ())
    old = Visit.objects.get(pk=visit)
    row = Visit.objects.get(pk=new)
    assert (old.departed_at, old.undone_at, row.corrects_id, row.reason) == (
        at(30), at(70), visit, "Tapped the wrong line",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "on", "reason", "blockers"),
    [
        ("front_desk", 0, "x", []),
        ("front_desk", 0, " ", [Blocker.NO_REASON]),
        ("front_desk", 1, "x", [Blocker.DAY_IS_OVER]),
        ("clinical_supervisor", 1, "x", []),
    ],
)
def test_who_corrects_and_when(people: Crowd, role: str, on: int, reason: str, blockers: list[Blocker]) -> None:
    visit = door.check_in(by=BY, at=at(-5), client=people.clients[0])
    by = Actor("somebody", user=1, roles=frozenset({role}), sites=frozenset({people.site}))

    def do() -> None:
        door.correct_visit(by=by, at=at(100, on), visit=visit, arrived_at=at(5), departed_at=at(60), reason=reason)

    if blockers:
        assert refused(do) == blockers
        assert parts(people.clients[0]) == []
    else:
        do()
        assert parts(people.clients[0]) == [(5, 60)]


def test_a_visit_the_leader_knows_of_first(people: Crowd) -> None:
    """The desk forgot somebody; the leader had them; written down later, everything agrees."""
    client = people.clients[3]
    door.close_group(by=leader(people), at=at(60), session=people.sessions[0], says=[LeaderSays(client)])
    assert [(row.desk, row.leader) for row in day(people, 61).apart] == [(0, 60)]
    door.record_visit(by=BY, at=at(70), client=client, arrived_at=at(-5), departed_at=at(62))
    assert (parts(client), day(people, 71).apart) == ([(0, 60)], ())


# A paper day


def test_a_paper_day_is_saved_as_one(people: Crowd) -> None:
    rows = [PaperVisit(client, at(n), at(60 + n)) for n, client in enumerate(people.clients)]
    assert len(door.record_day(by=BY, at=at(0, day=2), visits=rows)) == 4
    assert [parts(client) for client in people.clients] == [
        [(0, 60)], [(1, 60), (60, 61)], [(2, 60)], [(3, 60)],
    ]  # fmt: skip
    assert attended_by_week(people.clients, [WEEK, WEEK.next]) == {
        (client, WEEK): minutes for client, minutes in zip(people.clients, (60, 60, 58, 57), strict=True)
    }
    assert arrivals(people.clients, Period(at(0), at(0, 2))) == {c: (at(n),) for n, c in enumerate(people.clients)}


def test_when_somebody_came_lately_and_the_last_time_before(people: Crowd) -> None:
    came = people.clients[0]
    for minute in (0, 20, 40):
        row = PaperVisit(came, at(minute), at(minute + 10))
        door.record_day(by=BY, at=at(0, day=2), visits=[row])
    lately = {
        "all": Period(at(0), at(60)), "the last two": Period(at(1), at(60)), "the second": Period(at(20), at(40)),
        "none": Period(at(50), at(60)), "before the first": Period(at(-9), at(0)),
    }  # fmt: skip
    assert {name: arrivals(people.clients, period) for name, period in lately.items()} == {
        "all": {came: (at(0), at(20), at(40))},
        "the last two": {came: (at(0), at(20), at(40))},
        "the second": {came: (at(0), at(20))},
        "none": {came: (at(40),)},
        "before the first": {},
    }


def test_everything_wrong_with_a_sheet_is_told_at_once(people: Crowd) -> None:
    one, two, three, _ = people.clients
    rows = [
        PaperVisit(one, at(0), at(60)),
        PaperVisit(one, at(30), at(90)),
        PaperVisit(two, at(60), at(0)),
        PaperVisit(three, at(0, day=1), at(60, day=1)),
    ]
    with pytest.raises(Refused) as told:
        door.record_day(by=BY, at=at(0, day=2), visits=rows)
    assert [(o.about["row"], o.blocker) for o in told.value.obstacles] == [
        (1, Blocker.NAMED_TWICE),
        (2, Blocker.LEFT_BEFORE_ARRIVING),
        (3, Blocker.NOTHING_PLANNED_TODAY),
    ]
    assert (Visit.objects.count(), attended_in(people.clients, WEEK.period)) == (0, {})


# Who does not come


def test_who_said_why_is_not_missing(people: Crowd) -> None:
    client = people.clients[0]
    missed = door.tell_missed(by=BY, at=BEFORE, client=client, day=MONDAY, reason=MissedReason.NEEDS_RIDE)
    now = day(people, 10)
    assert (client in {one.row.client for one in now.missing}, [one.row.client for one in now.excused]) == (
        False,
        [client],
    )
    assert now.excused[0].row.told is not None
    assert now.excused[0].row.told.told_at < now.groups[0].period.start
    door.tell_missed(by=BY, at=at(10), client=client, day=MONDAY, reason=MissedReason.NOT_WELL)
    assert list(Missed.objects.order_by("pk").values_list("reason", "undone_at")) == [
        ("needs_ride", at(10)), ("not_well", None),
    ]  # fmt: skip
    door.check_in(by=BY, at=at(20), client=client)
    assert day(people, 21).excused == (), "they came after all"
    assert refused(lambda: door.undo_missed(by=BY, at=at(22), missed=missed)) == [Blocker.ALREADY_UNDONE]


# The run-sheet


def test_a_run_sheet_holds_from_its_day(people: Crowd) -> None:
    one, site = session_for(BY, people.sessions[0], now=at(0))
    assert [timed.step.title for timed in steps_of(one, site)] == ["Group 0"]
    for starts, title in ((MONDAY, "Welcome"), (WEEK.days[1], "Later")):
        door.write_run_sheet(
            by=BY, at=BEFORE, service=one.service, starts=starts, steps=[Step(title), Step("Close", 2)]
        )
    assert [(t.step.title, t.period.minutes) for t in steps_of(one, site)] == [("Welcome", 20), ("Close", 40)]
    door.write_run_sheet(by=BY, at=BEFORE, service=one.service, starts=MONDAY, steps=[Step("Anew")])
    assert [timed.step.title for timed in steps_of(one, site)] == ["Anew"]


def test_minutes_are_covered_once_whatever_the_roles(people: Crowd) -> None:
    by = somebody(Role.NURSE, people.site)
    visit = door.check_in(by=by, at=at(-5), client=people.clients[0])
    out = door.ask_out(by=by, at=at(10), client=people.clients[0], session=people.sessions[0], reason=NURSE)
    door.come_back(by=by, at=at(15), away=out)
    door.check_out(by=by, at=at(200), visit=visit)
    found = attended_in(people.clients, WEEK.period)[people.clients[0]]
    assert minutes_covered(part.period for part in found) == sum(part.period.minutes for part in found) == 115
