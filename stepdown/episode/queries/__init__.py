"""Reading where clients stand on their way, and what their admission data says."""

from __future__ import annotations

from stepdown.episode.queries.admission import admission_data, admission_data_missing, answers_of, missing
from stepdown.episode.queries.care import (
    admitted_on,
    admitted_since,
    care_at,
    care_of,
    hold_on,
    holds_on,
    in_care,
    in_care_at,
    levels_at,
    levels_on,
    on_hold,
    standing_on,
    stays_on,
)
from stepdown.episode.queries.way import (
    asking,
    clearance_needed,
    cleared,
    client_of_step,
    contact_of,
    first_asked,
    follow_ups,
    places_in_line,
    states,
    steps_of,
    way_of,
)

__all__ = [
    "admission_data",
    "admission_data_missing",
    "admitted_on",
    "admitted_since",
    "answers_of",
    "asking",
    "care_at",
    "care_of",
    "clearance_needed",
    "cleared",
    "client_of_step",
    "contact_of",
    "first_asked",
    "follow_ups",
    "hold_on",
    "holds_on",
    "in_care",
    "in_care_at",
    "levels_at",
    "levels_on",
    "missing",
    "on_hold",
    "places_in_line",
    "standing_on",
    "states",
    "stays_on",
    "steps_of",
    "way_of",
]
