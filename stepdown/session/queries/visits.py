"""Visits and what was attended within them, for charts, the ledger and lists; in bulk, by index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import connection
from django.db.models import FilteredRelation, Q

from stepdown.audit.terms import Actor, NotFound
from stepdown.kernel.period import Period, minutes_covered
from stepdown.kernel.week import Week
from stepdown.people import queries as people
from stepdown.session.models import Away, Missed, Segment, VideoJoining, Visit
from stepdown.session.queries.facts import gone_of
from stepdown.session.terms import Attended, DoorVisit, Gone, Joined, VideoPlace, VisitRow


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
    """When those of `clients` who came in during `day`, or joined by video, and have not left did so. One query."""
    rows = Visit.objects.filter(
        client__in=clients, undone_at=None, departed_at=None, arrived_at__gte=day.start, arrived_at__lt=day.end
    )
    return dict(rows.values_list("client", "arrived_at"))


def attended_by_week(clients: Collection[int], weeks: Sequence[Week]) -> dict[tuple[int, Week], int]:
    """Attended minutes of each of `clients` in each of `weeks` in which there are any. One query.

    A minute at the seam of two weeks belongs to the week it lies in.
    """
    whole = Period(min(week.period.start for week in weeks), max(week.period.end for week in weeks))
    found = {}
    for client, parts in attended_in(clients, whole).items():
        for week in weeks:
            if minutes := minutes_covered(
                inside for part in parts if (inside := part.period.overlap(week.period)) is not None
            ):
                found[client, week] = minutes
    return found


_ARRIVALS = """
SELECT client, arrived_at
  FROM unnest(%(clients)s::bigint[]) AS client
 CROSS JOIN LATERAL (
       (SELECT arrived_at FROM session_visit
         WHERE client_id = client AND undone_at IS NULL AND arrived_at < %(start)s
         ORDER BY arrived_at DESC LIMIT 1)
       UNION ALL
       (SELECT arrived_at FROM session_visit
         WHERE client_id = client AND undone_at IS NULL AND arrived_at >= %(start)s AND arrived_at < %(end)s)
      ) AS visit
 ORDER BY arrived_at
"""


def arrivals(clients: Collection[int], period: Period) -> dict[int, tuple[datetime, ...]]:
    """When each of `clients` last came before `period`, and when they came during it, in the order of time. One query.

    Joining by video is coming. One look at an index for each client, however many years there are; who never came has
    no entry.
    """
    found: defaultdict[int, list[datetime]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_ARRIVALS, {"clients": list(clients), "start": period.start, "end": period.end})
        for client, arrived in cursor.fetchall():
            found[client].append(arrived)
    return {client: tuple(moments) for client, moments in found.items()}


def last_place(client: int) -> VideoPlace | None:
    """Where the client was when they last joined by video, to be asked whether it is so today; or None. One query."""
    row = VideoJoining.objects.filter(visit__client=client, visit__undone_at=None).order_by("-asked_at").first()
    return None if row is None else VideoPlace(row.state, row.address, row.callback, private=False)


def place_of(by: Actor, visit: int) -> VideoPlace | None:
    """Where somebody who joined by video is, for who must send help. Raises NotFound. Two queries."""
    visit_of(by, visit)
    row = VideoJoining.objects.filter(visit=visit).first()
    return None if row is None else VideoPlace(row.state, row.address, row.callback, row.private)


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


def told_missed(clients: Collection[int], first: date, last: date) -> dict[int, frozenset[date]]:
    """The local days from `first` to `last`, both included, for which each of `clients` said why they do not come.

    One query.
    """
    found: defaultdict[int, set[date]] = defaultdict(set)
    rows = Missed.objects.filter(client__in=clients, day__gte=first, day__lte=last, undone_at=None)
    for client, day in rows.values_list("client", "day"):
        found[client].add(day)
    return {client: frozenset(days) for client, days in found.items()}


def out_of(by: Actor, away: int) -> Gone:
    """One time somebody was asked out, taken back or not. Raises NotFound beyond the actor's reach. Two queries."""
    row = Away.objects.filter(pk=away).first()
    site = people.site_of(row.client_id) if row else None
    if row is None or not by.works_at(site):
        raise NotFound
    return gone_of(row)


def missed_by(by: Actor, missed: int) -> int:
    """Who does not come, of one reason written down. Raises NotFound beyond the actor's reach. One query."""
    row = Missed.objects.filter(pk=missed).values_list("client", "site").first()
    if row is None or not by.works_at(row[1]):
        raise NotFound
    return row[0]
