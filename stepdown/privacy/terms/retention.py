"""Words of how long a record is kept, and of what holds one beyond that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class KeptBy(StrEnum):
    """What a record is kept for: the end of its policy key, `retention.*`."""

    CHART = "chart"
    """Years after they were last in care."""
    MINOR = "minor"
    """Years after the birthday on which somebody who came as a minor was of age."""
    ACCOUNTING = "accounting"
    """Years after something was last told to somebody outside (45 CFR 164.528)."""
    READS = "reads"
    HISTORY = "history"
    """Years after a chart was read, or something changed: kept in itself, it keeps no client's record."""
    DOCUMENTS = "documents"
    """Years after a policy, notice or agreement was last in effect."""


class HoldBlocker(StrEnum):
    """What stands in the way of a legal hold, or of lifting one. Doors word each one."""

    NO_WORDS = "no_words"
    NOT_YET = "not_yet"
    LIFTED_ALREADY = "lifted_already"


@dataclass(frozen=True, slots=True)
class Life:
    """What counts about one client: born (None: not known), first admitted, last in care (None: still, or never), last told
    of to somebody outside.
    """

    born: date | None
    came: date | None
    left: date | None
    told: date | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    """A policy row: so many years, by what `source`. `payer` is empty where it holds whoever paid."""

    kind: KeptBy
    years: int
    jurisdiction: str = "US"
    payer: str = ""
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """The last day on which a record must be kept, and the row that says so."""

    until: date
    row: Keeping


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A legal hold as compliance sees it."""

    id: int
    client: int
    client_name: str
    words: str
    placed_on: date
    who: str
