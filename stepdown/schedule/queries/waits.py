"""Holes in clients' days: who waits between two groups, and who would if a session were gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from stepdown.agency.queries import time_zone
from stepdown.kernel.period import Period
from stepdown.kernel.week import day_of, zone_of
from stepdown.schedule.models import Participant, PlannedSession, TrackBlock
from stepdown.schedule.queries.stands import period_of
from stepdown.schedule.rules.clients import holes, new_holes
from stepdown.schedule.rules.series import period_on
from stepdown.schedule.terms import SessionState


@dataclass(frozen=True, slots=True)
class Wait:
    """A client waits between two groups, longer than a change of rooms takes, and in no break of their tracks."""

    day: date
    period: Period


def waits_of(client: int, period: Period, zone: str) -> tuple[Wait, ...]:
    """Where a client waits within `period`, by the local days of `zone`, in the order of time. Two queries."""
    days: defaultdict[date, list[Period]] = defaultdict(list)
    for _, _, one in _groups([client], period):
        days[one.start.astimezone(zone_of(zone)).date()].append(one)
    found = []
    breaks = _breaks([client])
    for day, groups in sorted(days.items()):
        found += [Wait(day, hole) for hole in holes(groups, _pauses(breaks[client], day, zone))]
    return tuple(found)


def left_waiting(session: int, clients: Collection[int] = ()) -> tuple[int, ...]:
    """Who of `clients` (everybody expected) would wait between two groups if `session` were gone for them. Four queries."""
    row = PlannedSession.objects.filter(pk=session, state=SessionState.PLANNED, group__isnull=False).first()
    if row is None:
        return ()
    zone, gone = time_zone(row.site_id), period_of(row)
    there = row.participants.filter(active=True, client_present=True).values_list("client", flat=True)
    expected = [client for client in there if not clients or client in clients]
    day = gone.start.astimezone(zone_of(zone)).date()
    mine: defaultdict[int, list[Period]] = defaultdict(list)
    for client, number, one in _groups(expected, day_of(gone.start, zone)):
        if number != session:
            mine[client].append(one)
    breaks = _breaks(expected)
    return tuple(
        client
        for client in sorted(expected)
        if new_holes([*mine[client], gone], mine[client], _pauses(breaks[client], day, zone))
    )


def _groups(clients: Collection[int], period: Period) -> list[tuple[int, int, Period]]:
    """(client, session, when) of the groups in which `clients` are expected. One query."""
    rows = Participant.objects.filter(
        client__in=clients,
        active=True,
        client_present=True,
        session__group__isnull=False,
        session__state=SessionState.PLANNED,
        period__overlap=(period.start, period.end),
    )
    return [
        (client, session, Period(span.lower, span.upper))
        for client, session, span in rows.values_list("client", "session", "period")
    ]


def _breaks(clients: Collection[int]) -> defaultdict[int, list[tuple[int, int, int, date, date | None]]]:
    """The breaks of each client's tracks, with the days on which they are in the track. One query."""
    found: defaultdict[int, list[tuple[int, int, int, date, date | None]]] = defaultdict(list)
    rows = TrackBlock.objects.filter(Q(break_starts__isnull=False), track__clients__client__in=clients)
    columns = ("weekday", "break_starts", "break_ends", "track__clients__starts", "track__clients__ends")
    for client, *rest in rows.values_list("track__clients__client", *columns):
        found[client].append(tuple(rest))
    return found


def _pauses(breaks: Collection[tuple[int, int, int, date, date | None]], day: date, zone: str) -> list[Period]:
    """The breaks that hold on a local day."""
    return [
        period_on(day, starts, ends - starts, zone)
        for weekday, starts, ends, since, until in breaks
        if weekday == day.weekday() and since <= day and (until is None or day < until)
    ]
