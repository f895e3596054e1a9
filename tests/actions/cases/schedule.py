"""Every action of the schedule, done once as it should be: the rest of the table in `cases`."""

from __future__ import annotations

from datetime import timedelta

from stepdown.plan.terms import Modality
from stepdown.schedule.actions import (
    appointments,
    booking,
    bringing,
    company,
    leaving,
    rosters,
    series,
    setup,
    tracks,
    weeks,
)
from stepdown.schedule.models import Track
from stepdown.schedule.queries.series import pattern_ids
from stepdown.schedule.terms import (
    Block,
    BroughtSession,
    DatedMeeting,
    Guest,
    GuestKind,
    Hours,
    Joining,
    NewAppointment,
    NewGroup,
    NewSession,
    NewTrack,
    NewWeek,
    Placement,
    Seat,
    SeriesChange,
    SessionRole,
)
from tests.actions.cases.case import BOOK, CARE, GROUPS, HOLD, KEPT, PUBLISH, WEEK_CHANGED, Case, R, one
from tests.actions.cases.place import IOP, LATER, THREE, Place, meeting
from tests.factories.crowd import MONDAY, NINE, WEEK, ZONE


def _group(p: Place) -> NewGroup:
    return NewGroup("new", "New", p.service, p.track, "en", p.site, 3, (IOP,), options=((0, 540), (2, 540)))


def _session(p: Place) -> NewSession:
    period = WEEK.next.span(0, NINE, 60)
    return NewSession(None, p.service, p.site, p.crowd.rooms[0], period, 3, p.crowd.staff[0], (p.crowd.clients[2],))


def _appointment(p: Place) -> NewAppointment:
    """Client 2 and an interpreter, this Monday and next at one, with the leader of the first session."""
    return NewAppointment(
        p.crowd.service, p.site, None, WEEK.span(0, 13 * 60, 60), p.crowd.staff[0], (p.crowd.clients[2],),
        guests=(Guest(GuestKind.INTERPRETER),), until=LATER + timedelta(days=1),
    )  # fmt: skip


def _change(p: Place) -> SeriesChange:
    """The weekly group meets an hour later from the third Monday on."""
    (old,) = pattern_ids(p.weekly)
    return SeriesChange(p.weekly, LATER + timedelta(days=14), (meeting(p.crowd, THREE + 60, old),))


def _brought(p: Place) -> BroughtSession:
    """Client 2 with an interpreter, next week; a colleague led it."""
    guests, period = (Guest(GuestKind.INTERPRETER),), WEEK.next.span(0, NINE, 60)
    lead, stand_in = ((p.crowd.staff[0], SessionRole.LEAD),), ((p.crowd.staff[1], SessionRole.LEAD),)
    return BroughtSession(
        None, p.service, p.site, None, period, 1, lead, (Seat(p.crowd.clients[2]),), guests=guests, led_by=stand_in
    )


def track(code: str) -> int:
    """One of the tracks that end: "spare" is without groups, "ending" is to end, "left" is one that client 1 leaves."""
    return Track.objects.get(code=code).pk


