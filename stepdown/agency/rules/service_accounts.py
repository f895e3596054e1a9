"""What stands in the way of a service account, and whether its token still opens anything."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from stepdown.agency.terms import Blocker, NewServiceAccount
from stepdown.audit.terms import Obstacle


def service_obstacles(new: NewServiceAccount, today: date, most_days: int) -> list[Obstacle]:
    """Why an account can't be made or renewed so; `most_days` is how long a token may hold at most, by policy."""
    found = [] if new.scopes else [Obstacle(Blocker.NO_SCOPE)]
    return found + expiry_obstacles(new.last_day, today, most_days)


def expiry_obstacles(last_day: date, today: date, most_days: int) -> list[Obstacle]:
    """Why a token can't hold until the end of `last_day`."""
    latest = today + timedelta(days=most_days)
    if last_day < today:
        return [Obstacle(Blocker.EXPIRES_TOO_SOON)]
    return [Obstacle(Blocker.EXPIRES_TOO_LATE, {"last_day": latest})] if last_day > latest else []


def has_stopped(expires_at: datetime, ended_at: datetime | None, *, owner_works_here: bool, now: datetime) -> bool:
    """Whether an account opens nothing any more: ended, run out, or without an owner who answers for it."""
    return ended_at is not None or expires_at <= now or not owner_works_here
