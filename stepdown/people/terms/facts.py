"""What is known of clients and the people around them, as others are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from stepdown.people.terms.words import PHONES, CallOutcome, CallReason, CareRole, EmergencyKind, WayKind


@dataclass(frozen=True, slots=True)
class Birth:
    """When somebody was born, where that is known, and the state (US-TX) and time zone of the site that serves them."""

    born: date | None
    jurisdiction: str
    zone: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way on record; `value` is empty for who may not call."""

    id: int
    kind: WayKind
    value: str
    may_use: bool
    may_leave_message: bool
    may_say_who: bool
    best_times: str

    @property
    def is_phone(self) -> bool:
        """Whether it can be called."""
        return self.kind in PHONES


@dataclass(frozen=True, slots=True)
class CirclePerson:
    """Somebody in a client's circle, and how they can be reached."""

    id: int
    name: str
    relationship: str
    emergency: bool
    lives_with: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class EmergencyFact:
    """A line of the emergency sheet: who wrote it down, and when."""

    id: int
    kind: EmergencyKind
    what: str
    detail: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class EmergencySheet:
    """What a helper needs of one client."""

    client: int
    name: str
    legal_name: str
    pronouns: str
    record_number: str
    date_of_birth: date | None
    languages: tuple[str, ...]
    interpreter: bool
    contacts: tuple[CirclePerson, ...]
    facts: tuple[EmergencyFact, ...]

    def of(self, *kinds: EmergencyKind) -> tuple[EmergencyFact, ...]:
        """The lines of these kinds."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)

    @property
    def allergies(self) -> tuple[EmergencyFact, ...]:
        """Empty means nobody has asked."""
        return self.of(EmergencyKind.ALLERGY, EmergencyKind.NO_ALLERGIES)

    @property
    def medications(self) -> tuple[EmergencyFact, ...]:
        """Empty means nobody has asked."""
        return self.of(EmergencyKind.MEDICATION, EmergencyKind.NO_MEDICATIONS)

    @property
    def others(self) -> tuple[EmergencyFact, ...]:
        """Conditions and needs."""
        return self.of(EmergencyKind.CONDITION, EmergencyKind.NEED)


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call on record."""

    id: int
    client: int
    reason: CallReason
    outcome: CallOutcome
    at: datetime
    by: str
    try_again_at: datetime | None


@dataclass(frozen=True, slots=True)
class Caseload:
    """How many clients somebody is the primary clinician of, and how many are agreed (None: nothing is)."""

    clients: int
    most: int | None

    @property
    def is_full(self) -> bool:
        """Whether one more is more than agreed."""
        return self.most is not None and self.clients >= self.most


@dataclass(frozen=True, slots=True)
class SavedView:
    """A list of clients somebody comes back to: filters only, nothing about a client.

    `own`: it is the reader's, who may change it; `by` is whose it is otherwise. `opens_first`: their list opens with it.
    """

    id: int
    name: str
    query: str
    shared: bool
    own: bool
    by: str = ""
    opens_first: bool = False


@dataclass(frozen=True, slots=True)
class MergeRow:
    """Two records made one, and when; `undone_at` when that was taken back."""

    id: int
    kept: int
    duplicate: int
    duplicate_number: str
    merged_at: datetime
    merged_by: str


@dataclass(frozen=True, slots=True)
class CarePlace:
    """A place on a client's care team, from `starts` on."""

    client: int
    staff: int
    role: CareRole
    starts: date


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A client as the front desk sees them; `name` and `phone` are empty for who may not see them."""

    name: str
    pronouns: str
    phone: str


@dataclass(frozen=True, slots=True)
class ListedClient:
    """A client in a list: the name they use, their record number, and the languages they speak, the best first."""

    id: int
    name: str
    record_number: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clinician:
    """Who is a client's primary clinician: the member of staff, and their name."""

    staff: int
    name: str


@dataclass(frozen=True, slots=True)
class Helper:
    """Who holds a place on a client's care team today."""

    role: CareRole
    name: str


@dataclass(frozen=True, slots=True)
class ClientHeader:
    """Who a client is, as the top of their chart says it; `languages` are codes, the best first.

    `merged_into`: the record that was kept when this one turned out to be a duplicate.
    """

    id: int
    name: str
    legal_name: str
    pronouns: str
    record_number: str
    languages: tuple[str, ...]
    interpreter: bool
    phone: str
    site: int
    site_name: str
    team: tuple[Helper, ...]
    merged_into: int | None = None


@dataclass(frozen=True, slots=True)
class DatedHelper:
    """Who holds or held a place on a client's care team, up to, not including, `ends`."""

    role: CareRole
    name: str
    starts: date
    ends: date | None
