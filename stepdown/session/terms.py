"""Words for what happened: the door, the minutes, and what stands in a check-in's way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stepdown.agency.terms import Role
from stepdown.kernel.period import Period


class Joined(StrEnum):
    """How a client took part."""

    IN_PERSON = "in_person"
    VIDEO = "video"


class AtDoor(StrEnum):
    """Where somebody expected in a session stands, as the door knows it."""

    EXPECTED = "expected"
    MISSING = "missing"
    HERE = "here"
    LEFT = "left"


class Blocker(StrEnum):
    """What stands in the way at the door. Doors word each one."""

    ALREADY_IN = "already_in"
    NOT_IN = "not_in"
    NOTHING_PLANNED_TODAY = "nothing_planned_today"
    LEFT_BEFORE_ARRIVING = "left_before_arriving"
    IN_THE_FUTURE = "in_the_future"
    LEFT_ON_ANOTHER_DAY = "left_on_another_day"
    ALREADY_UNDONE = "already_undone"
    DAY_IS_OVER = "day_is_over"


OVERRIDE_BY = frozenset({Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR})
"""Who may take a visit back once its day is over, with a reason that is kept: its minutes were counted by then."""


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
    """One visit: door in, and door out or None while the person is still here."""

    id: int
    client: int
    arrived_at: datetime
    departed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One client expected in one session. `minutes` is what they attended of it, counted at check-out.

    `visit` is the one that decides `at_door`, or their latest of that day. `forgotten` is a visit of an earlier day
    that was never ended. `name` is empty for who may not see clients, `phone` for who does not call them.
    """

    client: int
    name: str
    pronouns: str
    phone: str
    at_door: AtDoor
    visit: DoorVisit | None
    forgotten: DoorVisit | None
    minutes: int

    @property
    def is_here(self) -> bool:
        return self.at_door is AtDoor.HERE

    @property
    def has_left(self) -> bool:
        return self.at_door is AtDoor.LEFT

    @property
    def is_missing(self) -> bool:
        return self.at_door is AtDoor.MISSING


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One session of the day with its roster in the order of names; `over` when it ended before the day was read."""

    id: int
    title: str
    group: bool
    service: str
    hue: int
    period: Period
    room: str
    virtual: bool
    leader: str
    capacity: int
    expected: int
    over: bool
    roster: tuple[RosterRow, ...]

    @property
    def here(self) -> int:
        """How many came."""
        return sum(row.at_door in {AtDoor.HERE, AtDoor.LEFT} for row in self.roster)

    @property
    def still_here(self) -> bool:
        """Whether somebody of the roster has not left."""
        return any(row.is_here for row in self.roster)


@dataclass(frozen=True, slots=True)
class MissingRow:
    """Somebody who is expected now and not here, with the first session of the day they are missed in."""

    row: RosterRow
    card: SessionCard


@dataclass(frozen=True, slots=True)
class InBuilding:
    """A visit that is still open."""

    visit: DoorVisit
    name: str


@dataclass(frozen=True, slots=True)
class DayAtDoor:
    """Everything the front desk sees of a day. `expected`, `here` and `left` count people, not seats."""

    groups: tuple[SessionCard, ...]
    individual: tuple[SessionCard, ...]
    missing: tuple[MissingRow, ...]
    in_building: tuple[InBuilding, ...]
    forgotten: tuple[InBuilding, ...]
    expected: int
    here: int
    left: int

    @property
    def cards(self) -> tuple[SessionCard, ...]:
        return self.groups + self.individual


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit on a client's chart; `attended` are the parts of sessions it covers."""

    id: int
    joined: Joined
    arrived_at: datetime
    departed_at: datetime | None
    attended: tuple[Attended, ...]

    @property
    def minutes(self) -> int:
        """Attended minutes."""
        return sum(part.period.minutes for part in self.attended)
