"""Where a client stands, as others are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from stepdown.agency.terms import CriteriaEdition
from stepdown.episode.terms.steps import Step
from stepdown.episode.terms.words import Event, HoldReason, State
from stepdown.kernel.levels import LevelOfCare


@dataclass(frozen=True, slots=True)
class ClientState:
    """Where a client stands on a day, and since when; what does not apply is None.

    `program` and `level` are those of the stay, or those somebody was accepted or waits for. `reached` is when a
    client on their way in, or on hold, was last spoken to; `cleared` since when they may be in a group.
    """

    state: State
    since: date | None = None
    asked_on: date | None = None
    program: int | None = None
    level: LevelOfCare | None = None
    admitted_on: date | None = None
    stay_since: date | None = None
    reason: str = ""
    due: date | None = None
    seat_until: date | None = None
    at: datetime | None = None
    where: str = ""
    owner: int | None = None
    reached: date | None = None
    cleared: date | None = None


@dataclass(frozen=True, slots=True)
class CurrentStay:
    """A client's stay on a day: the level, in which programme, by which edition of the criteria, since when."""

    level: LevelOfCare
    program: int
    program_name: str
    edition: CriteriaEdition
    since: date


@dataclass(frozen=True, slots=True)
class CurrentHold:
    """Why no hours are expected of a client on a day, and until when (first day back), if that is known."""

    reason: HoldReason
    since: date
    ends: date | None
    due_back: date | None = None
    seat_kept_until: date | None = None


@dataclass(frozen=True, slots=True)
class StandingOn:
    """Where a client stands on a day: their stay, and the hold that interrupts it."""

    stay: CurrentStay | None
    hold: CurrentHold | None


@dataclass(frozen=True, slots=True)
class InCare:
    """A client's stay during some days: the level, where it is given and by which rules, the days of the episode, and
    its holds as (first day, first day back). `closed` are days the site is closed, both included. `name` is the one
    they use; it is for who may see clients.
    """

    level: LevelOfCare
    program: int
    site: int
    jurisdiction: str
    edition: str
    population: str
    admitted_on: date
    discharged_on: date | None
    name: str
    holds: tuple[tuple[date, date | None], ...] = ()
    closed: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as a timeline shows it: who recorded it and when, and whether and why it was taken back."""

    step: Step
    program_name: str
    owner_name: str
    recorded_by: str
    recorded_at: datetime
    taken_back_by: str = ""
    taken_back_at: datetime | None = None
    taken_back_why: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A client's way: all that was recorded, the latest first; where they stand; what may be done next."""

    rows: tuple[StepRow, ...]
    stands: ClientState
    may_follow: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Somebody on hold to keep in touch with: `due` is when the next contact is due, `owner` who makes it."""

    client: int
    state: ClientState
    due: date
    owner: int | None
