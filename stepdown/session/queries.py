"""Reading what happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import FilteredRelation, Q

from stepdown.agency.access import demand
from stepdown.audit.terms import Actor, NotFound
from stepdown.kernel.period import Period
from stepdown.people import queries as people
from stepdown.people.terms import DoorRow
from stepdown.schedule.queries.day import SessionOnDay, sessions_on
from stepdown.session import rules
from stepdown.session.access import MAY_SEE_TODAY
from stepdown.session.models import Segment, Visit
from stepdown.session.terms import (
    AtDoor,
    Attended,
    DayAtDoor,
    DoorVisit,
    InBuilding,
    Joined,
    MissingRow,
    RosterRow,
    SessionCard,
    VisitRow,
)


def attended_in(clients: Collection[int], period: Period) -> dict[int, tuple[Attended, ...]]:
    """The parts of sessions each of `clients` attended during `period`, in the order of time. One query.

    Only closed visits count: a visit without a check-out has no minutes yet.
    """
    rows = Segment.objects.filter(
        client__in=clients, undone_at=None, period__overlap=(period.start, period.end)
    ).order_by("period")
    found: defaultdict[int, list[Attended]] = defaultdict(list)
    for client, session, span in rows.values_list("client", "session", "period"):
        found[client].append(Attended(session, Period(span.lower, span.upper)))
    return {client: tuple(parts) for client, parts in found.items()}


def here_since(clients: Collection[int], day: Period) -> dict[int, datetime]:
    """When those of `clients` who came in during `day` and have not left came in. One query."""
    rows = Visit.objects.filter(
        client__in=clients, undone_at=None, departed_at=None, arrived_at__gte=day.start, arrived_at__lt=day.end
    )
    return dict(rows.values_list("client", "arrived_at"))


def day_at_door(by: Actor, *, site: int, day: Period, now: datetime) -> DayAtDoor:
    """The sessions of a local day at a site with who is expected, here, missing and gone, as it stands at `now`.

    Seven queries, however many sessions and clients. Raises NotAllowed, NotFound.
    """
    demand(by, MAY_SEE_TODAY, [site])
    sessions = sessions_on(site, day)
    expected = {client for session in sessions for client in session.expected}
    visits = _visits(site, expected, day)
    faces = people.at_the_door(by, expected | {visit.client for visit in visits})
    minutes = _minutes([session.id for session in sessions])
    cards = tuple(_card(session, visits, faces, minutes, day, now) for session in sessions)
    still_in = [InBuilding(v, faces[v.client].name) for v in visits if v.departed_at is None]
    rows = [row for card in cards for row in card.roster]
    return DayAtDoor(
        groups=tuple(card for card in cards if card.group),
        individual=tuple(card for card in cards if not card.group),
        missing=_missing(cards),
        in_building=tuple(sorted((one for one in still_in if _in_day(one.visit, day)), key=lambda one: one.name)),
        forgotten=tuple(one for one in still_in if one.visit.arrived_at < day.start),
        expected=len({row.client for row in rows}),
        here=len({row.client for row in rows if row.at_door is AtDoor.HERE}),
        left=len({row.client for row in rows if row.at_door is AtDoor.LEFT} - _here(rows)),
    )


def visit_of(by: Actor, visit: int) -> DoorVisit:
    """One visit that was not taken back. Raises NotFound beyond the actor's reach. One query."""
    row = Visit.objects.filter(pk=visit, undone_at=None).first()
    if row is None or not by.works_at(row.site_id):
        raise NotFound
    return DoorVisit(row.pk, row.client_id, row.arrived_at, row.departed_at)


def client_of(by: Actor, visit: int) -> int:
    """Whose visit it is, taken back or not. Raises NotFound beyond the actor's reach. One query."""
    row = Visit.objects.filter(pk=visit).values_list("client", "site").first()
    if row is None or not by.works_at(row[1]):
        raise NotFound
    return row[0]


