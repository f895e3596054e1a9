"""Words of the plan and the order that stands in for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from stepdown.agency.terms import Role
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.period import Period

OVERRIDE_BY = frozenset({Role.PROGRAM_DIRECTOR, Role.MEDICAL_DIRECTOR, Role.CLINICAL_SUPERVISOR})
"""Who may let a client be ordered fewer hours than the level asks for; the reason is kept."""
PHYSICIANS = frozenset({Role.MEDICAL_DIRECTOR, Role.PRESCRIBER})
"""Who may order where a policy row asks for a physician."""


class Modality(StrEnum):
    """Where a client takes part: at the site, by video, or both (never both on one day)."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    HYBRID = "hybrid"


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One line of a prescription: `sessions` a week of `minutes` each of the service with id `service`."""

    service: int
    name: str
    sessions: int
    minutes: int


@dataclass(frozen=True, slots=True)
class PrescribedWeek:
    """What one client is promised in a week; the minimums are minutes."""

    modality: str
    minimum_week_minutes: int
    minimum_day_minutes: int
    services: tuple[ServiceLine, ...]

    @property
    def minutes(self) -> int:
        """Prescribed minutes a week."""
        return sum(line.sessions * line.minutes for line in self.services)


class Blocker(StrEnum):
    """What stands in the way of prescribing. Doors word each one."""

    LATER_PRESCRIPTION_EXISTS = "later_prescription_exists"
    NAMED_TWICE = "named_twice"
    SERVICE_TWICE = "service_twice"
    NO_MINUTES = "no_minutes"
    NO_SESSIONS = "no_sessions"
    BELOW_LEVEL_MINIMUM = "below_level_minimum"
    NEEDS_A_PHYSICIAN = "needs_a_physician"
    ENDED_ALREADY = "ended_already"
    ENDS_BEFORE_START = "ends_before_start"


@dataclass(frozen=True, slots=True)
class PrescribedLine:
    """One line to prescribe: so many sessions a week of a kind of service, each of `minutes`."""

    service: int
    sessions_a_week: int
    minutes: int


@dataclass(frozen=True, slots=True)
class NewPrescription:
    """A week to promise a client from `starts` on; the minimums are minutes, `ordered_by` a member of staff.

    `ordered_on`: the day the order was given, when it is not the day it was written down.
    """

    client: int
    starts: date
    modality: Modality
    minimum_week_minutes: int
    minimum_day_minutes: int
    lines: tuple[PrescribedLine, ...]
    ordered_by: int | None = None
    ordered_on: date | None = None


@dataclass(frozen=True, slots=True)
class PrescriptionRow:
    """A prescription as a page shows it; the minimums are minutes, `ordered_by` a name or nothing.

    `ends` is the first day it no longer holds; `reason` is why it is below the level's minimum, `ended_why` why it
    ended before another one began.
    """

    since: date
    modality: Modality
    minimum_week_minutes: int
    minimum_day_minutes: int
    ordered_by: str
    lines: tuple[ServiceLine, ...]
    id: int = 0
    ends: date | None = None
    ordered_on: date | None = None
    reason: str = ""
    ended_why: str = ""

    @property
    def minutes(self) -> int:
        """Prescribed minutes a week."""
        return sum(line.sessions * line.minutes for line in self.lines)

    def holds(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return self.since <= day and (self.ends is None or day < self.ends)

    @property
    def in_force(self) -> OrderInForce:
        """The same as the ledger sees it."""
        return OrderInForce(self.since, self.ends, self.minutes, self.minimum_week_minutes, self.minimum_day_minutes)


@dataclass(frozen=True, slots=True)
class OrderInForce:
    """The minutes of an order and the days it holds, `ends` not included; the minimums are as ordered."""

    starts: date
    ends: date | None
    minutes: int
    minimum_week: int
    minimum_day: int

    def holds(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class LevelNeeds:
    """What a client's level asks of an order: minutes a week with their source, and whether a physician must order.

    `hour_minutes`: so many minutes fulfil an hour (60, or 50 where a contract takes the 50-minute hour).
    `not_counted` are ids of services that do not count towards the hours. `physician` is the source of that rule.
    """

    level: LevelOfCare
    minutes: int | None = None
    source: str = ""
    verified: bool = False
    hour_minutes: int = 60
    physician: str | None = None
    not_counted: frozenset[int] = frozenset()

    @property
    def asked(self) -> int:
        """Countable minutes a week that fulfil the minimum; 0 where there is none."""
        return (self.minutes or 0) * self.hour_minutes // 60


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one session, attended or planned: its kind of service, and the breaks inside it."""

    period: Period
    session: int
    category: str = ""
    breaks: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Counting:
    """What counts for one payer, level and state; policy rows say it (see `rules.counting`).

    The three sets are categories of service. `day_minimum`, `day_grace` and `rounding` are minutes; `week_starts` is
    1 = Monday to 7 = Sunday, or 0 for the weekday of admission; the shares are of what is prescribed for the days in
    care of a first, last or holiday week.
    """

    not_toward_week: frozenset[str] = frozenset()
    not_toward_day: frozenset[str] = frozenset()
    not_a_service: frozenset[str] = frozenset()
    day_minimum: int = 0
    day_grace: int = 0
    services_minimum: int = 0
    rounding: int = 1
    hour_minutes: int = 60
    week_starts: int = 1
    first_share: Decimal = Decimal(1)
    last_share: Decimal = Decimal(1)
    holiday_share: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day in countable minutes: towards the week's hours, towards the day, how many services, and whether the day
    counts as one.
    """

    toward_week: int
    toward_day: int
    services: int
    counts: bool
