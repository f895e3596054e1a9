"""A programme's ledger: a line for everybody in care, with what is to be done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepdown.agency.access import demand
from stepdown.audit.terms import Actor
from stepdown.coverage.terms import AuthorizedWeek
from stepdown.episode import queries as episode
from stepdown.episode.terms import InCare
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import Week
from stepdown.ledger import rules
from stepdown.ledger.access import MAY_SEE_LEDGER
from stepdown.ledger.queries.facts import line_facts
from stepdown.ledger.terms import FOR_THE_REVIEWER, WeekMinutes, WorkItem
from stepdown.people.access import MAY_SEE_CLIENTS


@dataclass(frozen=True, slots=True)
class Line:
    """One client's line on a programme's ledger. `name` is the name they use, empty for who may not see clients."""

    client: int
    name: str
    level: LevelOfCare
    week: WeekMinutes
    authorized: AuthorizedWeek | None
    program: int
    items: tuple[WorkItem, ...] = ()

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

    @property
    def review(self) -> tuple[WorkItem, ...]:
        """What the reviewer does."""
        return tuple(item for item in self.items if item.work in FOR_THE_REVIEWER)


def board(by: Actor, *, site: int, week: Week, now: datetime, program: int | None = None) -> tuple[Line, ...]:
    """A line for everybody who is in care at `site` (or in one `program` there) that week, most open minutes first.

    Eight queries, however many lines. Raises NotAllowed, NotFound.
    """
    demand(by, MAY_SEE_LEDGER, [site])
    care = episode.care_at(site, week.days[0], week.days[6], program=program)
    lines = lines_of(by, care, care, week, now=now)
    return tuple(sorted(lines, key=lambda line: (-line.week.open, -line.week.short, line.name, line.client)))


def lines_of(by: Actor, clients: Collection[int], care: dict[int, InCare], week: Week, *, now: datetime) -> list[Line]:
    """The lines of `clients`, each of whom is in `care`, in that order. Seven queries."""
    names = by.has_any(MAY_SEE_CLIENTS)
    found = []
    today = week.day_near(now)
    for client, line in line_facts(clients, care, week, now=now).items():
        minutes = rules.week_minutes(line.facts, now=now)
        items = rules.work_of(minutes, line.authorized, today=today, ahead=line.ahead)
        name = care[client].name if names else ""
        found.append(Line(client, name, care[client].level, minutes, line.authorized, care[client].program, items))
    return found
