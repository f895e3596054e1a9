"""Rows → the facts a booking rule asks for. The number of queries does not grow with the number of clients."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepdown.agency import queries as agency
from stepdown.audit.terms import NotFound, Obstacle
from stepdown.episode import queries as episode
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.plan.terms import Modality
from stepdown.schedule import rules
from stepdown.schedule.models import (
    Enrollment,
    PlannedSession,
    SessionStaff,
    StaffTrack,
)
from stepdown.schedule.queries.client_facts import Known, client_facts
from stepdown.schedule.queries.stands import in_force, period_of, title_of, week_of
from stepdown.schedule.queries.waits import longest_wait
from stepdown.schedule.terms import (
    Booking,
    Busy,
    Hours,
    Placement,
    RoomFacts,
    SessionFacts,
    SessionRole,
    SessionState,
    Slot,
    StaffFacts,
)


def standing(session: PlannedSession, now: datetime) -> tuple[Obstacle, ...]:
    """Why this session can't be changed at all at `now`; empty when it can."""
    cancelled = session.state == SessionState.CANCELLED
    return rules.standing(cancelled=cancelled, starts=session.period.lower, now=now)


@dataclass(frozen=True, slots=True)
class Company:
    """Who takes part in a session: clients with whether each joins by video, guests in the room, and of the staff
    those beside the lead, as (staff, role).
    """

    clients: Mapping[int, bool]
    guests: int
    others: tuple[tuple[int, str], ...]


def company_of(session: PlannedSession, *, lead_too: bool = False) -> Company:
    """Who takes part in a session as it stands; `lead_too` counts its lead among the others. Three queries."""
    clients = session.participants.filter(active=True, client_present=True).values_list("client", "modality")
    staff = session.staff.filter(active=True).values_list("staff", "role")
    return Company(
        clients={client: way == Modality.VIDEO for client, way in clients},
        guests=session.guests.filter(active=True, modality=Modality.IN_PERSON).count(),
        others=tuple(one for one in staff if lead_too or one[1] != SessionRole.LEAD),
    )


def booking(
    session: PlannedSession,
    to: Placement,
    *,
    now: datetime,
    company: Company | None = None,
    known: Known | None = None,
) -> Booking:
    """Everything a rule may look at, were `session` to stand at `to`, asked at `now`.

    `company` is who would take part, when it is not who does. Raises NotFound for an unknown leader or room.
    """
    week = week_of(session)
    slot = slot_at(week, to.weekday, to.starts, to.minutes or period_of(session).minutes)
    people = company or company_of(session)
    return Booking(
        session=session_facts(session, slot.day, people),
        slot=slot,
        staff=None if to.staff is None else staff_facts(to.staff, week, slot.day, but=session.pk),
        room=None if to.room is None else room_facts(to.room, slot.period, but=session.pk),
        clients=client_facts(people.clients, week, slot.day, but=session.pk, known=known),
        closed=agency.closed_on(session.site_id, slot.day),
        opens=session.week.opens,
        closes=session.week.closes,
        now=now,
        others=_taken({staff for staff, _ in people.others}, slot.period, but=session.pk),
        stood=_stood(session, week),
        longest_wait=longest_wait_of(session, slot.day),
    )


def longest_wait_of(session: PlannedSession, day: date) -> timedelta | None:
    """The longest wait before this group that is no hole in a client's day; None for an individual session."""
    return longest_wait(session.site.jurisdiction, day) if session.group_id is not None else None


def _stood(session: PlannedSession, week: Week) -> Slot | None:
    """Where a session stands now; None for one that is not on the calendar, or is cancelled."""
    number: int | None = session.pk
    if number is None or session.state == SessionState.CANCELLED:
        return None
    weekday, starts = week.place(session.period.lower)
    return slot_at(week, weekday, starts, period_of(session).minutes)


def _taken(staff: Collection[int], period: Period, *, but: int | None) -> tuple[tuple[str, Busy], ...]:
    """What each of `staff` does around `period`, as (name, session), by name. One query when there are any."""
    if not staff:
        return ()
    rows = SessionStaff.objects.filter(
        staff__in=staff, active=True, period__overlap=(period.start, period.end)
    ).exclude(session=but)
    found = rows.order_by("staff__name", "period").values_list(
        "staff__name", "period", "session__group__name", "session__service__name"
    )
    return tuple((name, _busy([(rest[0], rest[1], rest[2])])[0]) for name, *rest in found)


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


def session_facts(session: PlannedSession, day: date, people: Company) -> SessionFacts:
    """What the session and its group ask for on `day`, with `people` taking part."""
    group = session.group
    service = session.service
    roster = series = None
    if group is not None and group.closed:
        rows = Enrollment.objects.filter(in_force(day), group=group)
        roster = frozenset(rows.values_list("client", flat=True))
    if group is not None and group.series_id is not None:
        others = PlannedSession.objects.filter(
            week=session.week_id, group__series=group.series_id, state=SessionState.PLANNED
        ).exclude(pk=session.pk)
        series = tuple((o.group.sequence, period_of(o)) for o in others.select_related("group") if o.group)
    return SessionFacts(
        id=session.pk,
        title=title_of(session),
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
        population=group.population if group else "",
        guests=people.guests,
        room_needed=group is not None
        and service.room_needed
        and not session.site.virtual
        and session.modality != Modality.VIDEO,
        clients_per_staff=service.clients_per_staff,
        helpers=sum(role != SessionRole.OBSERVER for _, role in people.others),
        clearance_needed=group is not None and episode.clearance_needed(session.site.jurisdiction, day),
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
        virtual=row.virtual,
    )


def _busy(rows: Iterable[tuple[object, str | None, str]]) -> tuple[Busy, ...]:
    """(range, group's name or None, service's name) → Busy."""
    return tuple(
        Busy(Period(span.lower, span.upper), group=group is not None, title=group or service)  # type: ignore[attr-defined]
        for span, group, service in rows
    )
