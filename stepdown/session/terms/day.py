"""A day at the door, as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepdown.kernel.period import Period, minutes_covered
from stepdown.session.terms.facts import Attended, DoorVisit, Gone, Told
from stepdown.session.terms.words import AtDoor, Joined


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One client expected in one session. `minutes` is what counts of it so far.

    `visit` is the one that decides `at_door`, or their latest of that day; `out` the latest time they were asked out
    of this session. `forgotten` is a visit of an earlier day that was never ended. `late` and `early` are the minutes
    they came after it began and left before it ended. `not_cleared`: policy wants somebody to clear them for groups, and
    nobody did. `name` is empty for who may not see clients, `phone` for who does not call them. `booked_by_video`: they
    are expected to join this session by video.
    """

    client: int
    name: str
    pronouns: str
    phone: str
    at_door: AtDoor
    visit: DoorVisit | None
    forgotten: DoorVisit | None
    minutes: int
    out: Gone | None = None
    told: Told | None = None
    late: int = 0
    early: int = 0
    booked_by_video: bool = False
    not_cleared: bool = False

    @property
    def is_here(self) -> bool:
        return self.at_door is AtDoor.HERE

    @property
    def has_left(self) -> bool:
        return self.at_door is AtDoor.LEFT

    @property
    def is_missing(self) -> bool:
        return self.at_door is AtDoor.MISSING

    @property
    def is_excused(self) -> bool:
        return self.at_door is AtDoor.EXCUSED

    @property
    def is_out(self) -> bool:
        """Whether they are asked out of the group now."""
        return self.is_here and self.out is not None and self.out.returned_at is None

    @property
    def by_video(self) -> bool:
        return self.visit is not None and self.visit.joined is Joined.VIDEO

    @property
    def in_room(self) -> bool:
        return self.is_here and not self.by_video and not self.is_out


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One session of the day with its roster in the order of names; `over` when it ended before the day was read.

    `leader` is who was planned, `stand_in` who in fact leads when it is somebody else; `ended_at` is set once the
    leader closed it. `most` is how many the room may hold, `guests` how many who are no
    clients are expected in it: their places are kept from the beginning.
    """

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
    most: int = 0
    guests: int = 0
    topic: str = ""
    stand_in: str = ""
    ended_at: datetime | None = None

    @property
    def here(self) -> int:
        """How many came."""
        return sum(row.at_door in {AtDoor.HERE, AtDoor.LEFT} for row in self.roster)

    @property
    def still_here(self) -> bool:
        """Whether somebody of the roster has not left."""
        return any(row.is_here for row in self.roster)

    @property
    def in_room(self) -> int:
        """Clients in the room now."""
        return sum(row.in_room for row in self.roster)

    @property
    def full(self) -> bool:
        """Whether one more would be too many."""
        return not self.virtual and self.in_room + self.guests >= self.most

    @property
    def begun(self) -> bool:
        """Whether somebody of it can be asked out: it has a roster with somebody in it."""
        return self.group and self.still_here


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
class ApartRow:
    """Desk and leader disagree about somebody in a session: the minutes each has."""

    session: int
    client: int
    name: str
    title: str
    period: Period
    desk: int
    leader: int


@dataclass(frozen=True, slots=True)
class StandIn:
    """A session somebody took over at a site they do not work at; they reach it on its day."""

    session: int
    title: str
    site: str
    period: Period


@dataclass(frozen=True, slots=True)
class DayAtDoor:
    """Everything the front desk sees of a day. `expected`, `here` and `left` count people, not seats.

    `apart` are disagreements of any day; `out` are people asked out of a group that is over, not said to be back;
    `elsewhere` is what the reader took over that day at sites they do not work at.
    """

    groups: tuple[SessionCard, ...]
    individual: tuple[SessionCard, ...]
    missing: tuple[MissingRow, ...]
    excused: tuple[MissingRow, ...]
    in_building: tuple[InBuilding, ...]
    forgotten: tuple[InBuilding, ...]
    apart: tuple[ApartRow, ...]
    out: tuple[MissingRow, ...]
    expected: int
    here: int
    left: int
    elsewhere: tuple[StandIn, ...] = ()

    @property
    def cards(self) -> tuple[SessionCard, ...]:
        return self.groups + self.individual

    @property
    def to_say(self) -> int:
        """How many things somebody must still say."""
        return len(self.forgotten) + len(self.apart) + len(self.out)


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
        return minutes_covered(part.period for part in self.attended)
