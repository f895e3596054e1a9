"""The week at a glance, for lists."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from stepdown.kernel.period import Period, minutes_covered
from stepdown.kernel.week import Week
from stepdown.plan import queries as plan
from stepdown.schedule import queries as schedule
from stepdown.session import queries as session


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
    """A glance at the week of each of `clients`, by client id. Three queries."""
    orders = plan.orders_between(clients, week.days[0], week.days[6])
    soon = Period(min(week.period.start, now), max(week.period.end, now + timedelta(days=14)))
    expected = schedule.expected_in(clients, soon)
    attended = session.attended_in(clients, week.period)
    found = {}
    for client in clients:
        periods = [one.period for one in expected.get(client, ())]
        found[client] = Glance(
            prescribed=orders[client][-1].minutes if client in orders else 0,
            scheduled=minutes_covered(p for p in periods if p.overlaps(week.period)),
            attended=minutes_covered(one.period for one in attended.get(client, ())),
            next_session=next((p for p in periods if p.start > now), None),
        )
    return found


def _share(part: int, whole: int) -> int:
    return min(100, part * 100 // whole) if whole else 100 * bool(part)
