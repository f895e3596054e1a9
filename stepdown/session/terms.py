"""Words for what happened: the door, the minutes, and what stands in a check-in's way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stepdown.kernel.period import Period


class Joined(StrEnum):
    """How a client took part."""

    IN_PERSON = "in_person"
    VIDEO = "video"


class Blocker(StrEnum):
    """What stands in the way at the door. Doors word each one."""

    ALREADY_IN = "already_in"
    NOT_IN = "not_in"
    NOTHING_PLANNED_TODAY = "nothing_planned_today"
    LEFT_BEFORE_ARRIVING = "left_before_arriving"
    IN_THE_FUTURE = "in_the_future"
    ALREADY_UNDONE = "already_undone"
    NOT_TODAY = "not_today"


@dataclass(frozen=True, slots=True)
class PlannedForClient:
    """One session the client was expected in that day."""

    session: int
    period: Period


@dataclass(frozen=True, slots=True)
class Attended:
    """The part of a planned session a client was there for."""

    session: int
    period: Period
