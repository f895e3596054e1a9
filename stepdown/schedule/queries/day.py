"""One day at one site: what meets, where, led by whom, and who is expected in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from stepdown.agency.terms import ServiceCategory, public_name
from stepdown.kernel.period import Period
from stepdown.plan.terms import Modality
from stepdown.schedule.models import Participant, PlannedSession, SessionGuest, SessionStaff, Track, TrackEnrollment
from stepdown.schedule.queries.stands import goes_on, in_force, period_of, title_of
from stepdown.schedule.terms import SessionRole, SessionState


@dataclass(frozen=True, slots=True)
class SessionOnDay:
    """One session of the day; `expected` are ids of clients in the order of their seats, `by_video` those of them who are
    booked to join by video, `guests` how many who are no clients are expected in the room.
    """

    id: int
    title: str
    group: bool
    service: str
    hue: int
    period: Period
    room: str
    virtual: bool
    leader: str
    capacity: int
    category: ServiceCategory
    expected: tuple[int, ...]
    by_video: frozenset[int] = frozenset()
    guests: int = 0
    topic: str = ""


def sessions_on(site: int, day: Period) -> tuple[SessionOnDay, ...]:
    """The sessions that stand at `site` and touch `day`, in the order of time, and the video sessions elsewhere that
    somebody of this site is expected in. Three queries.
    """
    from_here = Participant.objects.filter(session=OuterRef("pk"), active=True, client_present=True, client__site=site)
    rows = (
        PlannedSession.objects.filter(
            Q(site=site) | (Q(site__virtual=True) & Exists(from_here)),
            state=SessionState.PLANNED,
            period__overlap=(day.start, day.end),
        )
        .annotate(company=_company())
        .select_related("group", "service", "room", "site", "topic")
        .order_by("period", "group__name", "pk")
    )
    found = list(rows)
    ids = [row.pk for row in found]
    leads, (expected, by_video) = _leads(ids), _expected(ids)
    return tuple(
        SessionOnDay(
            id=row.pk,
            title=title_of(row),
            group=row.group is not None,
            service=public_name(row.service.name, discreet=row.service.discreet),
            hue=row.service.hue,
            period=period_of(row),
            room=row.room.name if row.room else "",
            virtual=row.site.virtual or (row.room is not None and row.room.virtual),
            leader=leads.get(row.pk, ""),
            capacity=row.capacity,
            category=ServiceCategory(row.service.category),
            expected=tuple(expected[row.pk]),
            by_video=frozenset(by_video[row.pk]),
            guests=row.company,
            topic=row.topic.title if row.topic else "",
        )
        for row in found
    )


def next_group(site: int, after: datetime) -> datetime | None:
    """When the first group at `site` that begins at `after` or later begins, or None. One query."""
    rows = PlannedSession.objects.filter(
        site=site, state=SessionState.PLANNED, group__isnull=False, period__startswith__gte=after
    )
    period = rows.order_by("period").values_list("period", flat=True).first()
    return None if period is None else period.lower


def _leads(sessions: Collection[int]) -> dict[int, str]:
    rows = SessionStaff.objects.filter(session__in=sessions, active=True, role=SessionRole.LEAD)
    return dict(rows.values_list("session", "staff__name"))


def staff_in(sessions: Collection[int]) -> dict[int, tuple[tuple[int, str], ...]]:
    """(id, name) of everybody of the staff who takes part in each of `sessions`, by session id. One query."""
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = SessionStaff.objects.filter(session__in=sessions, active=True).order_by("role", "pk")
    for session, staff, name in rows.values_list("session", "staff", "staff__name"):
        found[session].append((staff, name))
    return {session: tuple(staff) for session, staff in found.items()}


def _company() -> Coalesce:
    """How many guests of a session are expected in its room."""
    coming = SessionGuest.objects.filter(session=OuterRef("pk"), active=True, modality=Modality.IN_PERSON)
    return Coalesce(Subquery(coming.order_by().values("session").annotate(heads=Count("pk")).values("heads")), 0)


def _expected(sessions: Collection[int]) -> tuple[defaultdict[int, list[int]], defaultdict[int, list[int]]]:
    """The clients of each of `sessions` by seat, and those of them who are booked to join by video."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    by_video: defaultdict[int, list[int]] = defaultdict(list)
    rows = Participant.objects.filter(session__in=sessions, active=True, client_present=True).order_by("seat")
    for session, client, way in rows.values_list("session", "client", "modality"):
        found[session].append(client)
        if way == Modality.VIDEO:
            by_video[session].append(client)
    return found, by_video


@dataclass(frozen=True, slots=True)
class ClientSession:
    """One session a client is expected in, as their chart shows it."""

    id: int
    title: str
    hue: int
    period: Period
    room: str
    virtual: bool
    leader: str


def sessions_of(client: int, period: Period) -> tuple[ClientSession, ...]:
    """The sessions a client is expected in that touch `period`, in the order of time. One query."""
    lead = SessionStaff.objects.filter(session=OuterRef("session"), active=True, role=SessionRole.LEAD)
    rows = (
        Participant.objects.filter(
            client=client,
            active=True,
            client_present=True,
            session__state=SessionState.PLANNED,
            period__overlap=(period.start, period.end),
        )
        .annotate(leader=Subquery(lead.values("staff__name")[:1]))
        .select_related("session__group", "session__service", "session__room", "session__site")
        .order_by("period")
    )
    return tuple(
        ClientSession(
            id=row.session_id,
            title=title_of(row.session),
            hue=row.session.service.hue,
            period=period_of(row),
            room=row.session.room.name if row.session.room else "",
            virtual=row.session.site.virtual or (row.session.room is not None and row.session.room.virtual),
            leader=row.leader or "",
        )
        for row in rows
    )


def tracks_of(client: int, day: date) -> tuple[str, ...]:
    """The names of the tracks a client is in on `day`. One query."""
    rows = TrackEnrollment.objects.filter(in_force(day), client=client)
    return tuple(rows.order_by("track__name").values_list("track__name", flat=True))


def in_track(track: int, clients: Collection[int], day: date) -> frozenset[int]:
    """Those of `clients` who are in a track on `day`. One query."""
    rows = TrackEnrollment.objects.filter(in_force(day), track=track, client__in=clients)
    return frozenset(rows.values_list("client", flat=True))


def tracks_at(site: int, day: date) -> tuple[tuple[int, str], ...]:
    """(id, name) of the tracks that serve a site and have not ended on `day`, by name. One query."""
    rows = Track.objects.filter(Q(site=None) | Q(site=site), goes_on(day))
    return tuple(rows.values_list("pk", "name"))
