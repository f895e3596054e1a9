"""Small decisions about what crosses steps."""

from __future__ import annotations

from stepdown.audit.terms import Obstacle
from stepdown.journey.terms import Admission, Blocker
from stepdown.people.terms import CareRole

CARE_TEAM = (CareRole.CASE_MANAGER, CareRole.PRIMARY_CLINICIAN)
"""Who keeps in touch with a client on hold, the first of them who is there."""


def admission_obstacles(row: Admission) -> list[Obstacle]:
    """Every part of one admission is about the same client."""
    client = row.stay.client
    others = {place.client for place in row.team} | ({row.order.client} if row.order else set())
    return [Obstacle(Blocker.OTHER_CLIENT)] if others - {client} else []
