"""The rows of an `iop-week/1` file: one programme week, what must hold in it, and the week before it.

Days count from 0 = Monday to 5 = Saturday. A field that ends in `_minute` is a time of day in minutes after midnight;
one that holds `minutes` is a length. Every time stands on the grid's step (30 minutes). Sites, rooms, clinicians,
sections, clients and services refer to each other by the ids of the file. Every tuple of a row is a set.
"""

from dataclasses import dataclass
from enum import StrEnum

FORMAT = "iop-week/1"
VIRTUAL_SITE = "TELE"  # the format gives the one virtual site this id


class ServiceKind(StrEnum):
    """Whether a service is given to a group or to one client."""

    GROUP = "group"
    INDIVIDUAL = "individual"


class Level(StrEnum):
    """Levels of care the format knows, from the most hours to the fewest."""

    PHP = "PHP"
    IOP = "IOP"
    OP = "OP"


class Mode(StrEnum):
    """How a client attends: on site, by telehealth, or either (but groups of one day all in the same way)."""

    SITE = "site"
    TELEHEALTH = "tele"
    HYBRID = "hybrid"


@dataclass(frozen=True, order=True)
class Slot:
    """A start in the week."""

    day: int
    start_minute: int


@dataclass(frozen=True, order=True)
class Window:
    """A stretch of one day, from one time to another (the end not included)."""

    day: int
    from_minute: int
    to_minute: int


@dataclass(frozen=True)
class Grid:
    """The programme's week: days 0 to `days` - 1, open from `open_minute` to `close_minute`, in steps."""

    days: int
    open_minute: int
    close_minute: int
    step_minutes: int


@dataclass(frozen=True)
class Service:
    """Something that can be prescribed; whoever leads it holds one of `credentials`."""

    id: str
    kind: ServiceKind
    minutes: int
    credentials: tuple[str, ...]


@dataclass(frozen=True)
class SiteRow:
    """A site; the virtual one has the id `TELE`."""

    id: str
    virtual: bool


@dataclass(frozen=True)
class RoomRow:
    """A room of a site; it holds one group at a time, and `capacity` clients."""

    id: str
    site: str
    capacity: int


@dataclass(frozen=True)
class ClinicianRow:
    """A clinician: leads at `site`, and at the virtual site if `telehealth`; `tracks` are special tracks they may lead.

    `max_run_minutes` is the longest time on end without a 30-minute break; `caseload` the most distinct clients of the
    service `individual`.
    """

    id: str
    credentials: tuple[str, ...]
    languages: tuple[str, ...]
    tracks: tuple[str, ...]
    site: str
    telehealth: bool
    hours: tuple[Window, ...]
    max_groups_per_day: int
    max_individual_per_day: int
    max_week_minutes: int
    max_run_minutes: int
    caseload: int


@dataclass(frozen=True)
class Previous:
    """When, with whom and where a section ran last week."""

    day: int
    start_minute: int
    clinician: str
    room: str


@dataclass(frozen=True)
class SectionRow:
    """One weekly group session; it runs at most once, at one of `options`.

    `members` is None for an open section, else its closed roster. Running sections of one `series` keep the order of
    `sequence` within the week; `sequence` is 0 where `series` is None.
    """

    id: str
    service: str
    track: str
    language: str
    site: str
    capacity: int
    minimum: int
    levels: tuple[Level, ...]
    members: tuple[str, ...] | None
    options: tuple[Slot, ...]
    series: str | None
    sequence: int
    previous: Previous | None


@dataclass(frozen=True, order=True)
class Prescribed:
    """Sessions of one service in this week (at least 1)."""

    service: str
    sessions: int


@dataclass(frozen=True)
class Authorization:
    """What the payer authorizes of this week: attended days, minutes, and the last day (0 = Monday) it holds."""

    days: int
    minutes: int
    last_day: int


@dataclass(frozen=True)
class ClientRow:
    """A client: level, place, availability, this week's prescription (after any step-down) and authorization.

    `therapist` is the clinician on record, if any. `previous_level` is last week's level, None where the client is new.
    """

    id: str
    level: Level
    site: str
    mode: Mode
    languages: tuple[str, ...]
    tracks: tuple[str, ...]
    availability: tuple[Window, ...]
    prescription: tuple[Prescribed, ...]
    authorization: Authorization
    min_week_minutes: int
    min_day_minutes: int
    therapist: str | None
    new: bool
    previous_level: Level | None


@dataclass(frozen=True, order=True)
class MustNotMeet:
    """Two clients who are never in the same running section; in either order."""

    one: str
    other: str


@dataclass(frozen=True, order=True)
class Attendance:
    """The sections one client attended last week (at least one)."""

    client: str
    sections: tuple[str, ...]


@dataclass(frozen=True, order=True)
class IndividualSession:
    """An individual session of last week."""

    client: str
    service: str
    clinician: str
    day: int
    start_minute: int


@dataclass(frozen=True)
class LastWeek:
    """Last week's schedule beside `SectionRow.previous`: who attended what, and the individual sessions."""

    attendance: tuple[Attendance, ...]
    individual: tuple[IndividualSession, ...]


@dataclass(frozen=True)
class WeekFile:
    """A whole file; `name` is free text and never repeated in a message."""

    name: str
    grid: Grid
    services: tuple[Service, ...]
    sites: tuple[SiteRow, ...]
    rooms: tuple[RoomRow, ...]
    clinicians: tuple[ClinicianRow, ...]
    sections: tuple[SectionRow, ...]
    clients: tuple[ClientRow, ...]
    must_not_meet: tuple[MustNotMeet, ...]
    last_week: LastWeek
