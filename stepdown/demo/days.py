"""What happened in the demo up to now: who came, when, until when; recorded at the door like anywhere."""

from __future__ import annotations

import random
from collections import defaultdict
from contextlib import suppress
from datetime import datetime, timedelta

from stepdown.agency.queries import site_records
from stepdown.audit.terms import Actor, Refused
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.schedule.terms import CalendarSession
from stepdown.session.actions import check_in, check_out, join_by_video
from stepdown.session.queries import visits_of
from stepdown.session.terms import Joined, VideoPlace, VisitRow

MISSING_TODAY = 2
ABSENT = 0.06
"""Share of earlier days on which somebody who was expected did not come."""

AT_HOME = VideoPlace("IL", "100 Synthetic Street, Springfield", "+1 202 555 0100", private=True)


def live(*, by: Actor, at: datetime, seed: int, week: Week, sessions: list[CalendarSession]) -> None:
    """Check everybody in and out who came in `week` up to `at`; of those whose day began today, two are missing.

    What is recorded stays: who came already is only checked out, when it is time.
    """
    virtual = {site.id for site in site_records() if site.virtual}
    days: defaultdict[tuple[int, int], list[Period]] = defaultdict(list)
    joined: dict[int, Joined] = {}
    for session in sessions:
        for client in session.clients:
            days[week.place(session.period.start)[0], client].append(session.period)
            joined[client] = Joined.VIDEO if session.site in virtual else Joined.IN_PERSON
    visits = visits_of(joined, week.period)
    came = {(week.place(visit.arrived_at)[0], client): visit for client in visits for visit in visits[client]}
    places = {client: place for place, client in enumerate(sorted(joined))}
    missing = 0
    for (day, client), periods in sorted(days.items()):
        chance = random.Random(f"{seed} {week.monday} {day} {places[client]}")  # noqa: S311, a demo, not a secret
        arrives = min(periods).start + timedelta(minutes=chance.choice((-12, -9, -7, -5, -4, -3, -2, 0, 6)))
        leaves = max(p.end for p in periods) + timedelta(minutes=chance.choice((-20, 1, 2, 3, 4, 5, 7)))
        today, absent = day == week.place(at)[0], chance.random() < ABSENT
        visit = came.get((day, client))
        if visit is not None:
            _leave(by, at, visit, leaves)
        elif today and min(periods).start <= at and missing < MISSING_TODAY:
            missing += 1
        elif arrives <= at and (today or not absent):
            _come(by, at, client, joined[client], arrives, leaves)


def _come(by: Actor, at: datetime, client: int, joined: Joined, arrives: datetime, leaves: datetime) -> None:
    with suppress(Refused):  # still in since another day: forgotten, for the desk to mend
        if joined is Joined.VIDEO:
            visit = join_by_video(by=by, at=arrives, client=client, place=AT_HOME)
        else:
            visit = check_in(by=by, at=arrives, client=client)
        if leaves <= at:
            check_out(by=by, at=leaves, visit=visit, departed_at=leaves)


def _leave(by: Actor, at: datetime, visit: VisitRow, leaves: datetime) -> None:
    """Check out who is still in when it is time, even when they came late."""
    leaves = max(leaves, visit.arrived_at + timedelta(minutes=15))
    if visit.departed_at is None and leaves <= at:
        check_out(by=by, at=leaves, visit=visit.id, departed_at=leaves)
