"""Words about people and those around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stepdown.audit.terms import Obstacle


class CareRole(StrEnum):
    """A place on a client's care team; caseload counts `PRIMARY_CLINICIAN`."""

    PRIMARY_CLINICIAN = "primary_clinician"
    CASE_MANAGER = "case_manager"
    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    PEER_SPECIALIST = "peer_specialist"


class WayKind(StrEnum):
    """How somebody can be reached."""

    MOBILE = "mobile"
    HOME = "home"
    WORK = "work"
    EMAIL = "email"
    ADDRESS = "address"


PHONES = frozenset({WayKind.MOBILE, WayKind.HOME, WayKind.WORK})


class EmergencyKind(StrEnum):
    """What somebody who helps in an emergency must know. `NO_…`: the person was asked, and has none."""

    ALLERGY = "allergy"
    MEDICATION = "medication"
    CONDITION = "condition"
    NEED = "need"
    NO_ALLERGIES = "no_allergies"
    NO_MEDICATIONS = "no_medications"


NONE_OF = {EmergencyKind.NO_ALLERGIES: EmergencyKind.ALLERGY, EmergencyKind.NO_MEDICATIONS: EmergencyKind.MEDICATION}


class Alike(StrEnum):
    """Why two records may be about one person."""

    SAME_NAME = "same_name"
    SOUNDS_ALIKE = "sounds_alike"
    LOOKS_ALIKE = "looks_alike"
    SAME_BIRTH_DATE = "same_birth_date"
    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"


class CallReason(StrEnum):
    """Why somebody is called, the most pressing first."""

    MISSING_TODAY = "missing_today"
    NO_CONTACT_ON_HOLD = "no_contact_on_hold"
    TRY_AGAIN = "try_again"
    WAITING = "waiting"
    NO_CONTACT = "no_contact"


class CallOutcome(StrEnum):
    """What came of a call."""

    REACHED = "reached"
    LEFT_MESSAGE = "left_message"
    NO_ANSWER = "no_answer"
    NUMBER_WRONG = "number_wrong"


class Blocker(StrEnum):
    """What stands in the way of a change to a client, their circle, their care team or their emergency sheet."""

    RECORD_NUMBER_TAKEN = "record_number_taken"
    NO_NAME = "no_name"
    NO_LANGUAGE = "no_language"
    BORN_IN_THE_FUTURE = "born_in_the_future"
    LATER_PLACE_EXISTS = "later_place_exists"
    NAMED_TWICE = "named_twice"
    NOT_ON_TEAM = "not_on_team"
    NO_WAY = "no_way"
    NO_PHONE_NUMBER = "no_phone_number"
    NO_EMAIL_ADDRESS = "no_email_address"
    NEVER_MEANS_NEVER = "never_means_never"
    NO_RELATIONSHIP = "no_relationship"
    NOTHING_SAID = "nothing_said"
    RECORDED_ALREADY = "recorded_already"
    SOME_ARE_RECORDED = "some_are_recorded"
    MESSAGE_NOT_ALLOWED = "message_not_allowed"
    NOT_TO_BE_CALLED = "not_to_be_called"
    TRY_AGAIN_IN_THE_PAST = "try_again_in_the_past"
    ALREADY_UNDONE = "already_undone"
    VIEW_NAME_TAKEN = "view_name_taken"
    MERGED_AWAY = "merged_away"


class MergeBlocker(StrEnum):
    """What stands in the way of making two records one, or of taking that back."""

    SAME_RECORD = "same_record"
    MERGED_ALREADY = "merged_already"
    KEEPS_OTHERS = "keeps_others"
    SYNTHETIC_AND_REAL = "synthetic_and_real"
    NOT_MERGED = "not_merged"
    MERGED_ON = "merged_on"
    KEPT_APART = "kept_apart"
    BOTH_IN_CARE = "both_in_care"
    BOTH_ON_A_CARE_TEAM = "both_on_a_care_team"
    BOTH_PRESCRIBED = "both_prescribed"
    BOTH_EXPECTED = "both_expected"
    BOTH_ENROLLED = "both_enrolled"
    BOTH_HERE = "both_here"
    BOTH_SAID = "both_said"


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
class NewContact:
    """Somebody in a client's circle."""

    name: str
    relationship: str
    emergency: bool = False
    lives_with: bool = False


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
class NewEmergencyFact:
    """An allergy with its reaction, a medication with its dose, a condition, a need; `NO_…` kinds say nothing more."""

    kind: EmergencyKind
    what: str = ""
    detail: str = ""


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
    """A list of clients somebody comes back to: filters only, nothing about a client."""

    id: int
    name: str
    query: str
    shared: bool
    own: bool


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
    """A client in a list: the name they use, and their record number."""

    id: int
    name: str
    record_number: str


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
