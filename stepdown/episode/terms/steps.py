"""Steps on the way: to take, taken, and the course they make up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from stepdown.episode.terms.words import DischargeReason, Event, HoldReason
from stepdown.kernel.levels import LevelOfCare


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened on a client's way, or is recorded ahead; `on` is the first day it holds.

    `reason` is a value of the event's own enum (`REASONS`); `owner` the member of staff who does what comes next, by
    `due`: for a hold, the day the client is expected back. `id` is 0 for a step not yet recorded.
    """

    event: Event
    on: date
    id: int = 0
    program: int | None = None
    level: LevelOfCare | None = None
    reason: str = ""
    where: str = ""
    at: datetime | None = None
    owner: int | None = None
    due: date | None = None
    seat_until: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step to record for a client; `call` is the id of the call that a contact was, where it was one."""

    client: int
    step: Step
    call: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stay or a hold as the steps make it; `step` is the one that began it."""

    step: int
    starts: date
    ends: date | None
    program: int | None = None
    level: LevelOfCare | None = None
    reason: str = ""
    due: date | None = None
    seat_until: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """One episode as the steps make it, with its stays and holds."""

    step: int
    admitted_on: date
    discharged_on: date | None
    reason: str
    stays: tuple[Span, ...]
    holds: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class NewStay:
    """A client enters a programme at a level, on a day: by admission or by a transfer."""

    client: int
    program: int
    level: LevelOfCare
    starts: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class Discharge:
    """A client leaves care; `on` is the first day out, `where` what comes next for them."""

    client: int
    on: date
    reason: DischargeReason
    where: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class NewHold:
    """Days on which no hours are expected of a client.

    `ends` is the first day back when that is known to have come; `due_back` when it is hoped for: the hold then goes
    on until somebody says they are back. `owner` keeps in touch meanwhile.
    """

    client: int
    reason: HoldReason
    starts: date
    ends: date | None = None
    seat_kept_until: date | None = None
    due_back: date | None = None
    owner: int | None = None
    text: str = ""
