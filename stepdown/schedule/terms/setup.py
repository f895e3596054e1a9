"""What the week is made of: tracks, groups, rosters, weeks and whole calendars, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stepdown.agency.terms import Population
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.period import Period
from stepdown.plan.terms import Modality


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a track's week, and its break as (starts, ends); minutes after local midnight."""

    weekday: int
    starts: int
    ends: int
    pause: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class NewTrack:
    """A track to create; no site, language, levels or population mean any. `any_leader`: no leader need be named for it.

    `capacity` is how many clients it takes at a time; None for no limit of its own. It goes on up to, not including,
    `ends_on`; only `end_track` ends one that stands.
    """

    code: str
    name: str
    site: int | None = None
    language: str = ""
    levels: tuple[LevelOfCare, ...] = ()
    any_leader: bool = False
    blocks: tuple[Block, ...] = ()
    population: Population | None = None
    capacity: int | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group to create; `options` are (weekday, minutes after local midnight) at which it may meet.

    It runs from `starts_on` up to, not including, `ends_on`; None means it always did, and goes on.
    """

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
    population: Population | None = None
    modality: Modality = Modality.IN_PERSON
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Joining:
    """A client joins a track, or takes a regular seat in a group (`to` is its id), from `starts` up to, not including,
    `ends`. `modality` says how they come to the group.
    """

    client: int
    to: int
    starts: date
    ends: date | None = None
    modality: Modality = Modality.IN_PERSON


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
    """A session that stands on the calendar; an individual one has no group. `by_video`: those of its clients who come so."""

    group: int | None
    service: int
    site: int
    room: int | None
    period: Period
    capacity: int
    lead: int | None
    clients: tuple[int, ...]
    by_video: frozenset[int] = frozenset()
