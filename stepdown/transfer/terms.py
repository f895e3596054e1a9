"""Words of files in and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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
    NO_SUCH_TABLE = "no_such_table"
    IMPORT_UNDER_WAY = "import_under_way"
    NOT_CHECKED = "not_checked"
    ALREADY_WRITTEN = "already_written"


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


class Task(StrEnum):
    """What is asked of a CSV file that was read: a dry run that writes nothing, or the real one."""

    CHECK = "check"
    WRITE = "write"


class Problem(StrEnum):
    """Why a run stopped that found no fault in its file."""

    NOT_ALLOWED = "not_allowed"
    BUSY = "busy"
    BROKE = "broke"


class RunState(StrEnum):
    """Where a CSV file on its way in stands; worked out, never stored."""

    WAITING = "waiting"
    CHECKING = "checking"
    FAULTY = "faulty"
    CHECKED = "checked"
    WRITING = "writing"
    WRITTEN = "written"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Run:
    """A CSV file on its way in, as pages show it. `working`: somebody is at it at this moment."""

    id: int
    sheet: str
    file_name: str
    by: str
    user: int | None
    read_at: datetime
    task: Task
    rows: int
    done: int
    added: int
    same: int
    faults: int
    taken: bool
    ended: bool
    cancelled: bool
    problem: str
    working: bool

    @property
    def state(self) -> RunState:
        """A cancelled run is cancelled once nobody is at it; a run that was taken and left has been interrupted."""
        if self.working:
            return RunState.CHECKING if self.task == Task.CHECK else RunState.WRITING
        if self.ended and not self.faults and not self.problem and not self.cancelled:
            return RunState.CHECKED if self.task == Task.CHECK else RunState.WRITTEN
        if self.cancelled:
            return RunState.CANCELLED
        if self.problem:
            return RunState.STOPPED
        if self.ended:
            return RunState.FAULTY
        return RunState.INTERRUPTED if self.taken else RunState.WAITING

    @property
    def percent(self) -> int:
        """How much of the rows is through."""
        return 100 * self.done // self.rows if self.rows else 100


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A fault of a file as the person who imports it reads it; the header is line 1."""

    line: int
    column: str
    value: str
    problem: str
    mend: str
