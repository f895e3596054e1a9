"""Reading what happened: a day at the door, a group's screen, visits and minutes in bulk."""

from stepdown.session.queries.building import building_now
from stepdown.session.queries.day import day_at_door
from stepdown.session.queries.facts import stood_in_for
from stepdown.session.queries.visits import (
    arrivals,
    attended_by_week,
    attended_in,
    client_of,
    here_since,
    missed_by,
    out_of,
    told_missed,
    visit_of,
    visits_in,
    visits_of,
)

__all__ = [
    "arrivals",
    "attended_by_week",
    "attended_in",
    "building_now",
    "client_of",
    "day_at_door",
    "here_since",
    "missed_by",
    "out_of",
    "stood_in_for",
    "told_missed",
    "visit_of",
    "visits_in",
    "visits_of",
]
