"""Words of the plan and the order that stands in for it."""

from __future__ import annotations

from dataclasses import dataclass
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
