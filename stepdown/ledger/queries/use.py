"""How much of an authorization was used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from stepdown.coverage.terms import AuthorizationRow, UnitKind, UnitPeriod, Units
from stepdown.episode import queries as episode
from stepdown.kernel.period import Period, minutes_covered
from stepdown.kernel.week import Week, local_days
from stepdown.ledger.queries.facts import parts_of
from stepdown.plan import queries as plan
from stepdown.plan import rules
from stepdown.plan.terms import Counting, Part
from stepdown.policy import queries as policy


@dataclass(frozen=True, slots=True)
class Used:
    """Units of one kind that were authorized, and how many the client's attendance has used of them."""

    units: Units
    used: int

    @property
    def left(self) -> int:
        """Units left; below nothing when more was given than was authorized, which is the reviewer's work."""
        return self.units.units - self.used


def used(
    client: int, authorizations: Sequence[AuthorizationRow], week: Week, *, now: datetime
) -> dict[int, tuple[Used, ...]]:
    """For each authorization what was used, by its id: of weekly units in `week`, of others since it began.

    Four queries. Hours are whole ones, rounded down; a day is one that counts.
    """
    if not authorizations:
        return {}
    first = min([week.monday, *(row.starts for row in authorizations)])
    counting = _counting(client, week, authorizations)
    span = Period(local_days(first, week.zone)[0].start, max(week.period.end, now + timedelta(days=1)))
    parts = parts_of([client], span, week.zone).get(client, ())
    found = {}
    for row in authorizations:
        ends = local_days(row.ends, week.zone)[0].start if row.ends else span.end
        starts = local_days(row.starts, week.zone)[0].start
        own = [part for part in parts if starts <= part.period.start < ends]
        weekly = [part for part in own if week.period.start <= part.period.start < week.period.end]
        found[row.id] = tuple(
            Used(units, _units(units.kind, weekly if units.period is UnitPeriod.WEEK else own, week, counting))
            for units in row.units
        )
    return found


def _counting(client: int, week: Week, rows: Sequence[AuthorizationRow]) -> Counting:
    care = episode.care_of([client], week.days[0], week.days[6])
    book = policy.book(plan.COUNTING)
    if client not in care:
        return Counting()
    scope = plan.scope_of(care[client], rows[0].payer)
    return plan.counting_on(book, {client: scope}, week.days[6])[client]


def _units(kind: UnitKind, parts: Sequence[Part], week: Week, counting: Counting) -> int:
    if kind is UnitKind.SESSION:
        return len({part.session for part in parts})
    if kind is UnitKind.DAY:
        by_day: dict[object, list[Part]] = {}
        for part in parts:
            there = Week.of(part.period.start, week.zone)
            by_day.setdefault(there.day_near(part.period.start), []).append(part)
        return sum(rules.counted_day(those, counting).counts for those in by_day.values())
    minutes = minutes_covered(part.period for part in parts)
    return minutes // 60 if kind is UnitKind.HOUR else minutes
