"""What checking history can find."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Fault(StrEnum):
    """One way in which history or a live row is not what the program left."""

    CHAIN_BROKEN = "the seal before this one was changed or removed"
    SEAL_MISSING = "no seal covers these transactions, though later ones are sealed"
    BATCH_CHANGED = "rows of this batch, or its seal, were changed"
    ROWS_MISSING = "this batch has fewer rows than when it was sealed"
    ROWS_ADDED = "this batch has more rows than when it was sealed"
    ROWS_UNSEALED = "this epoch is over, and no seal of it covers these rows"
    FLOOR_TOO_HIGH = "the epoch claims rows that are not there"
    COLUMNS_GONE = "columns that were sealed are no longer in the table"
    TABLE_GONE = "the sealed table is no longer part of the program"
    ROW_CHANGED = "the row differs from the last event of its history"
    ROW_VANISHED = "the row is gone, but its history has no deletion"
    ROW_UNKNOWN = "the row has no history"
    NO_CONTEXT = "the event does not say which action wrote it"
    NO_ENTRY = "no entry says what the action did that wrote this event"


class Odd(StrEnum):
    """What is odd about one row of a batch."""

    CHANGED = "was changed"
    GONE = "is gone"
    ADDED = "was put in"


@dataclass(frozen=True, slots=True)
class OddRow:
    """A row of a batch that is not as it was sealed: its number, the row it tells of (of a history event), when it was
    written (UTC; of one that is gone: sealed), and the names of its columns that differ.
    """

    odd: Odd
    row: int
    tells_of: int | None
    at: datetime
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Where something is wrong: a table and a range of transactions or a row id, never content.

    `rows_sealed` and `rows_now` count a batch then and now; None for findings about one row. `odd` are the rows of the
    batch that are not as sealed. Of a live row, `fields` are the columns that differ from its history, whose last event
    is of `at` (UTC).
    """

    fault: Fault
    table: str
    where: str
    rows_sealed: int | None = None
    rows_now: int | None = None
    odd: tuple[OddRow, ...] = ()
    fields: tuple[str, ...] = ()
    at: datetime | None = None


class HeadFault(StrEnum):
    """One way in which the signed heads outside the database and the database disagree."""

    CHANGED = "a signed head was changed"
    LINE_GONE = "a signed head was taken out"
    OTHER_KEY = "the newest head is signed by a key that is not here"
    OLDER_COPY = "the database is an older copy than a signed head, or its end was cut off"
    MADE_ANEW = "seals were made anew after a head was signed"
    ROWS_DIFFER = "rows differ from those that a head was signed over"


@dataclass(frozen=True, slots=True)
class HeadFinding:
    """Where a head and the database disagree: a line of the file, or the head's time and tables; never content."""

    fault: HeadFault
    where: str

    @property
    def text(self) -> str:
        """In a sentence."""
        return f"{self.fault}: {self.where}"


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of checking everything once.

    `oldest_unsealed` is when the oldest row that no seal covers yet was written (UTC), None when all are sealed.
    `epochs` says when and why each began. `head` is the hex digest of the newest seal: what to keep somewhere else.
    """

    findings: tuple[Finding, ...]
    seals: int
    rows: int
    live_rows: int
    epochs: tuple[str, ...]
    head: str
    oldest_unsealed: datetime | None
