"""Words of what crosses steps: an admission with all that begins with it, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stepdown.episode.terms import ClearanceBasis, ClientState, Event, NewStay
from stepdown.people.terms import CallReason, CarePlace
from stepdown.plan.terms import Modality, NewPrescription
from stepdown.schedule.terms import Seated


class Blocker(StrEnum):
    """What stands in the way of what crosses steps. Doors word each one."""

    NOBODY_FOLLOWS_UP = "nobody_follows_up"
    """A hold needs somebody who keeps in touch: named, or of the care team."""
    OTHER_CLIENT = "other_client"
    """Parts of one admission are about different clients."""
    NOT_CONSENTED = "not_consented"
    """No consent to treatment holds for this admission."""


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
class Transferred:
    """A transfer: the step's id, how many seats in sessions it freed, and a row for each group joined with it."""

    step: int
    freed: int
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


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What decides whether somebody is called today.

    `expected` is when their first session of today that has begun began; `excused`: they said why they do not come.
    `missed` is the latest earlier day with sessions on which they neither came nor said why. `came` and `reached` are
    their last visit and the last call that reached them; `try_again` what the latest call said.
    """

    stands: ClientState
    expected: datetime | None = None
    excused: bool = False
    missed: date | None = None
    came: datetime | None = None
    reached: datetime | None = None
    try_again: datetime | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """Days without contact after which somebody is called, on hold and in care; None where policy says nothing."""

    on_hold: int | None
    in_care: int | None


@dataclass(frozen=True, slots=True)
class Why:
    """One reason to call somebody, with the moment or the day it goes by; neither when nothing was ever heard."""

    reason: CallReason
    at: datetime | None = None
    day: date | None = None


class Grounds(StrEnum):
    """For what somebody may open a chart, the nearest to the client first."""

    CARE_TEAM = "care_team"
    """They hold a place on the client's care team that day."""
    SESSION = "session"
    """They are on the staff of a session the client has a seat in that day, or stand in for its leader."""
    ROLE = "role"
    """Their work is with everybody at the client's site."""
    ON_CALL = "on_call"
    """They answer for the client's site at that moment."""
    WAY_IN = "way_in"
    """The client is on their way in or newly admitted, and they are of those who admit."""
    REASON = "reason"
    """They gave a reason, and its hours are not over."""
    EMERGENCY = "emergency"
    """They broke the glass, and its hours are not over."""


class Answer(StrEnum):
    """Whether a chart opens."""

    OPENS = "opens"
    ASKS = "asks"
    """For a reason first."""
    IN_EMERGENCY = "in_emergency"
    """Only by breaking the glass; to everybody else the record is not there."""
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """What decides whether somebody opens a client's chart.

    `within_site`: the client's site is within their reach. `ties`: what else joins them, whatever their roles.
    """

    roles: frozenset[str]
    within_site: bool
    ties: frozenset[Grounds] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """The answer, and for what it opens."""

    answer: Answer
    grounds: Grounds | None = None
