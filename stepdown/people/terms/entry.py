"""People, ways to reach them, and calls to enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from stepdown.audit.terms import Obstacle
from stepdown.people.terms.words import Alike, CallOutcome, CallReason, EmergencyKind, WayKind


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client to register; `used_name` is what they are called, `languages` codes such as en, the best first.

    An empty `record_number` is given by us. `phone` may be called; messages and names wait until somebody has asked.
    """

    site: int
    record_number: str
    legal_name: str
    used_name: str
    languages: tuple[str, ...]
    pronouns: str = ""
    interpreter: bool = False
    date_of_birth: date | None = None
    phone: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class ClientDetails:
    """What may be changed of a client. `version` counts the changes made: who saw an older one is told."""

    legal_name: str
    used_name: str
    languages: tuple[str, ...]
    pronouns: str
    interpreter: bool
    date_of_birth: date | None
    version: int


@dataclass(frozen=True, slots=True)
class NewWay:
    """A way to reach a client, or (`contact`) somebody of their circle, and what is safe on it.

    `may_use` False means never. `best_times` in the person's own words.
    """

    kind: WayKind
    value: str
    contact: int | None = None
    may_use: bool = True
    may_leave_message: bool = False
    may_say_who: bool = False
    best_times: str = ""


@dataclass(frozen=True, slots=True)
class NewContact:
    """Somebody in a client's circle."""

    name: str
    relationship: str
    emergency: bool = False
    lives_with: bool = False


@dataclass(frozen=True, slots=True)
class NewEmergencyFact:
    """An allergy with its reaction, a medication with its dose, a condition, a need; `NO_…` kinds say nothing more."""

    kind: EmergencyKind
    what: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What two records are compared by. `phones` and `emails` as `rules.alike` normalises them."""

    names: tuple[str, ...]
    date_of_birth: date | None = None
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """A record that may be about the same person, and why."""

    client: int
    name: str
    record_number: str
    date_of_birth: date | None
    reasons: tuple[Alike, ...]


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call that was made. `way` is the number; `try_again_at` when to call once more."""

    client: int
    reason: CallReason
    outcome: CallOutcome
    way: int | None = None
    try_again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BroughtCall:
    """A call that was written down elsewhere: when it was, and by whom."""

    call: NewCall
    called_at: datetime
    called_by: str


@dataclass(frozen=True, slots=True)
class Moving:
    """Rows of the client `source` become those of `target`: all of them, or (`rows`, by table) exactly these."""

    source: int
    target: int
    rows: Mapping[str, Sequence[int]] | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """Ids of the rows that moved, by table and field, and what stood in the way of others."""

    rows: dict[str, list[int]]
    obstacles: tuple[Obstacle, ...]
