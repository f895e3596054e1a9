"""What stands in the way of registering clients and forming care teams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from stepdown.audit.terms import Obstacle
from stepdown.people.terms import Blocker, CarePlace, CareRole, NewClient


def client_obstacles(rows: Sequence[NewClient], taken: Iterable[str]) -> list[Obstacle]:
    """Why these clients can't be registered; `taken` are the record numbers in use. `row` counts from 0."""
    used = set(taken)
    found = []
    for number, row in enumerate(rows):
        if row.record_number in used:
            found.append(Obstacle(Blocker.RECORD_NUMBER_TAKEN, {"row": number}))
        if not row.used_name.strip() or not row.legal_name.strip():
            found.append(Obstacle(Blocker.NO_NAME, {"row": number}))
        if not row.languages:
            found.append(Obstacle(Blocker.NO_LANGUAGE, {"row": number}))
        used.add(row.record_number)
    return found


def care_team_obstacles(rows: Sequence[CarePlace], held_since: Mapping[tuple[int, CareRole], date]) -> list[Obstacle]:
    """Why these places can't be given; `held_since` is the start of the latest place per client and role."""
    found = [
        Obstacle(Blocker.LATER_PLACE_EXISTS, {"client": row.client, "role": row.role, "since": since})
        for row in rows
        if (since := held_since.get((row.client, row.role))) is not None and since >= row.starts
    ]
    times = Counter((row.client, row.role) for row in rows)
    return found + [
        Obstacle(Blocker.NAMED_TWICE, {"client": client, "role": role})
        for (client, role), count in times.items()
        if count > 1
    ]
