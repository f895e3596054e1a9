"""Words of what crosses steps: an admission with all that begins with it, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stepdown.episode.terms import ClearanceBasis, NewStay
from stepdown.kernel.levels import LevelOfCare
from stepdown.people.terms import CarePlace
from stepdown.plan.terms import NewPrescription
from stepdown.schedule.terms import Block, Hours, Seated


class Blocker(StrEnum):
    """What stands in the way of what crosses steps. Doors word each one."""

    NOBODY_FOLLOWS_UP = "nobody_follows_up"
    """A hold needs somebody who keeps in touch: named, or of the care team."""
    OTHER_CLIENT = "other_client"
    """Parts of one admission are about different clients."""


@dataclass(frozen=True, slots=True)
class Admission:
    """One client's admission and what begins with it; all but the stay may come later."""

    stay: NewStay
    team: tuple[CarePlace, ...] = ()
    track: int | None = None
    order: NewPrescription | None = None
    cleared: ClearanceBasis | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """A client is back from a hold: the step's id, and what became of their seats."""

    step: int
    seats: tuple[Seated, ...]

    @property
    def missed(self) -> int:
        """How many sessions they could not be seated in again."""
        return sum(len(seated.missed) for seated in self.seats)


class Misfit(StrEnum):
    """Why a track does not fit somebody. Doors word each one."""

    HOURS = "hours"
    LEVEL = "level"
    LANGUAGE = "language"
    HOURS_NOT_SET = "hours_not_set"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a newcomer can do: when they can come, at which level (None: not decided), which languages they speak."""

    hours: tuple[Hours, ...]
    level: LevelOfCare | None
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a track asks of somebody; no levels or language mean any."""

    blocks: tuple[Block, ...]
    levels: tuple[LevelOfCare, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One reason why a track does not fit; `blocks` are those at which they can't come."""

    why: Misfit
    blocks: tuple[Block, ...] = ()
