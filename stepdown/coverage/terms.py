"""Words of payers and what they authorize."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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


class Outcome(StrEnum):
    """What came of a talk with a payer."""

    AUTHORIZED = "authorized"
    PENDING = "pending"
    MORE_INFORMATION = "more_information"
    PEER_TO_PEER = "peer_to_peer"
    PARTLY_AUTHORIZED = "partly_authorized"
    NOT_AUTHORIZED = "not_authorized"
    LEFT_MESSAGE = "left_message"


class Blocker(StrEnum):
    """What stands in the way of recording an authorization. Doors word each one."""

    ENDS_BEFORE_START = "ends_before_start"
    UNITS_TWICE = "units_twice"
    NEGATIVE_UNITS = "negative_units"
    NOBODY_NAMED = "nobody_named"
    IN_THE_FUTURE = "in_the_future"
    REVIEW_IN_THE_PAST = "review_in_the_past"
    ENDED_ALREADY = "ended_already"


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
    payer: str = ""


@dataclass(frozen=True, slots=True)
class AuthorizedWeek:
    """What a week of an authorization covers (None: not counted), up to, not including, `ends`; `payer` is a name."""

    ends: date | None
    days: int | None
    minutes: int | None
    sessions: int | None = None
    payer: str = ""
    next_review: date | None = None


@dataclass(frozen=True, slots=True)
class NewCall:
    """A talk with a payer to write down; `next_review` becomes the authorization's, when one was agreed."""

    occurred_at: datetime
    spoke_with: str
    outcome: Outcome
    reference: str = ""
    told: str = ""
    next_review: date | None = None


@dataclass(frozen=True, slots=True)
class CallRow:
    """A talk with a payer as a page shows it; `who` is the name of the member of staff."""

    occurred_at: datetime
    who: str
    spoke_with: str
    reference: str
    outcome: Outcome
    told: str
    next_review: date | None


@dataclass(frozen=True, slots=True)
class AuthorizationRow:
    """An authorization as a page shows it; `ends` is the first day it no longer covers."""

    level: LevelOfCare
    number: str
    starts: date
    ends: date | None
    next_review: date | None
    units: tuple[Units, ...]
    id: int = 0
    payer: str = ""
    calls: tuple[CallRow, ...] = ()

    def days_left(self, day: date) -> int | None:
        """Days from `day` on that it still covers, `day` included; None when it has no end."""
        return None if self.ends is None else max(0, (self.ends - day).days)
