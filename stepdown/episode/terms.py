"""Words from admission to discharge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stepdown.agency.terms import CriteriaEdition
from stepdown.kernel.levels import LevelOfCare


class DischargeReason(StrEnum):
    """Why an episode ended; return to use alone is not among them."""

    COMPLETED = "completed"
    TRANSFERRED = "transferred"
    CLIENT_CHOSE_TO_LEAVE = "client_chose_to_leave"
    ENDED_BY_PROGRAM = "ended_by_program"
    INCARCERATED = "incarcerated"
    DIED = "died"
    OTHER = "other"


class HoldReason(StrEnum):
    """Why no hours are expected of a client for a while."""

    HOSPITAL = "hospital"
    WITHDRAWAL_MANAGEMENT = "withdrawal_management"
    JAIL = "jail"
    TRAVEL = "travel"
    OTHER = "other"


class Blocker(StrEnum):
    """What stands in the way of admitting, changing level, holding or discharging. Doors word each one."""

    ALREADY_ADMITTED = "already_admitted"
    NOT_ADMITTED = "not_admitted"
    LEVEL_NOT_OFFERED = "level_not_offered"
    SAME_LEVEL = "same_level"
    BEFORE_STAY_BEGAN = "before_stay_began"
    ENDS_BEFORE_START = "ends_before_start"
    NAMED_TWICE = "named_twice"


@dataclass(frozen=True, slots=True)
class NewStay:
    """A client enters a programme at a level, on a day: by admission or by a change of level."""

    client: int
    program: int
    level: LevelOfCare
    starts: date


@dataclass(frozen=True, slots=True)
class Discharge:
    """A client leaves care; `on` is the first day out."""

    client: int
    on: date
    reason: DischargeReason


@dataclass(frozen=True, slots=True)
class NewHold:
    """Days on which no hours are expected of a client, up to, not including, `ends`."""

    client: int
    reason: HoldReason
    starts: date
    ends: date | None = None
    seat_kept_until: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a client stands in care: the last day before which a new episode can't begin, and the open stay."""

    discharged_on: date | None
    admitted: bool
    program: int | None = None
    level: LevelOfCare | None = None
    since: date | None = None


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
