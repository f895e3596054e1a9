"""Sites, programs, rooms, services and people to enter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from stepdown.agency.terms.words import (
    Concern,
    CriteriaEdition,
    Delivery,
    LicenseKind,
    Population,
    Role,
    ServiceCategory,
    ServiceScope,
)
from stepdown.kernel.levels import LevelOfCare


@dataclass(frozen=True, slots=True)
class NewSite:
    """A site to open; `time_zone` is an IANA name, `jurisdiction` a state such as US-TX."""

    code: str
    name: str
    time_zone: str
    virtual: bool = False
    jurisdiction: str = "US"
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class NewProgram:
    """A programme to open at a site. `hours` are when it runs in an ordinary week; `part2`: 42 CFR Part 2 holds."""

    site: int
    name: str
    levels: tuple[LevelOfCare, ...]
    edition: CriteriaEdition = CriteriaEdition.FOURTH
    population: Population = Population.ADULT
    treats: tuple[Concern, ...] = (Concern.SUBSTANCE_USE,)
    part2: bool = True
    hours: tuple[WorkingTime, ...] = ()


@dataclass(frozen=True, slots=True)
class NewRoom:
    """A room to add; `capacity` counts clients."""

    site: int
    code: str
    name: str
    capacity: int
    virtual: bool = False


@dataclass(frozen=True, slots=True)
class NewService:
    """A kind of service to offer, led by anybody with one of `credential_types`; `hue` is 0 to `HUES` - 1.

    `discreet`: reads as `public_name` says outside clinical screens. `room_needed` is false for what happens off site.
    `clients_per_staff`: the most clients for each member of staff present; None where none is agreed.
    """

    code: str
    name: str
    delivery: Delivery
    minutes: int
    credential_types: tuple[str, ...]
    hue: int = 0
    category: ServiceCategory = ServiceCategory.OTHER
    discreet: bool = False
    room_needed: bool = True
    clients_per_staff: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class WorkingTime:
    """Hours of an ordinary week: weekday 0 = Monday, minutes after local midnight."""

    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class NewCredential:
    """A licence or certificate; both dates included."""

    type: str
    valid_from: date
    valid_until: date | None = None
    number: str = ""
    state: str = ""
    supervision_required: bool = False


@dataclass(frozen=True, slots=True)
class StaffDetails:
    """What a member of staff is to be known by, and the limits they agreed to; a limit of None is no limit."""

    name: str
    site: int
    languages: tuple[str, ...]
    telehealth: bool = False
    max_groups_a_day: int | None = None
    max_individual_a_day: int | None = None
    max_minutes_a_week: int | None = None
    max_run_minutes: int | None = None
    caseload_limit: int | None = None


@dataclass(frozen=True, slots=True)
class NewServiceAccount:
    """A program that is to fetch files: what it is called, what for, what it fetches, and the last day its token holds."""

    name: str
    purpose: str
    scopes: tuple[ServiceScope, ...]
    last_day: date


@dataclass(frozen=True, slots=True)
class Employment:
    """What decides whether somebody may leave; `on_call_until` is when the last of their duties still ahead ends."""

    active: bool
    is_actor: bool
    last_administrator: bool
    on_call_until: datetime | None


@dataclass(frozen=True, slots=True)
class NewDuty:
    """Somebody to answer for a site outside its hours: from when to when, at which number, first (1) or after."""

    site: int
    staff: int
    starts: datetime
    ends: datetime
    reach: str
    rank: int = 1


@dataclass(frozen=True, slots=True)
class NewLicense:
    """A licence or accreditation of the agency; without a site it is for the whole agency. Both dates included."""

    kind: LicenseKind
    name: str
    issuer: str
    valid_from: date
    valid_until: date | None = None
    number: str = ""
    site: int | None = None


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody to hire; a limit of None is no limit."""

    name: str
    site: int
    languages: tuple[str, ...]
    roles: tuple[Role, ...]
    telehealth: bool = False
    credentials: tuple[NewCredential, ...] = ()
    hours: tuple[WorkingTime, ...] = ()
    max_groups_a_day: int | None = None
    max_individual_a_day: int | None = None
    max_minutes_a_week: int | None = None
    max_run_minutes: int | None = None
    caseload_limit: int | None = None
