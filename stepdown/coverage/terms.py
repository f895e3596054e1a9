"""Words of payers and what they authorize."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stepdown.kernel.levels import LevelOfCare


class UnitKind(StrEnum):
    """What an authorization counts."""

    DAY = "day"
    MINUTE = "minute"
    HOUR = "hour"
    SESSION = "session"


class UnitPeriod(StrEnum):
    """Over which time the units run."""

    WEEK = "week"
    WHOLE = "whole"


class Blocker(StrEnum):
    """What stands in the way of recording an authorization. Doors word each one."""

    ENDS_BEFORE_START = "ends_before_start"
    UNITS_TWICE = "units_twice"
    NEGATIVE_UNITS = "negative_units"


@dataclass(frozen=True, slots=True)
class Units:
    """So many units of a kind, over a week or as a whole."""

    kind: UnitKind
    period: UnitPeriod
    units: int


@dataclass(frozen=True, slots=True)
class NewAuthorization:
    """A payer's yes for one level, up to, not including, `ends`."""

    client: int
    level: LevelOfCare
    starts: date
    ends: date | None
    units: tuple[Units, ...]
    number: str = ""
    next_review: date | None = None


@dataclass(frozen=True, slots=True)
class AuthorizedWeek:
    """Days and minutes a week that an authorization covers (None: not counted), up to, not including, `ends`."""

    ends: date | None
    days: int | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class AuthorizationRow:
    """An authorization as a page shows it; `ends` is the first day it no longer covers."""

    level: LevelOfCare
    number: str
    starts: date
    ends: date | None
    next_review: date | None
    units: tuple[Units, ...]

    def days_left(self, day: date) -> int | None:
        """Days from `day` on that it still covers, `day` included; None when it has no end."""
        return None if self.ends is None else max(0, (self.ends - day).days)
