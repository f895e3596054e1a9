"""Rows → the facts a booking rule asks for. The number of queries does not grow with the number of clients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Q

from stepdown.agency import queries as agency
from stepdown.audit.terms import NotFound, Obstacle
from stepdown.episode import queries as episode
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.people import queries as people
from stepdown.plan import queries as plan
from stepdown.safety import queries as safety
from stepdown.schedule import rules
from stepdown.schedule.models import (
    ClientAvailability,
    Enrollment,
    Participant,
    PlannedSession,
    SessionStaff,
    StaffTrack,
    TrackEnrollment,
)
from stepdown.schedule.terms import (
    Booking,
    Busy,
    ClientFacts,
    Hours,
    Placement,
    RoomFacts,
    SessionFacts,
    SessionState,
    Slot,
    StaffFacts,
)


def week_of(session: PlannedSession) -> Week:
    """The programme week a session stands in, in its site's time zone."""
    return Week(session.week.monday, session.site.time_zone)


def placement_of(session: PlannedSession) -> Placement:
    """Where a session stands now: day, time, leader, room."""
    day, starts = week_of(session).place(session.period.lower)
    lead = session.staff.filter(active=True, role="lead").values_list("staff", flat=True).first()
    if lead is None:
        raise NotFound
    return Placement(weekday=day, starts=starts, staff=lead, room=session.room_id)


def standing(session: PlannedSession, now: datetime) -> tuple[Obstacle, ...]:
    """Why this session can't be changed at all at `now`; empty when it can."""
    cancelled = session.state == SessionState.CANCELLED
    return rules.standing(cancelled=cancelled, starts=session.period.lower, now=now)


def booking(session: PlannedSession, to: Placement, *, now: datetime) -> Booking:
    """Everything a rule may look at, were `session` to stand at `to`, asked at `now`. Raises NotFound for an unknown leader or room."""
    week = week_of(session)
    slot = slot_at(week, to.weekday, to.starts, period_of(session).minutes)
    expected = list(session.participants.filter(active=True).values_list("client", flat=True))
    return Booking(
        session=session_facts(session, slot.day),
        slot=slot,
        staff=staff_facts(to.staff, week, slot.day, but=session.pk),
        room=None if to.room is None else room_facts(to.room, slot.period, but=session.pk),
        clients=client_facts(expected, week, slot.day, but=session.pk),
        closed=agency.closed_on(session.site_id, slot.day),
        opens=session.week.opens,
        closes=session.week.closes,
        now=now,
    )


def slot_at(week: Week, weekday: int, starts: int, minutes: int) -> Slot:
    """`minutes` from the wall-clock minute `starts` of `weekday`."""
    period = week.span(weekday, starts, minutes)
    return Slot(
        period=period,
        day=week.days[weekday],
        day_period=week.day_period(weekday),
        weekday=weekday,
        starts=starts,
        ends=starts + minutes,
    )


def period_of(row: PlannedSession | SessionStaff | Participant) -> Period:
    """A row's range column as a Period."""
    return Period(row.period.lower, row.period.upper)


def session_facts(session: PlannedSession, day: date) -> SessionFacts:
    """What the session and its group ask for on `day`."""
    group = session.group
    service = session.service
    roster = series = None
    if group is not None and group.closed:
        rows = Enrollment.objects.filter(_in_force(day), group=group)
        roster = frozenset(rows.values_list("client", flat=True))
    if group is not None and group.series_id is not None:
        others = PlannedSession.objects.filter(
            week=session.week_id, group__series=group.series_id, state=SessionState.PLANNED
        ).exclude(pk=session.pk)
        series = tuple((o.group.sequence, period_of(o)) for o in others.select_related("group") if o.group)
    return SessionFacts(
        id=session.pk,
        title=group.name if group else service.name,
        group=group is not None,
        site=session.site_id,
        virtual=session.site.virtual,
        service=session.service_id,
        credentials=frozenset(service.credential_types),
        language=group.language if group else "",
        track=None if group is None or group.track.any_leader else group.track_id,
        client_track=None if group is None else group.track_id,
        levels=frozenset(group.levels) if group else frozenset(),
        capacity=session.capacity,
        roster=roster,
        sequence=group.sequence if group else 0,
        series=series or (),
    )


