"""One client's week as their chart shows it, and when an appointment of theirs could be."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Subquery

from stepdown.agency import queries as agency
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.plan.terms import Modality
from stepdown.schedule.models import ClientAvailability, Enrollment, Participant, SessionStaff, TrackEnrollment
from stepdown.schedule.queries.stands import not_ended, period_of, title_of
from stepdown.schedule.terms import SessionRole, SessionState


@dataclass(frozen=True, slots=True)
class WeekSession:
    """One session a client is expected in. A `discreet` one reads by its public name, and is on no paper for them."""

    id: int
    title: str
    hue: int
    period: Period
    room: str
    leader: str
    modality: Modality
    discreet: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """A track or group a client is in, or will be: [starts, ends)."""

    id: int
    name: str
    starts: date
    ends: date | None


def sessions_of(client: int, period: Period) -> tuple[WeekSession, ...]:
    """The sessions a client is expected in that touch `period`, in the order of time. One query."""
    lead = SessionStaff.objects.filter(session=OuterRef("session"), active=True, role=SessionRole.LEAD)
    rows = Participant.objects.filter(
        client=client,
        active=True,
        session__state=SessionState.PLANNED,
        period__overlap=(period.start, period.end),
    ).annotate(leader=Subquery(lead.values("staff__name")[:1]))
    return tuple(
        WeekSession(
            id=row.session_id,
            title=title_of(row.session),
            hue=row.session.service.hue,
            period=period_of(row),
            room=row.session.room.name if row.session.room else "",
            leader=row.leader or "",
            modality=Modality(row.modality),
            discreet=row.session.service.discreet,
        )
        for row in rows.select_related("session__group", "session__service", "session__room").order_by("period")
    )


def seats_together(client: int, others: Collection[int], now: datetime) -> dict[int, list[tuple[int, str, Period]]]:
    """The sessions still to come in which `client` and one of `others` both have a seat, as (id, title, when), in the
    order of time, by the other. A restriction changes no session planned before it: a person has to. One query.
    """
    rows = Participant.objects.filter(
        client__in=others,
        active=True,
        period__startswith__gt=now,
        session__state=SessionState.PLANNED,
        session__in=Participant.objects.filter(client=client, active=True).values("session"),
    ).select_related("session__group", "session__service")
    found: dict[int, list[tuple[int, str, Period]]] = {}
    for row in rows.order_by("period"):
        found.setdefault(row.client_id, []).append((row.session_id, title_of(row.session), period_of(row)))
    return found


def tracks_of(client: int, day: date) -> tuple[Membership, ...]:
    """The tracks a client is in on `day` or later. One query."""
    rows = TrackEnrollment.objects.filter(not_ended(day), client=client)
    fields = ("track", "track__name", "starts", "ends")
    return tuple(Membership(*row) for row in rows.order_by("track__name").values_list(*fields))


def groups_of(client: int, day: date) -> tuple[Membership, ...]:
    """The groups a client has a regular seat in on `day` or later. One query."""
    rows = Enrollment.objects.filter(not_ended(day), client=client)
    fields = ("group", "group__name", "starts", "ends")
    return tuple(Membership(*row) for row in rows.order_by("group__name").values_list(*fields))


def openings(client: int, staff: int, minutes: int, zone: str, *, now: datetime, days: int = 10) -> Iterator[Period]:
    """Times in the next `days` at which a client said they can come, `staff` works, and neither is expected elsewhere:
    at full and half hours, at most two a day. They promise nothing: booking asks every rule. Five queries.
    """
    around = Period(now, now + timedelta(days=days + 1))
    rows = SessionStaff.objects.filter(staff=staff, active=True, period__overlap=(around.start, around.end))
    busy = [period_of(row) for row in rows]
    mine = Participant.objects.filter(client=client, active=True, period__overlap=(around.start, around.end))
    busy += [period_of(row) for row in mine]
    hours = [(row.weekday, row.starts, row.ends) for row in agency.working_hours(staff)]
    can = list(ClientAvailability.objects.filter(client=client).values_list("weekday", "starts", "ends"))
    can = can or [(day, 0, 24 * 60) for day in range(7)]
    week = Week.of(now, zone)
    today = week.day_near(now)
    away = [(row.first_day, row.last_day) for row in agency.time_off(staff, today)]
    for number in range(days):
        day = today + timedelta(days=number)
        if any(first <= day <= last for first, last in away):
            continue
        found = 0
        for starts in range(0, 24 * 60 - minutes + 1, 30):
            if found == 2 or not _within(day.weekday(), starts, minutes, hours, can):
                continue
            period = Week(day - timedelta(days=day.weekday()), zone).span(day.weekday(), starts, minutes)
            if period.start > now and not any(one.start < period.end and period.start < one.end for one in busy):
                found += 1
                yield period


def _within(
    weekday: int, starts: int, minutes: int, hours: list[tuple[int, int, int]], can: list[tuple[int, int, int]]
) -> bool:
    """Whether both are there from `starts` for so many minutes."""
    return all(
        any(day == weekday and first <= starts and starts + minutes <= last for day, first, last in windows)
        for windows in (hours, can)
    )
