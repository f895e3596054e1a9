"""The schedule's words: roles in a session, states of a plan, what stands in a booking's way, the facts of a move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stepdown.agency.terms import Role
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.period import Period


class SessionState(StrEnum):
    """A planned session stands, or it was cancelled; what happened is for the `session` app to say."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class SessionRole(StrEnum):
    """A place a member of staff has in a session."""

    LEAD = "lead"
    CO_LEAD = "co_lead"
    INTERN = "intern"
    OBSERVER = "observer"


class WeekState(StrEnum):
    """A week plan is drafted, then published."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Blocker(StrEnum):
    """What stands in the way of a booking. Doors word each one."""

    SESSION_CANCELLED = "session_cancelled"
    SESSION_STARTED = "session_started"
    IN_THE_PAST = "in_the_past"
    SITE_CLOSED = "site_closed"
    OUTSIDE_OPENING_HOURS = "outside_opening_hours"
    STAFF_BUSY = "staff_busy"
    STAFF_NOT_WORKING = "staff_not_working"
    STAFF_AWAY = "staff_away"
    STAFF_LACKS_CREDENTIAL = "staff_lacks_credential"
    STAFF_LACKS_LANGUAGE = "staff_lacks_language"
    STAFF_LACKS_TRACK = "staff_lacks_track"
    STAFF_AT_OTHER_SITE = "staff_at_other_site"
    STAFF_GROUPS_A_DAY = "staff_groups_a_day"
    STAFF_INDIVIDUAL_A_DAY = "staff_individual_a_day"
    STAFF_MINUTES_A_WEEK = "staff_minutes_a_week"
    STAFF_RUN_TOO_LONG = "staff_run_too_long"
    ROOM_BUSY = "room_busy"
    ROOM_AT_OTHER_SITE = "room_at_other_site"
    ROOM_TOO_SMALL = "room_too_small"
    SERIES_OUT_OF_ORDER = "series_out_of_order"
    CLIENT_BUSY = "client_busy"
    CLIENT_NOT_AVAILABLE = "client_not_available"
    GROUP_FULL = "group_full"
    ALREADY_IN_GROUP = "already_in_group"
    LEVEL_NOT_SERVED = "level_not_served"
    NOT_ON_ROSTER = "not_on_roster"
    CLIENT_LACKS_LANGUAGE = "client_lacks_language"
    CLIENT_LACKS_TRACK = "client_lacks_track"
    NOT_PRESCRIBED = "not_prescribed"
    MUST_NOT_MEET = "must_not_meet"
    BUSY_ELSEWHERE = "busy_elsewhere"
    """The database's own last word, when somebody else was faster."""


OVERRIDE_BY = frozenset({Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR})

