"""What was planned, what happened, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepdown.kernel.period import Period
from stepdown.session.terms.words import AwayReason, Joined, MissedReason


@dataclass(frozen=True, slots=True)
class PlannedForClient:
    """One session the client was expected in that day."""

    session: int
    period: Period


@dataclass(frozen=True, slots=True)
class Attended:
    """The part of a planned session a client was there for."""

    session: int
    period: Period


@dataclass(frozen=True, slots=True)
class DoorVisit:
    """One visit: door in, and door out or None while the person is still here; by video, joined and left."""

    id: int
    client: int
    arrived_at: datetime
    departed_at: datetime | None
    joined: Joined = Joined.IN_PERSON


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody asked out of a group: from when, and until when or None while nobody has said that they are back."""

    id: int
    client: int
    left_at: datetime
    returned_at: datetime | None
    reason: AwayReason


@dataclass(frozen=True, slots=True)
class Word:
    """What the leader says of one client in a group that ended at `ended_at`; settled, what somebody decided.

    `came_at` and `left_at` are exceptions: None means "as the door has it" and "stayed to the end".
    """

    there: bool
    ended_at: datetime
    came_at: datetime | None = None
    left_at: datetime | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Apart:
    """Desk and leader disagree about somebody's minutes in a session."""

    desk: int
    leader: int


@dataclass(frozen=True, slots=True)
class LeaderSays:
    """One exception at the close of a group: they were not there, came later, or left earlier."""

    client: int
    there: bool = True
    came_at: datetime | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VideoPlace:
    """Where somebody is who joins by video: for an emergency, and for the license of who leads.

    Source: domain sheet 10.3, telehealth. `state` is a code such as TX.
    """

    state: str
    address: str
    callback: str
    private: bool
    """They said that nobody else can see or hear the group."""


@dataclass(frozen=True, slots=True)
class PaperVisit:
    """One line of a sign-in sheet; of who joined by video, where they were, where it is known."""

    client: int
    arrived_at: datetime
    departed_at: datetime
    joined: Joined = Joined.IN_PERSON
    place: VideoPlace | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a run-sheet: its share of the time (2 is twice as long as 1), and a reminder for the leader."""

    title: str
    share: int = 1
    prompt: str = ""


THIRDS = (
    Step("What is present", 1, "Where is everybody today? One sentence each is enough."),
    Step("Topic", 1, "One idea, and what it is like in the lives of those here."),
    Step("Practice and close", 1, "Try it once. What will each take along until next time?"),
)
"""A process group in thirds, unless the agency writes a run-sheet of its own."""


@dataclass(frozen=True, slots=True)
class TimedStep:
    """A step and when it is."""

    step: Step
    period: Period


@dataclass(frozen=True, slots=True)
class Told:
    """Why somebody does not come that day, and when they said so."""

    id: int
    reason: MissedReason
    told_at: datetime