SCHEDULE: dict[str, Case] = {
    # what the week is made of
    "schedule.create_tracks": Case(
        lambda p, by, at: setup.create_tracks(
            by=by, at=at, tracks=[NewTrack("am", "Morning", p.site, blocks=(Block(0, 540, 735),))]
        ),
        GROUPS, one("schedule_track") | one("schedule_trackblock"), [("track", "")],
    ),
    "schedule.allow_tracks": Case(
        lambda p, by, at: setup.allow_tracks(by=by, at=at, allowed=[(p.crowd.staff[0], p.track)]),
        GROUPS, one("schedule_stafftrack"), [("staff", "")],
    ),
    "schedule.create_series": Case(
        lambda p, by, at: setup.create_series(by=by, at=at, series=[("dbt", "DBT")]),
        GROUPS, one("schedule_series"), [("series", "")], anywhere=True,
    ),
    "schedule.create_groups": Case(
        lambda p, by, at: setup.create_groups(by=by, at=at, groups=[_group(p)]),
        GROUPS, one("schedule_group") | {("schedule_groupoption", "insert"): 2}, [("group", "")],
    ),
    "schedule.join_tracks": Case(
        lambda p, by, at: rosters.join_tracks(by=by, at=at, joinings=[Joining(p.newcomer, p.track, MONDAY)]),
        BOOK, one("schedule_trackenrollment"), [("track", "newcomer")],
    ),
    "schedule.enroll": Case(
        lambda p, by, at: rosters.enroll(by=by, at=at, joinings=[Joining(p.newcomer, p.closed, MONDAY)]),
        BOOK, one("schedule_enrollment"), [("group", "newcomer")],
    ),
    "schedule.set_availability": Case(
        lambda p, by, at: setup.set_availability(by=by, at=at, hours={p.newcomer: [Hours(0, 480, 720)]}),
        BOOK, one("schedule_clientavailability"), [("client", "newcomer")],
    ),
    # the week
    "schedule.open_week": Case(
        lambda p, by, at: weeks.open_week(by=by, at=at, week=NewWeek("New", MONDAY, ZONE, 5, 480, 1290, 30)),
        PUBLISH, one("schedule_weekplan"), [("week", "")], anywhere=True,
    ),
    "schedule.publish_week": Case(
        lambda p, by, at: weeks.publish_week(by=by, at=at, week=p.draft, sessions=[_session(p)]),
        PUBLISH,
        one("schedule_plannedsession") | one("schedule_sessionstaff") | one("schedule_participant")
        | {("schedule_weekplan", "update"): 1},
        [("week", "")],
    ),
    "schedule.move_session": Case(
        lambda p, by, at: booking.move_session(
            by=by, at=at, session=p.crowd.sessions[2], to=Placement(0, NINE + 60, p.crowd.staff[3], p.crowd.rooms[3])
        ),
        BOOK,
        one("schedule_sessionstaff")
        | {("schedule_sessionstaff", "update"): -1, ("schedule_plannedsession", "update"): 1}
        | {("schedule_weekplan", "update"): 1},
        [("planned_session", "")],
    ),
    "schedule.cancel_session": Case(
        lambda p, by, at: booking.cancel_session(by=by, at=at, session=p.crowd.sessions[0]),
        BOOK,
        {("schedule_sessionstaff", "update"): 1, ("schedule_participant", "update"): 1}
        | {("schedule_plannedsession", "update"): 1, ("schedule_weekplan", "update"): 1},
        [("planned_session", "")],
    ),
    "schedule.add_participant": Case(
        lambda p, by, at: booking.add_participant(by=by, at=at, session=p.crowd.sessions[2], client=p.crowd.clients[2]),
        BOOK, one("schedule_participant") | {("schedule_weekplan", "update"): 1}, [("planned_session", "2")],
    ),
    "schedule.remove_participant": Case(
        lambda p, by, at: booking.remove_participant(
            by=by, at=at, session=p.crowd.sessions[0], client=p.crowd.clients[0]
        ),
        BOOK, {("schedule_participant", "update"): 1, ("schedule_weekplan", "update"): 1}, [("planned_session", "0")],
    ),
    "schedule.reinstate_session": Case(
        lambda p, by, at: booking.reinstate_session(by=by, at=at, session=p.meetings[1]),
        BOOK,
        {("schedule_plannedsession", "update"): -1, ("schedule_sessionstaff", "update"): 1}
        | {("schedule_participant", "update"): 1, ("schedule_weekplan", "update"): 1},
        [("planned_session", "")],
    ),
    "schedule.assign_staff": Case(
        lambda p, by, at: company.assign_staff(
            by=by, at=at, session=p.crowd.sessions[0], staff=p.crowd.staff[-1], role=SessionRole.CO_LEAD
        ),
        BOOK, one("schedule_sessionstaff") | WEEK_CHANGED, [("planned_session", "")],
    ),
    "schedule.unassign_staff": Case(
        lambda p, by, at: company.unassign_staff(by=by, at=at, session=p.crowd.sessions[0], staff=p.crowd.staff[0]),
        BOOK, {("schedule_sessionstaff", "update"): 1} | WEEK_CHANGED, [("planned_session", "")],
    ),
    "schedule.set_modality": Case(
        lambda p, by, at: company.set_modality(
            by=by, at=at, session=p.crowd.sessions[0], modality=Modality.HYBRID
        ),
        BOOK, {("schedule_plannedsession", "update"): 1} | WEEK_CHANGED, [("planned_session", "")],
    ),
    "schedule.set_client_modality": Case(
        lambda p, by, at: company.set_client_modality(
            by=by, at=at, session=p.crowd.sessions[0], client=p.crowd.clients[0], modality=Modality.VIDEO
        ),
        BOOK, {("schedule_participant", "update"): 1} | WEEK_CHANGED, [("planned_session", "0")],
    ),
    "schedule.add_guest": Case(
        lambda p, by, at: company.add_guest(
            by=by, at=at, session=p.crowd.sessions[0], guest=Guest(GuestKind.INTERPRETER)
        ),
        BOOK, one("schedule_sessionguest") | WEEK_CHANGED, [("planned_session", "")],
    ),
    "schedule.remove_guest": Case(
        lambda p, by, at: company.remove_guest(by=by, at=at, guest=p.guest),
        BOOK, {("schedule_sessionguest", "update"): 1} | WEEK_CHANGED, [("planned_session", "0")],
    ),
    "schedule.record_staff": Case(
        lambda p, by, at: company.record_staff(
            by=by, at=at, session=p.crowd.sessions[0], staff=[(p.crowd.staff[3], SessionRole.LEAD)]
        ),
        CARE | {R.FRONT_DESK}, one("schedule_actualstaff"), [("planned_session", "")],
    ),
    "schedule.book_appointment": Case(
        lambda p, by, at: appointments.book_appointment(by=by, at=at, new=_appointment(p)),
        BOOK,
        {("schedule_plannedsession", "insert"): 2, ("schedule_sessionstaff", "insert"): 2}
        | {("schedule_participant", "insert"): 2, ("schedule_sessionguest", "insert"): 2}
        | {("schedule_weekplan", "update"): 2},
        [("planned_session", "2")] * 2,
    ),
    "schedule.cancel_appointments": Case(
        lambda p, by, at: appointments.cancel_appointments(by=by, at=at, session=p.appointment),
        BOOK,
        {("schedule_plannedsession", "update"): 1, ("schedule_sessionstaff", "update"): 1}
        | {("schedule_participant", "update"): 1} | WEEK_CHANGED,
        [("planned_session", "1")],
    ),
    "schedule.bring_meetings": Case(
        lambda p, by, at: bringing.bring_meetings(
            by=by, at=at, meetings=[DatedMeeting(p.closed, meeting(p.crowd, 10 * 60), MONDAY, LATER)]
        ),
        GROUPS,
        one("schedule_grouppattern") | one("schedule_grouppatternstaff") | {("schedule_grouppattern", "update"): 1},
        [("group", "")],
    ),
    "schedule.bring_sessions": Case(
        lambda p, by, at: bringing.bring_sessions(by=by, at=at, sessions=[_brought(p)]),
        PUBLISH,
        one("schedule_plannedsession") | one("schedule_sessionstaff") | one("schedule_participant")
        | one("schedule_sessionguest") | one("schedule_actualstaff") | WEEK_CHANGED,
        [("planned_session", "")],
    ),
    # series, and who is in them
    "schedule.make_series": Case(
        lambda p, by, at: series.make_series(
            by=by, at=at, group=_group(p), meetings=[meeting(p.crowd, 10 * 60)], topics=["One"],
            until=MONDAY + timedelta(days=7),
        ),
        GROUPS,
        one("schedule_group") | {("schedule_groupoption", "insert"): 2}
        | one("schedule_grouppattern") | one("schedule_grouppatternstaff") | one("schedule_grouptopic")
        | one("schedule_plannedsession") | one("schedule_sessionstaff")
        | {("schedule_plannedsession", "update"): 2, ("schedule_weekplan", "update"): 1},
        [("group", ""), ("planned_session", "")],
    ),
    "schedule.plan_ahead": Case(
        lambda p, by, at: series.plan_ahead(by=by, at=at, until=LATER + timedelta(days=28), sites=[p.site]),
        GROUPS,
        one("schedule_plannedsession") | one("schedule_sessionstaff") | one("schedule_participant")
        | one("schedule_weekplan")
        | {("schedule_plannedsession", "update"): 2, ("schedule_weekplan", "update"): -1},
        [("planned_session", ""), ("planned_session", "2"), ("group", "")],
    ),
    "schedule.change_series": Case(
        lambda p, by, at: series.change_series(by=by, at=at, change=_change(p)),
        GROUPS,
        one("schedule_grouppattern") | one("schedule_grouppatternstaff") | {("schedule_grouppattern", "update"): 1}
        | {("schedule_plannedsession", "update"): -1}
        | {("schedule_sessionstaff", "update"): 1, ("schedule_participant", "update"): 1}
        | {("schedule_weekplan", "update"): 1},
        [("planned_session", ""), ("group", "")],
    ),
    "schedule.end_series": Case(
        lambda p, by, at: series.end_series(by=by, at=at, group=p.weekly, on=LATER + timedelta(days=14)),
        GROUPS,
        {("schedule_grouppattern", "update"): 1, ("schedule_group", "update"): 1, ("schedule_enrollment", "update"): 1}
        | {("schedule_plannedsession", "update"): 1, ("schedule_sessionstaff", "update"): 1}
        | {("schedule_participant", "update"): 1} | WEEK_CHANGED,
        [("planned_session", ""), ("group", "")],
    ),
    "schedule.set_topics": Case(
        lambda p, by, at: series.set_topics(by=by, at=at, group=p.weekly, topics=["One", "Two", "Three"]),
        GROUPS, one("schedule_grouptopic"), [("group", "")],
    ),
    "schedule.leave_track": Case(
        lambda p, by, at: leaving.leave_track(by=by, at=at, client=p.crowd.clients[0], track=p.crowd.track, on=LATER),
        BOOK, {("schedule_trackenrollment", "update"): 1}, [("client", "0")],
    ),
    "schedule.rejoin_track": Case(
        lambda p, by, at: leaving.rejoin_track(by=by, at=at, client=p.crowd.clients[1], track=track("left"), on=LATER),
        BOOK, {("schedule_trackenrollment", "update"): 1}, [("client", "1")],
    ),
    "schedule.leave_group": Case(
        lambda p, by, at: leaving.leave_group(
            by=by, at=at, client=p.crowd.clients[2], group=p.weekly, on=LATER + timedelta(days=7)
        ),
        BOOK,
        {("schedule_enrollment", "update"): 1, ("schedule_participant", "update"): 1} | WEEK_CHANGED,
        [("planned_session", "2"), ("group", "2")],
    ),
    "schedule.release_seats": Case(
        lambda p, by, at: rosters.release_seats(
            by=by, at=at, client=p.crowd.clients[2], starts=LATER, ends=LATER + timedelta(days=7), keep_until=LATER + timedelta(days=3)
        ),
        BOOK | HOLD, {("schedule_participant", "update"): 1} | KEPT | WEEK_CHANGED,
        [("planned_session", "2"), ("client", "2")],
    ),
    "schedule.restore_seats": Case(
        lambda p, by, at: rosters.restore_seats(by=by, at=at, client=p.crowd.clients[2], starts=LATER),
        BOOK | HOLD, {}, [("client", "2")],
    ),
    "schedule.end_enrollments": Case(
        lambda p, by, at: leaving.end_enrollments(by=by, at=at, client=p.crowd.clients[2], on=LATER),
        BOOK | HOLD,
        {("schedule_enrollment", "delete"): 1, ("schedule_trackenrollment", "update"): 1}
        | {("schedule_participant", "update"): 2, ("schedule_weekplan", "update"): 2},
        [("planned_session", "2"), ("planned_session", "2"), ("client", "2")],
    ),
    "schedule.end_unserved": Case(
        lambda p, by, at: leaving.end_unserved(by=by, at=at, client=p.crowd.clients[2], on=LATER),
        BOOK | HOLD, {}, [("client", "2")],
    ),
    "schedule.reopen_enrollments": Case(
        lambda p, by, at: leaving.reopen_enrollments(by=by, at=at, client=p.crowd.clients[2], on=LATER),
        BOOK | HOLD, {}, [("client", "2")],
    ),
    "schedule.join_track_and_groups": Case(
        lambda p, by, at: rosters.join_track_and_groups(
            by=by, at=at, joining=Joining(p.newcomer, p.crowd.track, MONDAY), groups=()
        ),
        BOOK, one("schedule_trackenrollment"), [("track", "newcomer")], through=("schedule.join_tracks",),
    ),
    "schedule.change_track": Case(
        lambda p, by, at: tracks.change_track(by=by, at=at, track=track("spare"), to=NewTrack("later", "Later", p.site)),
        GROUPS, {("schedule_track", "update"): 1}, [("track", "")],
    ),
    "schedule.set_home_group": Case(
        lambda p, by, at: tracks.set_home_group(by=by, at=at, track=p.track, group=p.closed),
        GROUPS, {("schedule_track", "update"): 1}, [("track", "")],
    ),
    "schedule.end_track": Case(
        lambda p, by, at: tracks.end_track(by=by, at=at, track=track("spare"), on=MONDAY),
        GROUPS, {("schedule_track", "update"): 1}, [("track", "")],
    ),
    "schedule.reopen_track": Case(
        lambda p, by, at: tracks.reopen_track(by=by, at=at, track=track("ending")),
        GROUPS, {("schedule_track", "update"): 1}, [("track", "")],
    ),
}  # fmt: skip