def staff_facts(staff: int, week: Week, day: date, *, but: int | None) -> StaffFacts:
    """The leader on `day`, with their other sessions of the week; `but` is the session being placed."""
    person = agency.leader(staff, day)
    if person is None:
        raise NotFound
    taken = SessionStaff.objects.filter(
        staff=staff, active=True, period__overlap=(week.period.start, week.period.end)
    ).exclude(session=but)
    return StaffFacts(
        id=person.id,
        name=person.name,
        site=person.site,
        telehealth=person.telehealth,
        languages=person.languages,
        tracks=frozenset(StaffTrack.objects.filter(staff=staff).values_list("track", flat=True)),
        credentials=person.credentials,
        hours=tuple(Hours(*row) for row in person.hours),
        away=person.away,
        busy=_busy(taken.values_list("period", "session__group__name", "session__service__name")),
        max_groups_a_day=person.max_groups_a_day,
        max_individual_a_day=person.max_individual_a_day,
        max_minutes_a_week=person.max_minutes_a_week,
        max_run_minutes=person.max_run_minutes,
    )


def room_facts(room: int, period: Period, *, but: int | None) -> RoomFacts:
    """The room, and what else meets in it around `period`."""
    row = agency.room(room)
    if row is None:
        raise NotFound
    taken = PlannedSession.objects.filter(
        room=room, state=SessionState.PLANNED, period__overlap=(period.start, period.end)
    ).exclude(pk=but)  # type: ignore[misc]  # None leaves nothing out
    return RoomFacts(
        id=row.id,
        name=row.name,
        site=row.site,
        capacity=row.capacity,
        busy=_busy(taken.values_list("period", "group__name", "service__name")),
    )


def client_facts(clients: Collection[int], week: Week, day: date, *, but: int | None) -> tuple[ClientFacts, ...]:
    """The clients on `day`, in the order of their ids. A constant number of queries."""
    busy: defaultdict[int, list[Busy]] = defaultdict(list)
    around = (week.period.start, week.period.end)
    for row in Participant.objects.filter(client__in=clients, active=True, period__overlap=around).exclude(session=but):
        busy[row.client_id].append(Busy(period_of(row), group=True))
    hours: defaultdict[int, list[Hours]] = defaultdict(list)
    for client, *stretch in ClientAvailability.objects.filter(client__in=clients).values_list(
        "client", "weekday", "starts", "ends"
    ):
        hours[client].append(Hours(*stretch))
    tracks: defaultdict[int, set[int]] = defaultdict(set)
    for client, track in TrackEnrollment.objects.filter(_in_force(day), client__in=clients).values_list(
        "client", "track"
    ):
        tracks[client].add(track)
    languages, levels = people.languages_of(clients), episode.levels_on(clients, day)
    weeks, apart = plan.prescribed_weeks(clients, day), safety.must_not_meet(clients, day)
    return tuple(
        ClientFacts(
            id=client,
            level=levels.get(client, ""),
            prescribed=frozenset(line.service for line in weeks[client].services) if client in weeks else frozenset(),
            languages=languages[client],
            tracks=frozenset(tracks[client]),
            available=tuple(hours[client]),
            busy=tuple(busy[client]),
            must_not_meet=apart.get(client, frozenset()),
        )
        for client in sorted(clients)
    )


def _busy(rows: Iterable[tuple[object, str | None, str]]) -> tuple[Busy, ...]:
    """(range, group's name or None, service's name) → Busy."""
    return tuple(
        Busy(Period(span.lower, span.upper), group=group is not None, title=group or service)  # type: ignore[attr-defined]
        for span, group, service in rows
    )


def _in_force(day: date) -> Q:
    return Q(starts__lte=day) & (Q(ends=None) | Q(ends__gt=day))
