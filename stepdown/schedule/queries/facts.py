"""Rows → the facts a booking rule asks for. The number of queries does not grow with the number of clients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from stepdown.agency import queries as agency
from stepdown.agency.terms import public_name
from stepdown.audit.terms import NotFound, Obstacle
from stepdown.episode import queries as episode
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week, zone_of
from stepdown.people import queries as people
from stepdown.plan import queries as plan
from stepdown.plan.terms import Modality
from stepdown.safety import queries as safety
from stepdown.schedule import rules
from stepdown.schedule.models import (
    ClientAvailability,
    Enrollment,
    Participant,
    PlannedSession,
    SessionStaff,
    StaffTrack,
    TrackBlock,
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
    SessionRole,
    SessionState,
    Slot,
    StaffFacts,
)


def week_of(session: PlannedSession) -> Week:
    """The programme week a session stands in, in its site's time zone."""
    return Week(session.week.monday, session.site.time_zone)


def with_all(rows: QuerySet[PlannedSession]) -> QuerySet[PlannedSession]:
    """Sessions with what the questions here look at, in the same query."""
    return rows.select_related("group__track", "site", "service", "week", "pattern", "room")


def day_of(session: PlannedSession) -> date:
    """The local day on which a session begins, at its site."""
    return session.period.lower.astimezone(zone_of(session.site.time_zone)).date()


def title_of(session: PlannedSession) -> str:
    """What a session is called wherever anybody may read it: its group, or the public name of its service."""
    service = session.service
    if session.group and not service.discreet:
        return session.group.name
    return public_name(service.name, discreet=service.discreet)


def placement_of(session: PlannedSession) -> Placement:
    """Where a session stands now: day, time, leader (or None), room, minutes."""
    day, starts = week_of(session).place(session.period.lower)
    lead = session.staff.filter(active=True, role=SessionRole.LEAD).values_list("staff", flat=True).first()
    return Placement(day, starts, lead, session.room_id, period_of(session).minutes)


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
    )


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


def period_of(row: PlannedSession | SessionStaff | Participant) -> Period:
    """A row's range column as a Period."""
    return Period(row.period.lower, row.period.upper)


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


Known = dict[tuple[int, date], ClientFacts]
"""What was asked already of a client on a day, their other sessions apart: it stays true while seats are given."""


def client_facts(
    clients: Mapping[int, bool], week: Week, day: date, *, but: int | None, known: Known | None = None
) -> tuple[ClientFacts, ...]:
    """The clients on `day`, in the order of their ids; `clients` says who joins by video. Twelve queries; one when all
    are `known`, which is added to.
    """
    if not clients:
        return ()
    known = {} if known is None else known
    if new := [client for client in clients if (client, day) not in known]:
        known.update(known_on(new, day))
    busy: defaultdict[int, list[Busy]] = defaultdict(list)
    around = (week.period.start, week.period.end)
    for row in (
        Participant.objects.filter(client__in=clients, active=True, client_present=True, period__overlap=around)
        .exclude(session=but)
        .select_related("session")
    ):
        busy[row.client_id].append(Busy(period_of(row), group=row.session.group_id is not None))
    return tuple(
        replace(known[client, day], busy=tuple(busy[client]), by_video=clients[client]) for client in sorted(clients)
    )


def known_on(clients: Collection[int], day: date) -> Known:
    """What is asked of all these clients on a day, in nine queries, to be passed on as `known`."""
    return {(one.id, day): one for one in _on_day(clients, day)}


def _on_day(clients: Collection[int], day: date) -> Iterator[ClientFacts]:
    """The clients on `day`, without their other sessions. Nine queries."""
    hours: defaultdict[int, list[Hours]] = defaultdict(list)
    for client, *stretch in ClientAvailability.objects.filter(client__in=clients).values_list(
        "client", "weekday", "starts", "ends"
    ):
        hours[client].append(Hours(*stretch))
    tracks: defaultdict[int, set[int]] = defaultdict(set)
    for client, track in TrackEnrollment.objects.filter(in_force(day), client__in=clients).values_list(
        "client", "track"
    ):
        tracks[client].add(track)
    pauses = _pauses({track for joined in tracks.values() for track in joined})
    languages, stays, held = people.languages_of(clients), episode.stays_on(clients, day), episode.on_hold(clients, day)
    cleared = episode.cleared(clients, day)
    populations = agency.populations_of({stay.program for stay in stays.values()})
    weeks, apart = plan.prescribed_weeks(clients, day), safety.must_not_meet(clients, day)
    for client in clients:
        yield ClientFacts(
            id=client,
            level=stays[client].level if client in stays else "",
            prescribed=frozenset(line.service for line in weeks[client].services) if client in weeks else frozenset(),
            languages=languages[client],
            tracks=frozenset(tracks[client]),
            available=tuple(hours[client]),
            busy=(),
            must_not_meet=apart.get(client, frozenset()),
            population=populations[stays[client].program] if client in stays else "",
            on_hold=client in held,
            cleared=client in cleared,
            pauses=tuple(pause for track in sorted(tracks[client]) for pause in pauses[track]),
        )


def _pauses(tracks: Collection[int]) -> defaultdict[int, list[Hours]]:
    """The breaks of each of `tracks`. One query."""
    found: defaultdict[int, list[Hours]] = defaultdict(list)
    rows = TrackBlock.objects.filter(track__in=tracks, break_starts__isnull=False)
    for track, weekday, starts, ends in rows.values_list("track", "weekday", "break_starts", "break_ends"):
        found[track].append(Hours(weekday, starts or 0, ends or 0))
    return found


def _busy(rows: Iterable[tuple[object, str | None, str]]) -> tuple[Busy, ...]:
    """(range, group's name or None, service's name) → Busy."""
    return tuple(
        Busy(Period(span.lower, span.upper), group=group is not None, title=group or service)  # type: ignore[attr-defined]
        for span, group, service in rows
    )


def in_force(day: date) -> Q:
    """Dated rows that hold on a day."""
    return Q(starts__lte=day) & (Q(ends=None) | Q(ends__gt=day))
