"""Words of what crosses steps: an admission with all that begins with it, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stepdown.episode.terms import ClearanceBasis, Event, NewStay
from stepdown.people.terms import CarePlace
from stepdown.plan.terms import Modality, NewPrescription
from stepdown.schedule.terms import Seated


class Blocker(StrEnum):
    """What stands in the way of what crosses steps. Doors word each one."""

    NOBODY_FOLLOWS_UP = "nobody_follows_up"
    """A hold needs somebody who keeps in touch: named, or of the care team."""
    OTHER_CLIENT = "other_client"
    """Parts of one admission are about different clients."""


@dataclass(frozen=True, slots=True)
class Admission:
    """One client's admission and what begins with it; all but the stay may come later.

    `groups` are those of the track in which they get a regular seat, to which they come in person or by video
    (`modality`).
    """

    stay: NewStay
    team: tuple[CarePlace, ...] = ()
    track: int | None = None
    groups: tuple[int, ...] = ()
    modality: Modality = Modality.IN_PERSON
    order: NewPrescription | None = None
    cleared: ClearanceBasis | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """What an admission began: the episode's id, and a row for each group they were to have a seat in."""

    episode: int
    seats: tuple[Seated, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back (None: it was taken back before), and a row for each group whose seats came back with it."""

    event: Event | None
    seats: tuple[Seated, ...] = ()


@dataclass(frozen=True, slots=True)
class Back:
    """A client is back from a hold: the step's id, and what became of their seats."""

    step: int
    seats: tuple[Seated, ...]

    @property
    def missed(self) -> int:
        """How many sessions they could not be seated in again."""
        return sum(len(seated.missed) for seated in self.seats)
