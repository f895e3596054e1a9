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


@dataclass(frozen=True, slots=True)
class Finding:
    """Where something is wrong: a table and a range of transactions or a row id, never content.

    `rows_sealed` and `rows_now` count a batch then and now; None for findings about one row.
    """

    fault: Fault
    table: str
    where: str
    rows_sealed: int | None = None
    rows_now: int | None = None


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
