"""Words of payers and what they authorize."""

from __future__ import annotations

from enum import StrEnum


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
