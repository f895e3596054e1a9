"""What stands in the way of writing visits down afterwards, told for every line of a sign-in sheet at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
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
from stepdown.session.rules.days import by_day, by_months
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
    """Everything wrong with any line. Two queries a month the lines are of, however many."""
    lines = [(row.client, day) for row, day in zip(rows, days, strict=True)]
    busy: set[tuple[int, Period]] = set()
    there: defaultdict[int, list[_Stay]] = defaultdict(list)
    for span, asked in by_months(lines):
        planned = facts.planned_on(asked, span)
        busy.update((client, day) for client in asked for day in by_day(planned[client], asked[client], _period))
        _add_visits(there, asked, span)
    found = []
    for number, (row, line) in enumerate(zip(rows, lines, strict=True)):
        told = _line(row, line[1], line in busy, there[row.client], at)
        found += [Obstacle(one.blocker, {"row": number}, one.override_by) for one in dict.fromkeys(told)]
        there[row.client].append((row.arrived_at, row.departed_at, False))
    return tuple(found)


_Stay = tuple[datetime, datetime | None, bool]
"""In, out, and whether it is written down already; else an earlier line says so."""


def _period(one: PlannedForClient) -> Period:
    return one.period


def _line(row: PaperVisit, day: Period, today: bool, there: Sequence[_Stay], at: datetime) -> tuple[Obstacle, ...]:
    """`today`: something is planned on that day. `there` are other visits of the client."""
    at_once = {
        written for came, left, written in there if came < row.departed_at and (left is None or row.arrived_at < left)
    }
    coming = rules.arriving(arrived_at=row.arrived_at, at=at, already_in=True in at_once, planned_today=today)
    going = rules.departing(arrived_at=row.arrived_at, departed_at=row.departed_at, at=at, still_in=True, day=day)
    where = rules.joining(row.place) if row.place else ()
    return (*coming, *going, *where, *([Obstacle(Blocker.NAMED_TWICE)] if False in at_once else ()))


def _add_visits(there: dict[int, list[_Stay]], clients: Collection[int], span: Period) -> None:
    """The visits that could touch any line of `span`: begun within a day of it, or still open. One query."""
    near = Visit.objects.filter(
        Q(departed_at=None) | Q(arrived_at__gte=span.start - timedelta(days=1)),
        client__in=clients,
        undone_at=None,
        arrived_at__lte=span.end + timedelta(days=1),
    )
    for client, came, left in near.values_list("client", "arrived_at", "departed_at"):
        there[client].append((came, left, True))
