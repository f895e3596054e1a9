"""Words of files in and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FORMAT = "iop-week/1"


class Kind(StrEnum):
    """What an imported id names; the value says which table its row is in."""

    SITE = "site"
    ROOM = "room"
    SERVICE = "service"
    STAFF = "staff"
    TRACK = "track"
    SERIES = "series"
    GROUP = "group"
    CLIENT = "client"


class Blocker(StrEnum):
    """What stands in the way of an import or an export. Doors word each one."""

    NOT_A_MONDAY = "not_a_monday"
    UNKNOWN_TIME_ZONE = "unknown_time_zone"
    NAME_TAKEN_BY_OTHER_CONTENT = "name_taken_by_other_content"
    IMPORTED_FOR_OTHER_MONDAY = "imported_for_other_monday"
    CLOCK_SKIPS_A_START = "clock_skips_a_start"
    NO_SUCH_WEEK = "no_such_week"
    SEVERAL_WEEKS = "several_weeks"
    NOT_IN_THE_FORMAT = "not_in_the_format"


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would create: how many of each thing, in the order they are made.

    `already` says that this very file was imported for this Monday: importing it again changes nothing.
    """

    name: str
    monday: date
    zone: str
    already: bool
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. `created` is False when the same file was imported for this Monday before."""

    week: int
    created: bool
    counts: dict[str, int]
