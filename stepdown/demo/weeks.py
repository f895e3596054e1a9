"""The published weeks of the demo: every group of every track, and an individual session for nearly everybody; then
the same again, week after week.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from stepdown.audit.terms import Actor
from stepdown.demo.agency import Ids
from stepdown.demo.people import DemoClient
from stepdown.demo.plan import OP, ROOMS, SERVICES, TRACKS, ZONE, Track
from stepdown.episode.queries import levels_on, on_hold
from stepdown.kernel.week import Week
from stepdown.schedule.actions.weeks import open_week, publish_week
from stepdown.schedule.queries import setup as schedule
from stepdown.schedule.terms import CalendarSession, NewSession, NewWeek

NAME = "Cedar Commons"
OPENS, CLOSES, STEP = 8 * 60, 21 * 60, 15


@dataclass
class Taken:
    """Who is where, as (start, end) by (person, day): what individual sessions are fitted around."""

    spans: defaultdict[tuple[str, int, int], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def free(self, who: list[tuple[str, int]], day: int, start: int, end: int) -> bool:
        """Whether everybody is free then."""
        return all(end <= s or e <= start for kind, n in who for s, e in self.spans[kind, n, day])

    def take(self, who: list[tuple[str, int]], day: int, start: int, end: int) -> None:
        """Keep the time for everybody."""
        for kind, number in who:
            self.spans[kind, number, day].append((start, end))


def publish_first(*, by: Actor, at: datetime, week: Week, ids: Ids, clients: list[DemoClient]) -> None:
    """Open and publish the first `week`, from the plan, for the clients admitted by then."""
    here = [client for client in clients if client.since <= week.monday]
    taken = Taken()
    _publish(by, at, week, [*_groups(week, ids, here, taken), *_individual(week, ids, here, taken)])


def publish_like_before(*, by: Actor, at: datetime, week: Week) -> None:
    """Publish `week` like the one before it, unless it is there; without clients who are discharged or on hold."""
    known = schedule.weeks_called(NAME)
    earlier = [monday for monday in known if monday < week.monday]
    if week.monday in known or not earlier:
        return
    before = Week(max(earlier), ZONE)
    sessions = schedule.calendar(known[before.monday])
    booked = {client for session in sessions for client in session.clients}
    coming = levels_on(booked, week.monday).keys() - on_hold(booked, week.monday)
    _publish(by, at, week, list(_like(sessions, before, week, coming)))


def _like(sessions: list[CalendarSession], before: Week, week: Week, coming: Collection[int]) -> Iterator[NewSession]:
    """The same at the same time on the clock; an individual session only with its client."""
    for session in sessions:
        clients = tuple(client for client in session.clients if client in coming)
        if session.lead is not None and (clients or session.group is not None):
            yield NewSession(
                group=session.group,
                service=session.service,
                site=session.site,
                room=session.room,
                period=week.span(*before.place(session.period.start), session.period.minutes),
                capacity=session.capacity,
                lead=session.lead,
                clients=clients,
            )


def _publish(by: Actor, at: datetime, week: Week, sessions: Sequence[NewSession]) -> None:
    plan = open_week(by=by, at=at, week=NewWeek(NAME, week.monday, ZONE, 7, OPENS, CLOSES, STEP))
    publish_week(by=by, at=at, week=plan, sessions=sessions)


def _groups(week: Week, ids: Ids, clients: list[DemoClient], taken: Taken) -> Iterator[NewSession]:
    for code, track in TRACKS.items():
        for day in track.days:
            for start, service, leader in track.groups:
                minutes = SERVICES[service].minutes
                expected = _expected(code, track, day, clients)
                who = [("staff", ids.staff[leader]), *(("client", client) for client in expected)]
                taken.take(who, day, start, start + minutes)
                yield NewSession(
                    group=ids.groups[code, day, start],
                    service=ids.services[service],
                    site=ids.sites[track.site],
                    room=ids.rooms[track.room],
                    period=week.span(day, start, minutes),
                    capacity=ROOMS[track.room][1],
                    lead=ids.staff[leader],
                    clients=tuple(expected),
                )


def _expected(code: str, track: Track, day: int, clients: list[DemoClient]) -> list[int]:
    """Everybody of the track; who has open hours is not booked on its last day."""
    return [
        client.id for client in clients if client.track == code and not (client.open_hours and day == track.days[-1])
    ]


def _individual(week: Week, ids: Ids, clients: list[DemoClient], taken: Taken) -> Iterator[NewSession]:
    """The first time at which client and therapist are both free, at most two a day for a therapist."""
    minutes = SERVICES["individual"].minutes
    a_day: defaultdict[tuple[str, int], int] = defaultdict(int)
    for client in clients:
        track = TRACKS[client.track]
        if track.level is OP or client.open_hours:
            continue
        who = [("staff", ids.staff[track.therapist]), ("client", client.id)]
        first, last = track.individual
        slots = ((day, start) for start in range(first, last - minutes + 1, 30) for day in track.individual_days)
        for day, start in slots:
            if a_day[track.therapist, day] < 2 and taken.free(who, day, start, start + minutes):
                taken.take(who, day, start, start + minutes)
                a_day[track.therapist, day] += 1
                yield NewSession(
                    group=None,
                    service=ids.services["individual"],
                    site=ids.sites[track.site],
                    room=None,
                    period=week.span(day, start, minutes),
                    capacity=1,
                    lead=who[0][1],
                    clients=(client.id,),
                )
                break
