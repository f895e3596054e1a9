"""When clients of a synthetic agency can come."""

from __future__ import annotations

from datetime import datetime

from stepdown.schedule.actions.setup import set_availability
from stepdown.schedule.terms import Hours
from tests.factories.agency import BY, Agency


def free_at_any_time(agency: Agency, now: datetime) -> None:
    """Every client can come on any day, at any hour: what stands in the way is what a test puts there."""
    any_time = [Hours(day, 0, 1440) for day in range(7)]
    set_availability(by=BY, at=now, hours=dict.fromkeys(agency.clients, any_time))
