"""What stands in the way of writing visits down afterwards, told for every line of a sign-in sheet at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from stepdown.agency import queries as agency
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Obstacle
from stepdown.kernel.period import Period
from stepdown.kernel.week import day_of
from stepdown.people import queries as people
from stepdown.session import rules
from stepdown.session.access import MAY_CHECK_IN
from stepdown.session.models import Visit
from stepdown.session.queries import facts
from stepdown.session.terms import Blocker, PaperVisit, PlannedForClient


def sheet_obstacles(by: Actor, rows: Sequence[PaperVisit], *, at: datetime) -> tuple[Obstacle, ...]:
    """Everything wrong with any line, as `record_day` would refuse it: `about["row"]` is its place, from 0.

    Raises NotAllowed, NotFound.
    """
    if not by.has_any(MAY_CHECK_IN):
        raise NotAllowed
    sites = people.sites_of({row.client for row in rows})
    if not all(by.works_at(site) for site in sites.values()):
        raise NotFound
    return obstacles(rows, days_of(rows, sites), at=at)


def days_of(rows: Sequence[PaperVisit], sites: Mapping[int, int]) -> list[Period]:
    """The local day of each line, at its client's site. A query a site."""
    zones = {site: agency.time_zone(site) for site in set(sites.values())}
    return [day_of(row.arrived_at, zones[sites[row.client]]) for row in rows]


def obstacles(rows: Sequence[PaperVisit], days: Sequence[Period], *, at: datetime) -> tuple[Obstacle, ...]:
    """Everything wrong with any line. Two queries, however many lines."""
    if not rows:
        return ()
    clients = {row.client for row in rows}
    whole = Period(min(day.start for day in days), max(day.end for day in days))
    planned = facts.planned_on(clients, whole)
    there = _visits(rows)
    found = []
    for number, (row, day) in enumerate(zip(rows, days, strict=True)):
        told = _line(row, day, planned[row.client], there[row.client], at)
        if any(one.client == row.client and _overlap(one, row.arrived_at, row.departed_at) for one in rows[:number]):
            told = (*told, Obstacle(Blocker.NAMED_TWICE))
        found += [Obstacle(one.blocker, {"row": number}, one.override_by) for one in dict.fromkeys(told)]
    return tuple(found)


def _line(
    row: PaperVisit,
    day: Period,
    planned: Sequence[PlannedForClient],
    there: Sequence[tuple[datetime, datetime | None]],
    at: datetime,
) -> tuple[Obstacle, ...]:
    here = any(came < row.departed_at and (left is None or row.arrived_at < left) for came, left in there)
    today = any(one.period.overlaps(day) for one in planned)
    coming = rules.arriving(arrived_at=row.arrived_at, at=at, already_in=here, planned_today=today)
    going = rules.departing(arrived_at=row.arrived_at, departed_at=row.departed_at, at=at, still_in=True, day=day)
    return (*coming, *going)


def _overlap(one: PaperVisit, came: datetime, left: datetime) -> bool:
    return one.arrived_at < left and came < one.departed_at


def _visits(rows: Sequence[PaperVisit]) -> defaultdict[int, list[tuple[datetime, datetime | None]]]:
    """The visits of the clients of `rows` that could touch any of them, by client. One query."""
    first = min(row.arrived_at for row in rows) - timedelta(days=1)
    last = max(max(row.arrived_at, row.departed_at) for row in rows)
    near = Visit.objects.filter(
        Q(departed_at=None) | Q(arrived_at__gte=first),
        client__in={row.client for row in rows},
        undone_at=None,
        arrived_at__lte=last,
    )
    found: defaultdict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for client, came, left in near.values_list("client", "arrived_at", "departed_at"):
        found[client].append((came, left))
    return found