def _visits(site: int, clients: Collection[int], day: Period) -> list[DoorVisit]:
    """Visits of the day of `clients` or to `site`, and those from before that were never ended. Two queries."""
    near = Visit.objects.filter(Q(site=site) | Q(client__in=clients), undone_at=None)
    of_day = near.filter(arrived_at__gte=day.start, arrived_at__lt=day.end)
    forgotten = near.filter(departed_at=None, arrived_at__lt=day.start)
    return [
        DoorVisit(*row)
        for rows in (forgotten, of_day)
        for row in rows.order_by("arrived_at").values_list("pk", "client", "arrived_at", "departed_at")
    ]


def _minutes(sessions: Sequence[int]) -> defaultdict[tuple[int, int], int]:
    """Attended minutes by (session, client)."""
    found: defaultdict[tuple[int, int], int] = defaultdict(int)
    rows = Segment.objects.filter(session__in=sessions, undone_at=None)
    for session, client, span in rows.values_list("session", "client", "period"):
        found[session, client] += Period(span.lower, span.upper).minutes
    return found


def _card(
    session: SessionOnDay,
    visits: Sequence[DoorVisit],
    faces: dict[int, DoorRow],
    minutes: defaultdict[tuple[int, int], int],
    day: Period,
    now: datetime,
) -> SessionCard:
    roster = [
        _row(
            client,
            session,
            [v for v in visits if v.client == client],
            faces[client],
            minutes[session.id, client],
            day,
            now,
        )
        for client in session.expected
    ]
    return SessionCard(
        id=session.id,
        title=session.title,
        group=session.group,
        service=session.service,
        hue=session.hue,
        period=session.period,
        room=session.room,
        virtual=session.virtual,
        leader=session.leader,
        capacity=session.capacity,
        expected=len(session.expected),
        over=session.period.end <= now,
        roster=tuple(sorted(roster, key=lambda row: (row.name.casefold(), row.client))),
    )


def _row(
    client: int,
    session: SessionOnDay,
    visits: Sequence[DoorVisit],
    face: DoorRow,
    minutes: int,
    day: Period,
    now: datetime,
) -> RosterRow:
    state, visit = rules.at_door(session.period, [v for v in visits if _in_day(v, day)], now)
    return RosterRow(
        client=client,
        name=face.name,
        pronouns=face.pronouns,
        phone=face.phone,
        at_door=state,
        visit=visit,
        forgotten=next((v for v in visits if v.departed_at is None and not _in_day(v, day)), None),
        minutes=minutes,
    )


def _missing(cards: Sequence[SessionCard]) -> tuple[MissingRow, ...]:
    """Each missing person once, with the first session they are missed in, in the order of time."""
    found: dict[int, MissingRow] = {}
    here = _here([row for card in cards for row in card.roster])
    for card in cards:
        for row in card.roster:
            if row.at_door is AtDoor.MISSING and row.client not in here:
                found.setdefault(row.client, MissingRow(row, card))
    return tuple(found.values())


def _here(rows: Sequence[RosterRow]) -> set[int]:
    return {row.client for row in rows if row.at_door is AtDoor.HERE}


def _in_day(visit: DoorVisit, day: Period) -> bool:
    return day.start <= visit.arrived_at < day.end


def visits_in(client: int, period: Period) -> tuple[VisitRow, ...]:
    """A client's visits that began during `period`, in the order of time, with what they attended. One query."""
    return visits_of([client], period).get(client, ())


def visits_of(clients: Collection[int], period: Period) -> dict[int, tuple[VisitRow, ...]]:
    """Each client's visits that began during `period`, in the order of time, with what they attended. One query."""
    rows = (
        Visit.objects.filter(
            client__in=clients, undone_at=None, arrived_at__gte=period.start, arrived_at__lt=period.end
        )
        .annotate(counted=FilteredRelation("segments", condition=Q(segments__undone_at=None)))
        .order_by("arrived_at", "counted__period")
        .values_list("client", "pk", "joined", "arrived_at", "departed_at", "counted__session", "counted__period")
    )
    found: defaultdict[int, dict[int, VisitRow]] = defaultdict(dict)
    for client, number, joined, arrived, departed, session, span in rows:
        row = found[client].get(number) or VisitRow(number, Joined(joined), arrived, departed, ())
        parts = () if session is None else (Attended(session, Period(span.lower, span.upper)),)
        found[client][number] = replace(row, attended=row.attended + parts)
    return {client: tuple(visits.values()) for client, visits in found.items()}
