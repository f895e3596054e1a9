"""What happened in the demo up to now: who came, when, until when; recorded at the door like anywhere."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta

from stepdown.audit.terms import Actor
from stepdown.demo.people import DemoClient
from stepdown.demo.plan import TRACKS, VIDEO
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.schedule.terms import NewSession
from stepdown.session.actions import check_in, check_out
from stepdown.session.terms import Joined

MISSING_TODAY = 2
ABSENT = 0.06
"""Share of earlier days on which somebody who was expected did not come."""


def live(
    *, by: Actor, at: datetime, seed: int, week: Week, clients: list[DemoClient], sessions: list[NewSession]
) -> None:
    """Check everybody in and out who came in `week` up to `at`; of those whose day began today, two are missing."""
    days: defaultdict[tuple[int, int], list[Period]] = defaultdict(list)
    for session in sessions:
        for client in session.clients:
            days[week.place(session.period.start)[0], client].append(session.period)
    today = week.place(at)[0]
    places = {client.id: place for place, client in enumerate(clients)}
    joined = {c.id: Joined.VIDEO if TRACKS[c.track].site == VIDEO else Joined.IN_PERSON for c in clients}
    missing = 0
    for (day, client), periods in sorted(days.items()):
        chance = random.Random(f"{seed} {week.monday} {day} {places[client]}")  # noqa: S311, a demo, not a secret
        begins, ends = min(p.start for p in periods), max(p.end for p in periods)
        arrives = begins + timedelta(minutes=chance.choice((-12, -9, -7, -5, -4, -3, -2, 0, 6)))
        leaves = ends + timedelta(minutes=chance.choice((-20, 1, 2, 3, 4, 5, 7)))
        if day == today and begins <= at and missing < MISSING_TODAY:
            missing += 1
            continue
        if arrives > at or (day != today and chance.random() < ABSENT):
            continue
        visit = check_in(by=by, at=arrives, client=client, joined=joined[client], arrived_at=arrives)
        if leaves <= at:
            check_out(by=by, at=leaves, visit=visit, departed_at=leaves)
