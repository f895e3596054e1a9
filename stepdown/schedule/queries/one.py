"""One session: what it is, who was planned to lead it, and who is expected in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from stepdown.agency.terms import ServiceCategory
from stepdown.kernel.period import Period
from stepdown.plan.terms import Modality
from stepdown.schedule.models import ActualStaff, Participant, PlannedSession, SessionStaff
from stepdown.schedule.queries.stands import period_of, title_of
from stepdown.schedule.terms import SessionRole, SessionState


@dataclass(frozen=True, slots=True)
class OneSession:
    """A session that stands; `leads` are those planned to lead or co-lead it, `expected` ids of clients by seat."""

    id: int
    site: int
    title: str
    group: bool
    service: int
    category: ServiceCategory
    hue: int
    period: Period
    room: str
    virtual: bool
    capacity: int
    leads: tuple[int, ...]
    leader: str
    expected: tuple[int, ...]
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """When and where a session is, and the ids of clients with a seat in it."""

    site: int
    period: Period
    expected: frozenset[int]


@dataclass(frozen=True, slots=True)
class Seats:
    """How full a session is planned to be: clients, whichever way they come, and guests in the room."""

    session: int
    period: Period
    category: ServiceCategory
    capacity: int
    expected: int
    guests: int

    @property
    def heads(self) -> int:
        """How many would be in the room if everybody came in person."""
        return self.expected + self.guests


def one_session(session: int) -> OneSession | None:
    """The session with this id, unless it is cancelled or there is none. Three queries."""
    row = (
        PlannedSession.objects.filter(pk=session, state=SessionState.PLANNED)
        .select_related("group", "service", "room", "site", "topic")
        .first()
    )
    if row is None:
        return None
    staff = SessionStaff.objects.filter(session=session, active=True).order_by("role", "pk")
    held = [
        (SessionRole(role), number, name) for role, number, name in staff.values_list("role", "staff", "staff__name")
    ]
    expected = Participant.objects.filter(session=session, active=True).order_by("seat")
    return OneSession(
        id=row.pk,
        site=row.site_id,
        title=title_of(row),
        group=row.group is not None,
        service=row.service_id,
        category=ServiceCategory(row.service.category),
        hue=row.service.hue,
        period=period_of(row),
        room=row.room.name if row.room else "",
        virtual=row.site.virtual or (row.room is not None and row.room.virtual),
        capacity=row.capacity,
        leads=tuple(number for role, number, _ in held if role in {SessionRole.LEAD, SessionRole.CO_LEAD}),
        leader=next((name for role, _, name in held if role is SessionRole.LEAD), ""),
        expected=tuple(expected.values_list("client", flat=True)),
        topic=row.topic.title if row.topic else "",
    )


def standing(sessions: Collection[int]) -> dict[int, Standing]:
    """Those of `sessions` that are not cancelled. Two queries."""
    rows = PlannedSession.objects.filter(pk__in=sessions, state=SessionState.PLANNED)
    seats: defaultdict[int, set[int]] = defaultdict(set)
    taken = Participant.objects.filter(session__in=sessions, active=True)
    for session, client in taken.values_list("session", "client"):
        seats[session].add(client)
    return {row.pk: Standing(row.site_id, period_of(row), frozenset(seats[row.pk])) for row in rows}


def seats_of(sessions: Collection[int]) -> tuple[Seats, ...]:
    """How full each of `sessions` is planned to be, in the order of time. One query."""
    rows = (
        PlannedSession.objects.filter(pk__in=sessions, state=SessionState.PLANNED)
        .annotate(
            expected=Count(
                "participants", filter=Q(participants__active=True, participants__client_present=True), distinct=True
            ),
            heads=Count("guests", filter=Q(guests__active=True, guests__modality=Modality.IN_PERSON), distinct=True),
        )
        .order_by("period")
        .values_list("pk", "period", "service__category", "capacity", "expected", "heads")
    )
    return tuple(
        Seats(number, Period(span.lower, span.upper), ServiceCategory(category), capacity, expected, guests)
        for number, span, category, capacity, expected, guests in rows
    )


def expected_at(session: int) -> tuple[int, ...]:
    """The clients expected in a session. One query."""
    rows = Participant.objects.filter(session=session, active=True, client_present=True)
    return tuple(rows.values_list("client", flat=True))


def leads_elsewhere(staff: int, period: Period, *, but: int) -> bool:
    """Whether somebody is planned to lead another session than `but` at that time. One query."""
    rows = SessionStaff.objects.filter(staff=staff, active=True, period__overlap=(period.start, period.end))
    return rows.exclude(session=but).exists()


def on_staff_with(staff: int, client: int, day: Period) -> bool:
    """Whether somebody is, or was, of the staff of a session in `day` in which a client has a seat. One query."""
    seats = Participant.objects.filter(client=client, active=True, period__overlap=(day.start, day.end))
    planned = SessionStaff.objects.filter(session=OuterRef("session"), staff=staff, active=True)
    actual = ActualStaff.objects.filter(session=OuterRef("session"), staff=staff)
    return seats.filter(Exists(planned) | Exists(actual)).exists()


def seated_in(sessions: Collection[int], client: int) -> bool:
    """Whether a client has a seat in one of `sessions`. One query."""
    return Participant.objects.filter(session__in=sessions, client=client, active=True).exists()
