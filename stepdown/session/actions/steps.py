"""Which minutes count, worked out anew whenever something is said about a client's day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cache

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepdown.audit.context import current_action
from stepdown.kernel.period import Period
from stepdown.session import rules
from stepdown.session.models import Said, Segment
from stepdown.session.queries import facts
from stepdown.session.queries.days import ClientDay, client_days
from stepdown.session.rules.days import DaysOf, by_day, by_months
from stepdown.session.terms import Joined, Word

_Part = tuple[int, int, int, Joined, datetime, datetime]


def recount(*, site: int, clients: Collection[int], day: Period, at: datetime) -> None:
    """Write down which minutes of a local day count for `clients`, and where desk and leader disagree.

    A segment that counts no more is undone and stays on record; one that still counts is left alone. Their locks are
    held by the action that calls it. Five queries, and those that write.
    """
    recount_days(sites=dict.fromkeys(clients, site), days=[(client, day) for client in clients], at=at)


def recount_days(*, sites: Mapping[int, int], days: Iterable[tuple[int, Period]], at: datetime) -> None:
    """`recount` many days of many clients, given with the local days of each one's site. As many queries a month."""
    current_action()
    for span, asked in by_months(days):
        told = list(client_days(span, asked))
        wanted: set[_Part] = {
            (visit.id, part.session, one.client, visit.joined, part.period.start, part.period.end)
            for one in told
            for visit in one.visits
            for part in rules.attended(visit, one.planned, _words(one), one.gone)
        }
        _write(span, asked, wanted, at)
        _compare(told, sites)


def _words(one: ClientDay) -> dict[int, Word]:
    """What the leaders say of that day, by session."""
    return {row.session_id: facts.word_of(row) for row in one.said}


def _compare(told: Iterable[ClientDay], sites: Mapping[int, int]) -> None:
    """Write down where desk and leader are apart. Two queries a day and site on which a leader said something."""
    tolerance = cache(facts.tolerance)
    changed: defaultdict[tuple[int | None, int | None], list[int]] = defaultdict(list)
    for one in told:
        periods = {planned.session: planned.period for planned in one.planned}
        for row in one.said:
            period = periods.get(row.session_id)
            apart = period and rules.apart(
                one.visits, period, facts.word_of(row), one.gone, tolerance=tolerance(sites[one.client], one.day)
            )
            minutes = (apart.desk, apart.leader) if apart else (None, None)
            if minutes != (row.desk_minutes, row.leader_minutes):
                changed[minutes].append(row.pk)
    for (desk, leader), words in changed.items():
        Said.objects.filter(pk__in=words).update(desk_minutes=desk, leader_minutes=leader)


def _write(span: Period, days: DaysOf, wanted: set[_Part], at: datetime) -> None:
    """Undo the segments of those days that are not wanted, and add those that are missing."""
    rows = Segment.objects.filter(client__in=days, undone_at=None, period__overlap=(span.start, span.end))
    there: dict[_Part, int] = {}
    for row in rows:
        period = Period(row.period.lower, row.period.upper)
        if by_day([period], days[row.client_id], lambda one: one):
            part = (row.visit_id, row.session_id, row.client_id, Joined(row.joined), period.start, period.end)
            there[part] = row.pk
    if over := [number for part, number in there.items() if part not in wanted]:
        Segment.objects.filter(pk__in=over).update(undone_at=at)
    Segment.objects.bulk_create(
        Segment(visit_id=visit, session_id=session, client_id=client, joined=joined, period=DateTimeTZRange(start, end))
        for visit, session, client, joined, start, end in sorted(wanted - there.keys(), key=lambda part: part[4:])
    )
