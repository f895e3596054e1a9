"""Reading the ledger: joins plan, schedule and session. A constant number of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepdown.agency.access import demand
from stepdown.audit.terms import Actor
from stepdown.coverage import queries as coverage
from stepdown.coverage.terms import AuthorizedWeek
from stepdown.episode import queries as episode
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.period import Period, minutes_covered
from stepdown.kernel.week import Week, day_of
from stepdown.ledger import rules
from stepdown.ledger.access import MAY_SEE_LEDGER
from stepdown.ledger.terms import WeekFacts, WeekMinutes
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
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


@dataclass(frozen=True, slots=True)
class Line:
    """One client's line on a programme's ledger. `name` is the name they use, empty for who may not see clients."""

    client: int
    name: str
    level: LevelOfCare
    week: WeekMinutes
    authorized: AuthorizedWeek | None

    @property
    def authorized_until(self) -> date | None:
        """The last day the authorization covers, or None when it has no end or there is none."""
        return (
            None
            if self.authorized is None or self.authorized.ends is None
            else self.authorized.ends - timedelta(days=1)
        )

    @property
    def authorized_left(self) -> int | None:
        """Minutes of this week's authorization that nothing attended has used, or None when no minutes are counted."""
        if self.authorized is None or self.authorized.minutes is None:
            return None
        return max(0, self.authorized.minutes - self.week.attended)


def board(by: Actor, *, site: int, week: Week, now: datetime, program: int | None = None) -> tuple[Line, ...]:
    """A line for everybody who is in care at `site` (or in one `program` there) that week, most open minutes first.

    Ten queries, however many lines. Raises NotAllowed, NotFound.
    """
    demand(by, MAY_SEE_LEDGER, [site])
    day = week.day_near(now)
    levels = episode.levels_at(site, week.days[0], week.days[6], program=program)
    minutes = week_of_clients(levels.keys(), week, now=now)
    names = people.names_of(levels) if by.has_any(MAY_SEE_CLIENTS) else {}
    authorized = coverage.authorized_weeks(levels, day)
    lines = [
        Line(client, names.get(client, ""), LevelOfCare(level), minutes[client], authorized.get(client))
        for client, level in levels.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.week.open, -line.week.short, line.name, line.client)))


@dataclass(frozen=True, slots=True)
class Glance:
    """A client's week in a list, in minutes, and their next session within two weeks."""

    prescribed: int
    scheduled: int
    attended: int
    next_session: Period | None

    @property
    def scheduled_share(self) -> int:
        """Percent of the prescribed minutes, at most 100."""
        return _share(self.scheduled, self.prescribed)

    @property
    def attended_share(self) -> int:
        """Percent of the prescribed minutes, at most 100."""
        return _share(self.attended, self.prescribed)


def glances(clients: Collection[int], week: Week, *, now: datetime) -> dict[int, Glance]:
    """A glance at the week of each of `clients`, by client id. Four queries."""
    prescribed = plan.prescribed_weeks(clients, week.monday)
    soon = Period(min(week.period.start, now), max(week.period.end, now + timedelta(days=14)))
    expected = schedule.expected_in(clients, soon)
    attended = session.attended_in(clients, week.period)
    found = {}
    for client in clients:
        periods = [one.period for one in expected.get(client, ())]
        found[client] = Glance(
            prescribed=prescribed[client].minutes if client in prescribed else 0,
            scheduled=minutes_covered(p for p in periods if p.overlaps(week.period)),
            attended=minutes_covered(one.period for one in attended.get(client, ())),
            next_session=next((p for p in periods if p.start > now), None),
        )
    return found


def week_of(facts: WeekFacts, *, now: datetime) -> WeekMinutes:
    """The line of one client whose facts a page has read already. No query."""
    return rules.week_minutes(facts, now=now)


def _share(part: int, whole: int) -> int:
    return min(100, part * 100 // whole) if whole else 100 * bool(part)
