"""Words of the plan and the order that stands in for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class PrescribedLine:
    """One line to prescribe: so many sessions a week of a kind of service, each of `minutes`."""

    service: int
    sessions_a_week: int
    minutes: int


@dataclass(frozen=True, slots=True)
class NewPrescription:
    """A week to promise a client from `starts` on; the minimums are minutes, `ordered_by` a member of staff."""

    client: int
    starts: date
    modality: Modality
    minimum_week_minutes: int
    minimum_day_minutes: int
    lines: tuple[PrescribedLine, ...]
    ordered_by: int | None = None


@dataclass(frozen=True, slots=True)
class PrescriptionRow:
    """The prescription in force as a page shows it; the minimums are minutes, `ordered_by` a name or nothing."""

    since: date
    modality: Modality
    minimum_week_minutes: int
    minimum_day_minutes: int
    ordered_by: str
    lines: tuple[ServiceLine, ...]

    @property
    def minutes(self) -> int:
        """Prescribed minutes a week."""
        return sum(line.sessions * line.minutes for line in self.lines)
