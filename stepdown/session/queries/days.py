"""What door and leaders say of the days of many clients, asked for a month at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stepdown.kernel.period import Period
from stepdown.session.models import Said
from stepdown.session.queries import facts
from stepdown.session.rules.days import DaysOf, by_day
from stepdown.session.terms import DoorVisit, Gone, PlannedForClient


@dataclass(frozen=True, slots=True)
class ClientDay:
    """One local day of one client: what was planned, and what is said of it."""

    client: int
    day: Period
    planned: Sequence[PlannedForClient]
    visits: Sequence[DoorVisit]
    gone: Sequence[Gone]
    said: Sequence[Said]


def client_days(span: Period, days: DaysOf) -> Iterator[ClientDay]:
    """Each of `days`, which lie within `span`. Four queries, however many."""
    planned, visits = facts.planned_on(days, span), facts.visits_on(days, span)
    gone, said = facts.gone_on(days, span), defaultdict(list)
    for row in facts.said_on(days, span):
        said[row.client_id].append(row)
    for client, its in days.items():
        plans = by_day(planned[client], its, lambda one: one.period)
        doors = by_day(visits[client], its, lambda visit: visit.arrived_at)
        outs = by_day(gone[client], its, lambda out: out.left_at)
        words = by_day(said[client], its, lambda row: Period(row.leading.period.lower, row.leading.period.upper))
        for day in its:
            yield ClientDay(client, day, plans[day], doors[day], outs[day], words[day])
