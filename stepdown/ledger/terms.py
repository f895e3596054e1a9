"""The ledger's words: one client's week, in minutes and days, and what is to be done about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from stepdown.kernel.period import Period
from stepdown.plan.terms import CountedDay, Counting, Part


class Standing(StrEnum):
    """What kind of week it is for a client; only in some are hours missed."""

    ORDINARY = "ordinary"
    ON_HOLD = "on_hold"
    FIRST_WEEK = "first_week"
    LAST_WEEK = "last_week"
    HOLIDAY_WEEK = "holiday_week"


NOT_MISSING = frozenset({Standing.ON_HOLD, Standing.FIRST_WEEK, Standing.HOLIDAY_WEEK})
"""In these weeks nothing is ever shown as missing."""


class Here(StrEnum):
    """Why a client is expected on a day, or not."""

    EXPECTED = "expected"
    NOT_IN_CARE_YET = "not_in_care_yet"
    NOT_IN_CARE_ANY_MORE = "not_in_care_any_more"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class DayFacts:
    """One local day of a client's week: why they are expected, and the order in force (minutes a week; 0 is none)."""

    day: date
    period: Period
    presence: Here
    prescribed: int
    minimum_week: int
    minimum_day: int


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """Everything the ledger looks at for one client and week: seven days, what is planned, what was attended.

    `on_hold`: no hours are expected of them today. `here_since`: when somebody who is in the building now came in
    today; their minutes are still running.
    """

    client: int
    days: tuple[DayFacts, ...]
    scheduled: tuple[Part, ...]
    attended: tuple[Part, ...]
    counting: Counting = field(default_factory=Counting)
    on_hold: bool = False
    here_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class DayMinutes:
    """One day in minutes; `counted` is what was attended in countable minutes, `would` with what is still ahead."""

    day: date
    presence: Here
    scheduled: int
    attended: int
    ahead: int
    counted: CountedDay
    would: CountedDay


@dataclass(frozen=True, slots=True)
class WeekMinutes:
    """One line of the ledger, in minutes.

    `expected` is the share of `prescribed` that this week can ask for. `ahead` is the part of `scheduled` that is not
    over yet, or still running for somebody who is here; `open` is expected and neither attended nor ahead; `countable`
    is what of `attended` counts towards the hours, and `short` how far that, with what is ahead, stays under the
    level's minimum. `counted_days` were attended, `days_to_come` will count when the client comes as planned.
    """

    client: int
    prescribed: int
    minimum: int
    scheduled: int
    attended: int
    ahead: int
    open: int
    short: int
    on_hold: bool
    expected: int = 0
    countable: int = 0
    counted_days: int = 0
    days_to_come: int = 0
    standing: Standing = Standing.ORDINARY
    days: tuple[DayMinutes, ...] = ()

    @property
    def total(self) -> int:
        """Attended minutes and those still ahead: what an authorization will be asked for."""
        return self.attended + self.ahead


class Adds(StrEnum):
    """What a make-up would add."""

    DAY = "day"
    HOURS = "hours"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Added:
    """What one more session would add to a week: countable minutes, and whether one more day counts."""

    adds: Adds
    minutes: int


class Work(StrEnum):
    """What is to be done about a client's week, or their authorization."""

    OPEN_HOURS = "open_hours"
    UNDER_MINIMUM = "under_minimum"
    NOTHING_ORDERED = "nothing_ordered"
    BEYOND_AUTHORIZATION = "beyond_authorization"
    NOT_AUTHORIZED = "not_authorized"
    AUTHORIZATION_ENDS = "authorization_ends"
    REVIEW_DUE = "review_due"


FOR_THE_REVIEWER = frozenset({Work.BEYOND_AUTHORIZATION, Work.NOT_AUTHORIZED, Work.AUTHORIZATION_ENDS, Work.REVIEW_DUE})
"""What the utilization reviewer does; none of it ever takes an hour from a client."""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do. `minutes` are those it is about, `of` the whole they are missing from, `day` when it is due."""

    work: Work
    minutes: int = 0
    of: int = 0
    day: date | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class MakeUp:
    """A session still to come that a client can join, and what it adds."""

    session: int
    title: str
    hue: int
    period: Period
    room: str
    leader: str
    seats_left: int
    added: Added
