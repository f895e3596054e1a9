"""Rows → what rules ask of the clients of a session on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from stepdown.agency import queries as agency
from stepdown.episode import queries as episode
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.people import queries as people
from stepdown.plan import queries as plan
from stepdown.safety import queries as safety
from stepdown.schedule.models import (
    ClientAvailability,
    Participant,
    TrackBlock,
    TrackEnrollment,
)
from stepdown.schedule.queries.stands import in_force
from stepdown.schedule.terms import (
    Busy,
    ClientFacts,
    Hours,
)

Known = dict[tuple[int, date], ClientFacts]
"""What was asked already of a client on a day, their other sessions apart: it stays true while seats are given."""


def client_facts(
    clients: Mapping[int, bool], week: Week, day: date, *, but: int | None, known: Known | None = None
) -> tuple[ClientFacts, ...]:
    """The clients on `day`, in the order of their ids; `clients` says who joins by video. Twelve queries; one when all
    are `known`, which is added to.
    """
    if not clients:
        return ()
    known = {} if known is None else known
    if new := [client for client in clients if (client, day) not in known]:
        known.update(known_on(new, day))
    busy: defaultdict[int, list[Busy]] = defaultdict(list)
    around = (week.period.start, week.period.end)
    for client, period, group in (
        Participant.objects.filter(client__in=clients, active=True, client_present=True, period__overlap=around)
        .exclude(session=but)
        .values_list("client", "period", "session__group")
    ):
        busy[client].append(Busy(Period(period.lower, period.upper), group=group is not None))
    return tuple(
        replace(known[client, day], busy=tuple(busy[client]), by_video=clients[client]) for client in sorted(clients)
    )


def known_on(clients: Collection[int], day: date) -> Known:
    """What is asked of all these clients on a day, in nine queries, to be passed on as `known`."""
    return {(one.id, day): one for one in _on_day(clients, day)}


def _on_day(clients: Collection[int], day: date) -> Iterator[ClientFacts]:
    """The clients on `day`, without their other sessions. Nine queries."""
    hours: defaultdict[int, list[Hours]] = defaultdict(list)
    for client, *stretch in ClientAvailability.objects.filter(client__in=clients).values_list(
        "client", "weekday", "starts", "ends"
    ):
        hours[client].append(Hours(*stretch))
    tracks: defaultdict[int, set[int]] = defaultdict(set)
    for client, track in TrackEnrollment.objects.filter(in_force(day), client__in=clients).values_list(
        "client", "track"
    ):
        tracks[client].add(track)
    pauses = _pauses({track for joined in tracks.values() for track in joined})
    languages, stays, held = people.languages_of(clients), episode.stays_on(clients, day), episode.on_hold(clients, day)
    cleared = episode.cleared(clients, day)
    populations = agency.populations_of({stay.program for stay in stays.values()})
    weeks, apart = plan.prescribed_weeks(clients, day), safety.must_not_meet(clients, day)
    for client in clients:
        yield ClientFacts(
            id=client,
            level=stays[client].level if client in stays else "",
            prescribed=frozenset(line.service for line in weeks[client].services) if client in weeks else frozenset(),
            languages=languages[client],
            tracks=frozenset(tracks[client]),
            available=tuple(hours[client]),
            busy=(),
            must_not_meet=apart.get(client, frozenset()),
            population=populations[stays[client].program] if client in stays else "",
            on_hold=client in held,
            cleared=client in cleared,
            pauses=tuple(pause for track in sorted(tracks[client]) for pause in pauses[track]),
        )


def _pauses(tracks: Collection[int]) -> defaultdict[int, list[Hours]]:
    """The breaks of each of `tracks`. One query."""
    found: defaultdict[int, list[Hours]] = defaultdict(list)
    rows = TrackBlock.objects.filter(track__in=tracks, break_starts__isnull=False)
    for track, weekday, starts, ends in rows.values_list("track", "weekday", "break_starts", "break_ends"):
        found[track].append(Hours(weekday, starts or 0, ends or 0))
    return found
