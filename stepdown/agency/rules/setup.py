"""What stands in the way of setting up sites, rooms, services and staff. Each rule returns every obstacle at once."""

from __future__ import annotations

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
    WorkingTime,
)
from stepdown.audit.terms import Obstacle
from stepdown.kernel.week import MINUTES_A_DAY, zone_of


def site_obstacles(rows: Sequence[NewSite], taken: Iterable[str]) -> list[Obstacle]:
    """Why these sites can't be opened; `taken` are the codes in use."""
    return [*_twice(Blocker.CODE_TAKEN, (row.code for row in rows), taken)] + [
        Obstacle(Blocker.UNKNOWN_TIME_ZONE, {"code": row.code, "time_zone": row.time_zone})
        for row in rows
        if not _is_zone(row.time_zone)
    ]


def program_obstacles(rows: Sequence[NewProgram], taken: Iterable[tuple[int, str]]) -> list[Obstacle]:
    """Why these programmes can't be opened; `taken` are (site, name) in use."""
    return [*_twice(Blocker.NAME_TAKEN, ((row.site, row.name) for row in rows), taken)] + [
        Obstacle(Blocker.NO_LEVELS, {"name": row.name}) for row in rows if not row.levels
    ]


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


def staff_obstacles(row: NewStaff) -> list[Obstacle]:
    """Why this person can't be hired as described."""
    found = [] if row.languages else [Obstacle(Blocker.NO_LANGUAGE, {"name": row.name})]
    found += [
        Obstacle(Blocker.ENDS_BEFORE_START, {"name": row.name, "credential": held.type})
        for held in row.credentials
        if _backwards(held)
    ]
    return found + hours_obstacles(row.hours)


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


def _backwards(held: NewCredential) -> bool:
    return held.valid_until is not None and held.valid_until < held.valid_from


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
