"""Individual and family sessions: booked once or every week, and given up from one on."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.audit.actions import last_word
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, NotFound, Obstacle, Refused, refuse
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.people.actions.steps import hold_records
from stepdown.people.queries import sites_of
from stepdown.plan.terms import Modality
from stepdown.schedule import rules
from stepdown.schedule.access import MAY_BOOK
from stepdown.schedule.actions import steps, steps_giving
from stepdown.schedule.models import PlannedSession, SessionGuest
from stepdown.schedule.queries import facts, stands
from stepdown.schedule.rules.series import period_on
from stepdown.schedule.terms import (
    Appointments,
    Blocker,
    Freed,
    NewAppointment,
    Placement,
    SessionRole,
    SessionState,
    Told,
)


@action
def book_appointment(*, by: Actor, at: datetime, new: NewAppointment, override: str = "") -> Appointments:
    """Book an individual or family session, once or every week until `new.until`, each at the same wall-clock time.

    The first is refused with everything in its way, unless overridden; a later one in whose way something stands is
    not booked, and told. Raises NotAllowed; NotFound for a person, place or service that does not exist.
    """
    demand(by, MAY_BOOK, [new.site, *sites_of(set(new.clients)).values()])
    rooms = [] if new.room is None else [new.room]
    staff = {new.lead, *(number for number, _ in new.others)}
    agency.know(services={new.service}, sites={new.site}, rooms=rooms, staff=staff)
    zone = agency.time_zone(new.site)
    begins = Week.of(new.period.start, zone).day_near(new.period.start)
    refuse([*steps.ways(new.modality), *rules.repeating(begins, new.until)])
    hold_records(
        new.clients,
        *((Lockable.STAFF, number) for number in staff),
        *((Lockable.ROOM, number) for number in rooms),
    )
    first = _book(by, at, new, new.period, override, None)
    week, booked, missed = Week.of(new.period.start, zone), [first.pk], []
    weekday, starts = week.place(new.period.start)
    day = week.days[weekday] + timedelta(days=7)
    while new.until is not None and day < new.until:
        try:
            again = period_on(day, starts, new.period.minutes, zone)
            booked.append(_book(by, at, new, again, override, first).pk)
        except Refused as refused:
            missed.append(Told(None, day, refused.obstacles))
        day += timedelta(days=7)
    return Appointments(tuple(booked), tuple(missed))


def _book(
    by: Actor, at: datetime, new: NewAppointment, period: Period, override: str, first: PlannedSession | None
) -> PlannedSession:
    """One appointment. Raises Refused, and then has written nothing."""
    row = PlannedSession(
        service_id=new.service,
        site_id=new.site,
        room_id=new.room,
        repeats=first,
        period=DateTimeTZRange(period.start, period.end),
        capacity=max(len(new.clients), 1),
        modality=new.modality,
    )
    week = Week.of(period.start, row.site.time_zone)
    row.week = steps.week_plan(row, week.monday, at)[0]
    weekday, starts = week.place(period.start)
    video = new.modality == Modality.VIDEO
    company = facts.Company(
        clients=dict.fromkeys(new.clients, video) if new.client_present else {},
        guests=sum(guest.modality == Modality.IN_PERSON for guest in new.guests),
        others=new.others,
    )
    booking = facts.booking(row, Placement(weekday, starts, new.lead, new.room), now=at, company=company)
    steps.refuse_unless_overridden(by, (), rules.appointment(booking), override)
    with last_word(Obstacle(Blocker.BUSY_ELSEWHERE)):
        row.save()
        for staff, role in ((new.lead, SessionRole.LEAD), *new.others):
            steps.give_place(row, staff, role)
        for client in new.clients:
            steps_giving.give_seat(row, client, new.modality, client_present=new.client_present)
    SessionGuest.objects.bulk_create(
        SessionGuest(session=row, kind=one.kind, name=one.name, client_id=one.client, modality=one.modality)
        for one in new.guests
    )
    details: dict[str, object] = {"booked": True} | ({"override": override} if override else {})
    for client in new.clients:
        steps.note_change(by=by, at=at, row=row, client=client, details=details)
    return row


@action
def cancel_appointments(*, by: Actor, at: datetime, session: int, reason: str = "") -> tuple[int, ...]:
    """Cancel an individual session and all later ones it was repeated as; returns their ids. NotFound for a group's."""
    row = steps.session_to_hold(by, session)
    if row.group_id is not None:
        raise NotFound
    steps.lock_sessions([row])
    refuse(facts.standing(steps.session_within(by, session), at))
    first = row.repeats_id or row.pk
    again = PlannedSession.objects.filter(repeats=first) | PlannedSession.objects.filter(pk=first)
    later = again.filter(state=SessionState.PLANNED, period__startswith__gte=row.period.lower)
    sessions = list(stands.with_all(later).order_by("period"))
    steps.lock_sessions(sessions)
    for one in sessions:
        clients: list[int | None] = list(one.participants.filter(active=True).values_list("client", flat=True))
        steps.free_everybody(one, Freed.CANCELLED)
        for client in clients or [None]:
            steps.note_change(by=by, at=at, row=one, client=client, details={"reason": reason} if reason else {})
    return tuple(one.pk for one in sessions)
