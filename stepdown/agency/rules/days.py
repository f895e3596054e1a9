"""What stands in the way of closing a site, of calling somebody back, of putting somebody on call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from stepdown.agency.rules.setup import days_obstacles
from stepdown.agency.terms import Blocker, NewDuty, NewLicense
from stepdown.audit.terms import Obstacle


def closure_obstacles(first: date, last: date, closed: Iterable[tuple[date, date]]) -> list[Obstacle]:
    """Why a site can't be closed on these days, both included; `closed` are the days it is closed already."""
    if last < first:
        return days_obstacles(first, last)
    return [
        Obstacle(Blocker.CLOSED_ALREADY, {"first_day": before, "last_day": after})
        for before, after in closed
        if before <= last and first <= after
    ]


def not_begun_obstacles(first: date, today: date) -> list[Obstacle]:
    """Why days that begin on `first` can't be taken off the calendar: they have begun, and people were told."""
    return [Obstacle(Blocker.ALREADY_BEGUN, {"first_day": first})] if first <= today else []


def not_over_obstacles(last: date, today: date) -> list[Obstacle]:
    """Why days up to `last` can't be changed any more."""
    return [Obstacle(Blocker.ALREADY_OVER, {"last_day": last})] if last < today else []


def duty_obstacles(duty: NewDuty, now: datetime, *, employed: bool) -> list[Obstacle]:
    """Why this duty can't be given; that somebody else has it is the database's to say."""
    found = [] if duty.starts < duty.ends else [Obstacle(Blocker.ENDS_BEFORE_START)]
    found += [Obstacle(Blocker.ALREADY_OVER, {"last_day": duty.ends})] if duty.starts < duty.ends <= now else []
    found += [] if duty.reach.strip() else [Obstacle(Blocker.NO_NUMBER)]
    return found if employed else [*found, Obstacle(Blocker.NOT_EMPLOYED)]


def license_obstacles(row: NewLicense) -> list[Obstacle]:
    """Why this licence of the agency can't stand."""
    return [] if row.valid_until is None else days_obstacles(row.valid_from, row.valid_until)
