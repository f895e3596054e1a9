"""What stands in the way of registering and changing clients, and of forming care teams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from stepdown.audit.terms import Obstacle, Stale, obstacles_in
from stepdown.people.terms import Blocker, CarePlace, CareRole, Caseload, ClientDetails, NewClient, phone


def client_obstacles(rows: Sequence[NewClient], taken: Iterable[str], today: date | None = None) -> list[Obstacle]:
    """Why these clients can't be registered; `taken` are the record numbers in use. `row` counts from 0.

    An empty record number is none yet, so it can't be taken.
    """
    used = set(taken)
    found = []
    for number, row in enumerate(rows):
        if row.record_number and row.record_number in used:
            found.append(Obstacle(Blocker.RECORD_NUMBER_TAKEN, {"row": number}))
        if not row.used_name.strip() or not row.legal_name.strip():
            found.append(Obstacle(Blocker.NO_NAME, {"row": number}))
        if not row.languages:
            found.append(Obstacle(Blocker.NO_LANGUAGE, {"row": number}))
        if row.phone.strip() and not phone.significant(row.phone):
            found.append(Obstacle(Blocker.NO_PHONE_NUMBER, {"row": number}))
        if _unborn(row.date_of_birth, today):
            found.append(Obstacle(Blocker.BORN_IN_THE_FUTURE, {"row": number}))
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


def details_obstacles(row: ClientDetails, *, version: int, merged: bool, today: date) -> list[Obstacle]:
    """Why a client's details can't be changed so; `version` is the record's own."""
    return obstacles_in(
        (Blocker.MERGED_AWAY, merged),
        (Stale.CHANGED_MEANWHILE, row.version != version),
        (Blocker.NO_NAME, not row.used_name.strip() or not row.legal_name.strip()),
        (Blocker.NO_LANGUAGE, not row.languages),
        (Blocker.BORN_IN_THE_FUTURE, _unborn(row.date_of_birth, today)),
    )


def next_number(latest: str | None) -> str:
    """The record number after `latest`, the highest one we gave: S000041 → S000042."""
    return f"S{int(latest.removeprefix('S')) + 1 if latest else 1:06}"


def caseload(clients: int, own: int | None, policy: int | None) -> Caseload:
    """How many clients somebody has, against what was agreed with them, else what policy says is usual."""
    return Caseload(clients, own if own is not None else policy)


def _unborn(born: date | None, today: date | None) -> bool:
    return born is not None and today is not None and born > today
