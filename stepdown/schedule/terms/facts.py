"""What a booking rule looks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from stepdown.kernel.period import Period


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
    """The room asked for, and the other sessions in it around that time; a virtual one is a video meeting."""

    id: int
    name: str
    site: int
    capacity: int
    busy: tuple[Busy, ...]
    virtual: bool = False


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """One client who takes part. `busy` are their other sessions, `prescribed` ids of services, `must_not_meet` ids
    of clients; `level` and `population` are empty for somebody in no stay that day. `by_video`: they join from
    elsewhere, and need no place in the room. `cleared`: a clinician said that they may be in groups that day. `pauses`
    are the breaks of their tracks in an ordinary week.
    """

    id: int
    level: str
    prescribed: frozenset[int]
    languages: frozenset[str]
    tracks: frozenset[int]
    available: tuple[Hours, ...]
    busy: tuple[Busy, ...]
    must_not_meet: frozenset[int]
    population: str = ""
    by_video: bool = False
    on_hold: bool = False
    cleared: bool = False
    pauses: tuple[Hours, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """The session to be booked, with what its group asks for. `credentials`: any one of these may lead.

    `series` are (place in order, period) of the other sessions of the same series that week, `sequence` is its own
    place; `roster` is None for an open group; `track` is None where any member of staff may lead, `client_track` is
    the track a client must have joined. `population` is empty for a group of no population named. `guests` take places
    in the room; `room_needed` is false off site and by video; `helpers` are the other staff, not counting observers,
    and `clients_per_staff` the most each may have, or None. `clearance_needed`: it takes only whom a clinician cleared.
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
    population: str = ""
    guests: int = 0
    room_needed: bool = False
    helpers: int = 0
    clients_per_staff: int | None = None
    clearance_needed: bool = False


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
    """Everything a rule may look at: a session at a slot, led by `staff`, in `room`, with `clients`, asked at `now`.

    `staff` is None as long as nobody leads it; `others` is what the rest of its staff do then, as (name,
    session). `stood` is where it stands now, with these clients; None for one that does not stand yet. A wait of a
    client between two groups is a hole when it is longer than `longest_wait`; None where policy says nothing.
    """

    session: SessionFacts
    slot: Slot
    staff: StaffFacts | None
    room: RoomFacts | None
    clients: tuple[ClientFacts, ...]
    closed: bool
    opens: int
    closes: int
    now: datetime
    others: tuple[tuple[str, Busy], ...] = ()
    stood: Slot | None = None
    longest_wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a session stands: weekday 0 = Monday, minutes after local midnight, who leads (nobody yet: None), which room.

    `minutes` is how long; None means as long as it is.
    """

    weekday: int
    starts: int
    staff: int | None
    room: int | None
    minutes: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Expected:
    """One session a client is expected in, of the service with id `service`."""

    session: int
    period: Period
    service: int
