"""Sessions still to come that a client could join, judged by the same rules as the booking itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from stepdown.agency import queries as agency
from stepdown.episode import queries as episode
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.people import queries as people
from stepdown.plan.terms import Modality
from stepdown.schedule import rules
from stepdown.schedule.models import Enrollment, Participant, PlannedSession, SessionStaff
from stepdown.schedule.queries import client_facts, facts, stands
from stepdown.schedule.queries.waits import longest_wait
from stepdown.schedule.terms import Booking, ClientFacts, RoomFacts, SessionFacts, SessionRole, SessionState


@dataclass(frozen=True, slots=True)
class Opening:
    """A group session with a seat for the client; nothing stands in the way of joining it."""

    session: int
    title: str
    hue: int
    period: Period
    room: str
    leader: str
    seats_left: int


def openings(client: int, within: Period, *, now: datetime) -> tuple[Opening, ...]:
    """The group sessions during `within`, after `now`, that `client` may join, in the order of time.

    Level, track, population, roster, cap, language, service, availability, who must not meet, and no second place at
    one time: `rules.joining` says, without overrides. It promises nothing: the booking asks again, under locks. The
    number of queries grows with the days of `within` that have such a session, not with the sessions.
    """
    rows = _ahead(client, within, now)
    expected = _expected([row.pk for row in rows], now.date())
    newcomers: dict[date, ClientFacts] = {}
    policy: dict[tuple[str, date], tuple[bool, timedelta | None]] = {}
    found = []
    for row in rows:
        week = Week.of(row.period.lower, row.site.time_zone)
        weekday, starts = week.place(row.period.lower)
        slot = facts.slot_at(week, weekday, starts, stands.period_of(row).minutes)
        if slot.day not in newcomers:
            (newcomers[slot.day],) = client_facts.client_facts({client: False}, week, slot.day, but=None)
        there = row.site.jurisdiction, slot.day
        if there not in policy:
            policy[there] = episode.clearance_needed(*there), longest_wait(*there)
        cleared_only, longest = policy[there]
        booking = Booking(
            session=replace(_session(row, client), clearance_needed=cleared_only),
            slot=slot,
            staff=None,  # nobody asks who leads; how many there are, the session says
            room=_room(row),
            clients=tuple(expected[row.pk]),
            closed=False,
            opens=row.week.opens,
            closes=row.week.closes,
            now=now,
            longest_wait=longest,
        )
        if not rules.joining(booking, newcomers[slot.day], row.taken):  # type: ignore[attr-defined]  # annotated
            found.append(_opening(row, row.taken))  # type: ignore[attr-defined]
    return tuple(found)


def _ahead(client: int, within: Period, now: datetime) -> Sequence[PlannedSession]:
    """The group sessions to come at the client's site, or by video, cancelled and begun ones left out. Two queries."""
    lead = SessionStaff.objects.filter(session=OuterRef("pk"), active=True, role=SessionRole.LEAD)
    seated = Participant.objects.filter(session=OuterRef("pk"), client=client, active=True)
    on_roster = Enrollment.objects.filter(stands.in_force(now.date()), group=OuterRef("group"), client=client)
    helping = Q(staff__active=True) & ~Q(staff__role=SessionRole.OBSERVER)
    in_room = Q(guests__active=True, guests__modality=Modality.IN_PERSON)
    rows = (
        PlannedSession.objects.filter(
            Q(site=people.site_of(client)) | Q(site__virtual=True),
            state=SessionState.PLANNED,
            group__isnull=False,
            period__startswith__gt=now,
            period__overlap=(within.start, within.end),
        )
        .exclude(Exists(seated))
        .annotate(leader=Subquery(lead.values("staff__name")[:1]), on_roster=Exists(on_roster))
        .annotate(
            taken=Count("participants", filter=Q(participants__active=True), distinct=True),
            helpers=Count("staff", filter=helping, distinct=True),
            company=Count("guests", filter=in_room, distinct=True),
        )
        .select_related("group__track", "service", "site", "room", "week")
        .order_by("period", "pk")
    )
    return [row for row in rows if not row.group.closed or row.on_roster]  # type: ignore[union-attr]


def _expected(sessions: Collection[int], day: date) -> defaultdict[int, list[ClientFacts]]:
    """Who is expected in each session: no more than a newcomer must know of them. Three queries."""
    nobody = ClientFacts(0, "", frozenset(), frozenset(), frozenset(), (), (), frozenset())
    places = Participant.objects.filter(session__in=sessions, active=True, client_present=True).order_by("client")
    rows = list(places.values_list("session", "client", "modality"))
    stays = episode.stays_on({client for _, client, _ in rows}, day)
    populations = agency.populations_of({stay.program for stay in stays.values()})
    found: defaultdict[int, list[ClientFacts]] = defaultdict(list)
    for session, client, way in rows:
        population = populations[stays[client].program] if client in stays else ""
        found[session].append(replace(nobody, id=client, by_video=way == Modality.VIDEO, population=population))
    return found


def _session(row: PlannedSession, client: int) -> SessionFacts:
    """What joining asks of the session; a closed group is only here when it has the client on its roster."""
    group = row.group
    assert group is not None
    return SessionFacts(
        id=row.pk,
        title=group.name,
        group=True,
        site=row.site_id,
        virtual=row.site.virtual,
        service=row.service_id,
        credentials=frozenset(),
        language=group.language,
        track=None,
        client_track=group.track_id,
        levels=frozenset(group.levels),
        capacity=row.capacity,
        roster=frozenset({client}) if group.closed else None,
        sequence=0,
        series=(),
        population=group.population,
        guests=row.company,  # type: ignore[attr-defined]  # annotated
        clients_per_staff=row.service.clients_per_staff,
        helpers=row.helpers,  # type: ignore[attr-defined]
    )


def _room(row: PlannedSession) -> RoomFacts | None:
    room = row.room
    return None if room is None else RoomFacts(room.pk, room.name, room.site_id, room.capacity, (), room.virtual)


def _opening(row: PlannedSession, taken: int) -> Opening:
    seats = row.capacity if row.room is None else min(row.capacity, row.room.capacity)
    return Opening(
        session=row.pk,
        title=row.group.name if row.group else "",
        hue=row.service.hue,
        period=stands.period_of(row),
        room=row.room.name if row.room else "",
        leader=row.leader or "",  # type: ignore[attr-defined]  # annotated
        seats_left=seats - taken,
    )
