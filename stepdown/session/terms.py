"""Words for what happened: the door, the minutes, and what stands in a check-in's way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stepdown.agency.terms import Role, ServiceCategory
from stepdown.kernel.period import Period, minutes_covered


class Joined(StrEnum):
    """How a client took part."""

    IN_PERSON = "in_person"
    VIDEO = "video"


class AwayReason(StrEnum):
    """Who asked somebody out of a group. A specimen collection is `NURSE`, on every screen."""

    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    THERAPIST = "therapist"
    OTHER = "other"


class MissedReason(StrEnum):
    """Why somebody could not come, in words that help. Source: domain glossary, "missed visit, needs support"."""

    NOT_WELL = "not_well"
    CARING_FOR_SOMEBODY = "caring_for_somebody"
    NEEDS_RIDE = "needs_ride"
    WORK_OR_SCHOOL = "work_or_school"
    APPOINTMENT = "appointment"
    COURT = "court"
    HOSPITAL = "hospital"
    HARD_DAY = "hard_day"
    WEATHER = "weather"
    CHOSE_NOT_TO = "chose_not_to"
    NOT_REACHED = "not_reached"
    OTHER = "other"


class AtDoor(StrEnum):
    """Where somebody expected in a session stands, as the door knows it."""

    EXPECTED = "expected"
    MISSING = "missing"
    EXCUSED = "excused"
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
    NO_REASON = "no_reason"
    ROOM_FULL = "room_full"
    NO_PLACE = "no_place"
    PRIVACY_NOT_CONFIRMED = "privacy_not_confirmed"
    NAMED_TWICE = "named_twice"
    AWAY_ALREADY = "away_already"
    NOT_AWAY = "not_away"
    BACK_BEFORE_LEAVING = "back_before_leaving"
    NOT_EXPECTED = "not_expected"
    NOT_THE_LEADER = "not_the_leader"
    LEADS_ALREADY = "leads_already"
    LEADS_ELSEWHERE = "leads_elsewhere"
    CLOSED_ALREADY = "closed_already"
    NOT_CLOSED = "not_closed"
    CLOSED_BEFORE_START = "closed_before_start"
    OUTSIDE_THE_GROUP = "outside_the_group"
    NOTHING_TO_SETTLE = "nothing_to_settle"
    OUTSIDE_THE_VISIT = "outside_the_visit"
    NO_STEPS = "no_steps"
    NO_SHARE = "no_share"


OVERRIDE_BY = frozenset({Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR})
"""Who may take a visit back once its day is over, with a reason that is kept: its minutes were counted by then."""

CAP_KEYS = {
    ServiceCategory.PROCESS_GROUP: "group.capacity.counseling",
    ServiceCategory.PSYCHOEDUCATION: "group.capacity.education",
    ServiceCategory.SKILLS: "group.capacity.education",
    ServiceCategory.EDUCATIONAL: "group.capacity.education",
}
"""The policy number that says how many may be in a group of a category; others have their own seats only."""

TOLERANCE_KEY = "attendance.desk_and_leader_apart"
"""The policy number of minutes by which desk and leader may differ before somebody is asked."""

MAY_LET_IN = OVERRIDE_BY | {Role.FRONT_DESK, Role.CLINICIAN, Role.CASE_MANAGER, Role.NURSE}
"""Who may let somebody into a full group, with a reason that is kept."""


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
    """One line of a sign-in sheet."""

    client: int
    arrived_at: datetime
    departed_at: datetime
    joined: Joined = Joined.IN_PERSON


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


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One client expected in one session. `minutes` is what counts of it so far.

    `visit` is the one that decides `at_door`, or their latest of that day; `out` the latest time they were asked out
    of this session. `forgotten` is a visit of an earlier day that was never ended. `late` and `early` are the minutes
    they came after it began and left before it ended. `name` is empty for who may not see clients, `phone` for who
    does not call them.
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
    leader closed it. `most` is how many the room may hold.
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
        """Heads in the room now, guests too."""
        return sum(row.in_room for row in self.roster) + self.guests

    @property
    def full(self) -> bool:
        """Whether one more would be too many."""
        return not self.virtual and self.in_room >= self.most

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
class DayAtDoor:
    """Everything the front desk sees of a day. `expected`, `here` and `left` count people, not seats.

    `apart` are disagreements of any day; `out` are people asked out of a group that is over, not said to be back.
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
