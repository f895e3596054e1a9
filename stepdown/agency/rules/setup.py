"""What stands in the way of setting up sites, programmes, rooms, services and staff: every obstacle at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from stepdown.agency.terms import (
    Blocker,
    NewCredential,
    NewProgram,
    NewRoom,
    NewService,
    NewSite,
    NewStaff,
    StaffDetails,
    WorkingTime,
)
from stepdown.audit.terms import Obstacle
from stepdown.kernel.week import MINUTES_A_DAY, zone_of

JURISDICTION = re.compile(r"US(-[A-Z]{2})?")
"""The country, or one of its states or territories as ISO 3166-2 writes them: US-TX."""


def site_obstacles(rows: Sequence[NewSite], taken: Iterable[str]) -> list[Obstacle]:
    """Why these sites can't be opened; `taken` are the codes in use."""
    found = [*_twice(Blocker.CODE_TAKEN, (row.code for row in rows), taken)]
    found += [
        Obstacle(Blocker.UNKNOWN_TIME_ZONE, {"code": row.code, "time_zone": row.time_zone})
        for row in rows
        if not _is_zone(row.time_zone)
    ]
    return found + [
        Obstacle(Blocker.UNKNOWN_JURISDICTION, {"code": row.code, "jurisdiction": row.jurisdiction})
        for row in rows
        if not JURISDICTION.fullmatch(row.jurisdiction)
    ]


def program_obstacles(rows: Sequence[NewProgram], taken: Iterable[tuple[int, str]]) -> list[Obstacle]:
    """Why these programmes can't be opened; `taken` are (site, name) in use."""
    found = [*_twice(Blocker.NAME_TAKEN, ((row.site, row.name) for row in rows), taken)]
    found += [Obstacle(Blocker.NO_LEVELS, {"name": row.name}) for row in rows if not row.levels]
    found += [Obstacle(Blocker.NO_CONCERN, {"name": row.name}) for row in rows if not row.treats]
    return found + [obstacle for row in rows for obstacle in hours_obstacles(row.hours)]


def room_obstacles(rows: Sequence[NewRoom], taken: Iterable[tuple[int, str]]) -> list[Obstacle]:
    """Why these rooms can't be added; `taken` are (site, code) in use."""
    return [*_twice(Blocker.CODE_TAKEN, ((row.site, row.code) for row in rows), taken)] + [
        Obstacle(Blocker.NO_CAPACITY, {"code": row.code}) for row in rows if row.capacity < 1
    ]


def service_obstacles(rows: Sequence[NewService], taken: Iterable[str]) -> list[Obstacle]:
    """Why these kinds of service can't be offered; `taken` are the codes in use."""
    found = [*_twice(Blocker.CODE_TAKEN, (row.code for row in rows), taken)]
    found += [Obstacle(Blocker.NO_MINUTES, {"code": row.code}) for row in rows if row.minutes < 1]
    found += [Obstacle(Blocker.NO_CREDENTIAL_TYPES, {"code": row.code}) for row in rows if not row.credential_types]
    return found + [
        Obstacle(Blocker.NO_RATIO, {"code": row.code})
        for row in rows
        if row.clients_per_staff is not None and row.clients_per_staff < 1
    ]


def staff_obstacles(row: NewStaff | StaffDetails) -> list[Obstacle]:
    """Why this person can't be hired as described."""
    found = [] if row.languages else [Obstacle(Blocker.NO_LANGUAGE, {"name": row.name})]
    if isinstance(row, StaffDetails):
        return found
    found += [obstacle for held in row.credentials for obstacle in credential_obstacles(row.name, held)]
    return found + hours_obstacles(row.hours)


def credential_obstacles(name: str, held: NewCredential) -> list[Obstacle]:
    """Why this credential of the person called `name` can't stand."""
    if held.valid_until is None or held.valid_until >= held.valid_from:
        return []
    return [Obstacle(Blocker.ENDS_BEFORE_START, {"name": name, "credential": held.type})]


def hours_obstacles(hours: Sequence[WorkingTime]) -> list[Obstacle]:
    """Why these weekly hours can't stand: outside a day, or two that overlap (touching is fine)."""
    found = [
        Obstacle(Blocker.HOURS_NOT_WITHIN_A_DAY, {"weekday": row.weekday, "starts": row.starts, "ends": row.ends})
        for row in hours
        if not (0 <= row.weekday <= 6 and 0 <= row.starts < row.ends <= MINUTES_A_DAY)
    ]
    in_order = sorted(hours)
    return found + [
        Obstacle(Blocker.HOURS_OVERLAP, {"weekday": later.weekday, "starts": later.starts})
        for earlier, later in pairwise(in_order)
        if earlier.weekday == later.weekday and later.starts < earlier.ends
    ]


def days_obstacles(first: date, last: date) -> list[Obstacle]:
    """Why these whole days, both included, can't stand."""
    return [Obstacle(Blocker.ENDS_BEFORE_START, {"first_day": first, "last_day": last})] if last < first else []


def _is_zone(name: str) -> bool:
    try:
        zone_of(name)
    except ValueError:
        return False
    return True


def _twice(blocker: Blocker, wanted: Iterable[object], taken: Iterable[object]) -> Iterator[Obstacle]:
    """One obstacle for each of `wanted` that is taken, or wanted twice."""
    used = set(taken)
    for one in wanted:
        if one in used:
            code = one[1] if isinstance(one, tuple) else one
            yield Obstacle(blocker, {"code": code})
        used.add(one)
