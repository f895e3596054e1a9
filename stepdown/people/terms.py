"""Words about people and those around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CareRole(StrEnum):
    """A place on a client's care team; caseload counts `PRIMARY_CLINICIAN`."""

    PRIMARY_CLINICIAN = "primary_clinician"
    CASE_MANAGER = "case_manager"
    PRESCRIBER = "prescriber"


class Blocker(StrEnum):
    """What stands in the way of registering a client or placing somebody on their care team."""

    RECORD_NUMBER_TAKEN = "record_number_taken"
    NO_NAME = "no_name"
    NO_LANGUAGE = "no_language"
    LATER_PLACE_EXISTS = "later_place_exists"
    NAMED_TWICE = "named_twice"


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client to register; `used_name` is what they are called, `languages` codes such as en, the best first."""

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
    """Who a client is, as the top of their chart says it; `languages` are codes, the best first."""

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


@dataclass(frozen=True, slots=True)
class DatedHelper:
    """Who holds or held a place on a client's care team, up to, not including, `ends`."""

    role: CareRole
    name: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class CirclePerson:
    """Somebody in a client's circle, and what is safe."""

    id: int
    name: str
    relationship: str
    phone: str
    may_call: bool
    may_leave_message: bool
