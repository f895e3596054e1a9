"""Words for what happened: the door, the minutes, and what stands in a check-in's way."""

from __future__ import annotations

from stepdown.session.terms.day import ApartRow, DayAtDoor, InBuilding, MissingRow, RosterRow, SessionCard, VisitRow
from stepdown.session.terms.facts import (
    THIRDS,
    Apart,
    Attended,
    DoorVisit,
    Gone,
    LeaderSays,
    PaperVisit,
    PlannedForClient,
    Step,
    TimedStep,
    Told,
    VideoPlace,
    Word,
)
from stepdown.session.terms.words import (
    CAP_KEYS,
    MAY_LET_IN,
    OVERRIDE_BY,
    TOLERANCE_KEY,
    AtDoor,
    AwayReason,
    Blocker,
    Joined,
    MissedReason,
)

__all__ = [
    "CAP_KEYS",
    "MAY_LET_IN",
    "OVERRIDE_BY",
    "THIRDS",
    "TOLERANCE_KEY",
    "Apart",
    "ApartRow",
    "AtDoor",
    "Attended",
    "AwayReason",
    "Blocker",
    "DayAtDoor",
    "DoorVisit",
    "Gone",
    "InBuilding",
    "Joined",
    "LeaderSays",
    "MissedReason",
    "MissingRow",
    "PaperVisit",
    "PlannedForClient",
    "RosterRow",
    "SessionCard",
    "Step",
    "TimedStep",
    "Told",
    "VideoPlace",
    "VisitRow",
    "Word",
]
