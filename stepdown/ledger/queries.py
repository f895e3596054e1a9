"""Reading the ledger: joins plan, schedule and session. A constant number of queries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from stepdown.episode import queries as episode
from stepdown.kernel.week import Week, day_of
from stepdown.ledger import rules
from stepdown.ledger.terms import WeekFacts, WeekMinutes
from stepdown.plan import queries as plan
from stepdown.schedule import queries as schedule
from stepdown.session import queries as session


def week_of_clients(clients: Collection[int], week: Week, *, now: datetime) -> dict[int, WeekMinutes]:
    """One line per client, by client id, as the week stands at `now`."""
    period = week.period
    prescribed = plan.prescribed_weeks(clients, week.monday)
    expected = schedule.expected_in(clients, period)
    attended = session.attended_in(clients, period)
    here = session.here_since(clients, day_of(now, week.zone))
    held = episode.on_hold(clients, week.day_near(now))
    return {
        client: rules.week_minutes(
            WeekFacts(
                client=client,
                prescribed=prescribed[client].minutes if client in prescribed else 0,
                minimum=prescribed[client].minimum_week_minutes if client in prescribed else 0,
                scheduled=tuple(e.period for e in expected.get(client, ())),
                attended=tuple(a.period for a in attended.get(client, ())),
                on_hold=client in held,
                here_since=here.get(client),
            ),
            now=now,
        )
        for client in clients
    }