OVERRIDABLE = frozenset(
    {
        Blocker.OUTSIDE_OPENING_HOURS,
        Blocker.STAFF_NOT_WORKING,
        Blocker.STAFF_GROUPS_A_DAY,
        Blocker.STAFF_INDIVIDUAL_A_DAY,
        Blocker.STAFF_MINUTES_A_WEEK,
        Blocker.STAFF_RUN_TOO_LONG,
        Blocker.SERIES_OUT_OF_ORDER,
        Blocker.CLIENT_NOT_AVAILABLE,
        Blocker.LEVEL_NOT_SERVED,
        Blocker.NOT_PRESCRIBED,
    }
)
"""Blockers a named supervisor may override; the reason is kept. Law 1, credentials, capacity and restrictions never."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekly hours: weekday 0 = Monday, minutes after local midnight."""

    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Busy:
    """Time already taken by another session; `group` tells groups from individual sessions."""

    period: Period
    group: bool
    title: str = ""


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """The member of staff who would lead, as seen from the day of the session.

    `busy` are their other sessions that week; `away` says whether they are off that day. Limits: None means none.
    """

    id: int
    name: str
    site: int
    telehealth: bool
    languages: frozenset[str]
    tracks: frozenset[int]
    credentials: frozenset[str]
    hours: tuple[Hours, ...]
    away: bool
    busy: tuple[Busy, ...]
    max_groups_a_day: int | None
    max_individual_a_day: int | None
    max_minutes_a_week: int | None
    max_run_minutes: int | None


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """The room asked for, and the other sessions in it around that time."""

    id: int
    name: str
    site: int
    capacity: int
    busy: tuple[Busy, ...]


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """One client who takes part. `busy` are their other sessions, `prescribed` ids of services, `must_not_meet` ids
    of clients; `level` is empty for somebody in no stay that day.
    """

    id: int
    level: str
    prescribed: frozenset[int]
    languages: frozenset[str]
    tracks: frozenset[int]
    available: tuple[Hours, ...]
    busy: tuple[Busy, ...]
    must_not_meet: frozenset[int]


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """The session to be booked, with what its group asks for. `credentials`: any one of these may lead.

    `series` are (place in order, period) of the other sessions of the same series that week, `sequence` is its own
    place; `roster` is None for an open group; `track` is None where any member of staff may lead, `client_track` is
    the track a client must have joined.
    """

    id: int | None
    title: str
    group: bool
    site: int
    virtual: bool
    service: int
    credentials: frozenset[str]
    language: str
    track: int | None
    client_track: int | None
    levels: frozenset[str]
    capacity: int
    roster: frozenset[int] | None
    sequence: int
    series: tuple[tuple[int, Period], ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """When: the period, and the same as the site's wall clock reads it."""

    period: Period
    day: date
    day_period: Period
    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Booking:
    """Everything a rule may look at: a session at a slot, led by `staff`, in `room`, with `clients`, asked at `now`."""

    session: SessionFacts
    slot: Slot
    staff: StaffFacts
    room: RoomFacts | None
    clients: tuple[ClientFacts, ...]
    closed: bool
    opens: int
    closes: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a session stands: weekday 0 = Monday, minutes after local midnight, who leads, which room."""

    weekday: int
    starts: int
    staff: int
    room: int | None


@dataclass(frozen=True, slots=True)
class Expected:
    """One session a client is expected in, of the service with id `service`."""

    session: int
    period: Period
    service: int


class SetupBlocker(StrEnum):
    """What stands in the way of setting up tracks, groups and weeks. Doors word each one."""

    CODE_TAKEN = "code_taken"
    NOT_WITHIN_A_DAY = "not_within_a_day"
    BREAK_OUTSIDE_BLOCK = "break_outside_block"
    HOURS_OVERLAP = "hours_overlap"
    NO_CAPACITY = "no_capacity"
    MINIMUM_ABOVE_CAPACITY = "minimum_above_capacity"
    OPTION_TWICE = "option_twice"
    GROUP_IS_OPEN = "group_is_open"
    ALREADY_ENROLLED = "already_enrolled"
    NOT_A_MONDAY = "not_a_monday"
    UNKNOWN_TIME_ZONE = "unknown_time_zone"
    WEEK_EXISTS = "week_exists"
    ALREADY_PUBLISHED = "already_published"
    WEEK_HOURS = "week_hours"
    MORE_CLIENTS_THAN_SEATS = "more_clients_than_seats"
    OUTSIDE_THE_WEEK = "outside_the_week"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a track's week, and its break as (starts, ends); minutes after local midnight."""

    weekday: int
    starts: int
    ends: int
    pause: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class NewTrack:
    """A track to create; no site, language or levels mean any. `any_leader`: no leader need be named for it."""

    code: str
    name: str
    site: int | None = None
    language: str = ""
    levels: tuple[LevelOfCare, ...] = ()
    any_leader: bool = False
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A weekly group to create; `options` are (weekday, minutes after local midnight) at which it may meet."""

    code: str
    name: str
    service: int
    track: int
    language: str
    site: int
    capacity: int
    levels: tuple[LevelOfCare, ...]
    minimum: int = 1
    closed: bool = False
    series: int | None = None
    sequence: int = 0
    options: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Joining:
    """A client joins a track, or the roster of a closed group (`to` is its id), from `starts` on."""

    client: int
    to: int
    starts: date


@dataclass(frozen=True, slots=True)
class NewWeek:
    """A programme week to open; `days` run from Monday, `opens` and `closes` are minutes after local midnight."""

    name: str
    monday: date
    time_zone: str
    days: int
    opens: int
    closes: int
    step_minutes: int


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session to put on the calendar: of `group`, or individual; `clients` take its seats in this order."""

    group: int | None
    service: int
    site: int
    room: int | None
    period: Period
    capacity: int
    lead: int
    clients: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A weekly group as it stands on a day; `roster` is None for an open group, `options` are (weekday, minute)."""

    id: int
    service: int
    track: int
    language: str
    site: int
    capacity: int
    minimum: int
    levels: tuple[LevelOfCare, ...]
    roster: tuple[int, ...] | None
    options: tuple[tuple[int, int], ...]
    series: int | None
    sequence: int


@dataclass(frozen=True, slots=True)
class CalendarSession:
    """A session that stands on the calendar; an individual one has no group."""

    group: int | None
    service: int
    site: int
    room: int | None
    period: Period
    capacity: int
    lead: int | None
    clients: tuple[int, ...]
