"""Which minutes count, worked out anew whenever something is said about a client's day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepdown.audit.context import current_action
from stepdown.kernel.period import Period
from stepdown.session import rules
from stepdown.session.models import Said, Segment
from stepdown.session.queries import facts
from stepdown.session.terms import Joined

_Part = tuple[int, int, int, Joined, datetime, datetime]


def recount(*, site: int, clients: Collection[int], day: Period, at: datetime) -> None:
    """Write down which minutes of a local day count for `clients`, and where desk and leader disagree.

    A segment that counts no more is undone and stays on record; one that still counts is left alone. Their locks are
    held by the action that calls it. Six queries, and those that write.
    """
    current_action()
    planned, visits = facts.planned_on(clients, day), facts.visits_on(clients, day)
    gone, said = facts.gone_on(clients, day), facts.said_on(clients, day)
    words = {
        client: {row.session_id: facts.word_of(row) for row in said if row.client_id == client} for client in clients
    }
    wanted: set[_Part] = {
        (visit.id, part.session, client, visit.joined, part.period.start, part.period.end)
        for client in clients
        for visit in visits[client]
        for part in rules.attended(visit, planned[client], words[client], gone[client])
    }
    _write(clients, day, wanted, at)
    if not said:
        return
    tolerance = facts.tolerance(site, day)
    periods = {one.session: one.period for rows in planned.values() for one in rows}
    for row in said:
        period = periods.get(row.session_id)
        word, out = facts.word_of(row), gone[row.client_id]
        apart = period and rules.apart(visits[row.client_id], period, word, out, tolerance=tolerance)
        desk, leader = (apart.desk, apart.leader) if apart else (None, None)
        if (desk, leader) != (row.desk_minutes, row.leader_minutes):
            Said.objects.filter(pk=row.pk).update(desk_minutes=desk, leader_minutes=leader)


def _write(clients: Collection[int], day: Period, wanted: set[_Part], at: datetime) -> None:
    """Undo the segments of that day that are not wanted, and add those that are missing."""
    rows = Segment.objects.filter(client__in=clients, undone_at=None, period__overlap=(day.start, day.end))
    there: dict[_Part, int] = {}
    for row in rows:
        part = (row.visit_id, row.session_id, row.client_id, Joined(row.joined), row.period.lower, row.period.upper)
        there[part] = row.pk
    if over := [number for part, number in there.items() if part not in wanted]:
        Segment.objects.filter(pk__in=over).update(undone_at=at)
    Segment.objects.bulk_create(
        Segment(visit_id=visit, session_id=session, client_id=client, joined=joined, period=DateTimeTZRange(start, end))
        for visit, session, client, joined, start, end in sorted(wanted - there.keys(), key=lambda part: part[4:])
    )
