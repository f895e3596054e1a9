"""Tracks as somebody looking for one sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stepdown.audit.terms import Obstacle
from stepdown.schedule.terms.facts import Hours
from stepdown.schedule.terms.setup import Block


class Misfit(StrEnum):
    """Why a track does not fit somebody. Doors word each one."""

    OUTSIDE_AVAILABILITY = "outside_availability"
    OTHER_LEVEL = "other_level"
    OTHER_POPULATION = "other_population"
    OTHER_LANGUAGE = "other_language"
    OTHER_SITE = "other_site"
    NO_BLOCKS = "no_blocks"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for: a track at `site` from `day` on. Empty `level`, `population` or `languages`: not known
    yet; no `availability`: at any time.
    """

    site: int
    day: date
    level: str = ""
    population: str = ""
    languages: frozenset[str] = frozenset()
    availability: tuple[Hours, ...] = ()


@dataclass(frozen=True, slots=True)
class Whom:
    """A stay that a track or group would have to serve: its level, its site, the population of its programme."""

    level: str
    site: int
    population: str


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """A track: whom it is for, when it meets, its first day without it (None: it goes on), the first day from which no
    place is free (None: there is one).
    """

    id: int
    name: str
    site: int | None
    levels: frozenset[str]
    population: str
    language: str
    blocks: tuple[Block, ...]
    full_from: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class TrackFit:
    """A track for somebody: `minutes` a week without its breaks; what does not fit, empty when it does; the first day
    without it, where it is to end.
    """

    id: int
    name: str
    blocks: tuple[Block, ...]
    minutes: int
    misfits: tuple[Obstacle, ...] = ()
    ends_on: date | None = None

    @property
    def fits(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.misfits
