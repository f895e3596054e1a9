"""The agency's words: roles, delivery, credentials."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stepdown.kernel.levels import LevelOfCare

HUES = 12
"""Colours that tell services apart on the week."""


class Role(StrEnum):
    """What a person does here; it decides what they see and do (see each app's `access.py`)."""

    PROGRAM_DIRECTOR = "program_director"
    MEDICAL_DIRECTOR = "medical_director"
    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    CLINICIAN = "clinician"
    INTERN = "intern"
    CLINICAL_SUPERVISOR = "clinical_supervisor"
    CASE_MANAGER = "case_manager"
    BEHAVIORAL_TECHNICIAN = "behavioral_technician"
    PEER_SPECIALIST = "peer_specialist"
    ADMISSIONS_ADVISOR = "admissions_advisor"
    UTILIZATION_REVIEWER = "utilization_reviewer"
    BILLER = "biller"
    FRONT_DESK = "front_desk"
    COMPLIANCE = "compliance"
    ADMINISTRATOR = "administrator"


class Delivery(StrEnum):
    """How a service is given: to a group, or to one client (alone or with their family)."""

    GROUP = "group"
    INDIVIDUAL = "individual"


class ServiceCategory(StrEnum):
    """What a service is, whatever the agency calls it: what counts towards hours and days is policy by category."""

    PROCESS_GROUP = "process_group"
    PSYCHOEDUCATION = "psychoeducation"
    SKILLS = "skills"
    INDIVIDUAL = "individual"
    FAMILY = "family"
    MULTI_FAMILY = "multi_family"
    CASE_MANAGEMENT = "case_management"
    PSYCHIATRIC = "psychiatric"
    NURSING = "nursing"
    PEER_SUPPORT = "peer_support"
    VOCATIONAL = "vocational"
    EDUCATIONAL = "educational"
    ORIENTATION = "orientation"
    COMMUNITY_MEETING = "community_meeting"
    MUTUAL_HELP_INTRODUCTION = "mutual_help_introduction"
    NUTRITION = "nutrition"
    SUPPORTED_MEAL = "supported_meal"
    MOVEMENT = "movement"
    MINDFULNESS = "mindfulness"
    SPECIMEN_COLLECTION = "specimen_collection"
    OTHER = "other"


DISCREET_NAME = "Nurse"
"""What a discreet service is called wherever a client, a relative, a recovery residence or the front desk may read."""


def public_name(name: str, *, discreet: bool) -> str:
    """A service's name as everybody may read it; clinical screens show `name` itself."""
    return DISCREET_NAME if discreet else name


class CriteriaEdition(StrEnum):
    """Edition of the level-of-care criteria a programme follows; hours hang on it (policy rows)."""

    THIRD = "asam-3"
    FOURTH = "asam-4"


class Population(StrEnum):
    """Whom a programme treats; adults and adolescents never share a room."""

    ADULT = "adult"
    ADOLESCENT = "adolescent"


class Concern(StrEnum):
    """What a programme treats."""

    SUBSTANCE_USE = "substance_use"
    MENTAL_HEALTH = "mental_health"
    EATING_DISORDER = "eating_disorder"


class LicenseKind(StrEnum):
    """What the agency itself holds, by who gives it: a state, an accrediting body, a federal register."""

    LICENSE = "license"
    ACCREDITATION = "accreditation"
    CERTIFICATION = "certification"
    REGISTRATION = "registration"


@dataclass(frozen=True, slots=True)
class Leader:
    """A member of staff as the schedule sees them on one day.

    `hours` are (weekday, minute it starts, minute it ends) in local time; a limit of None means none.
    """

    id: int
    name: str
    site: int
    telehealth: bool
    languages: frozenset[str]
    credentials: frozenset[str]
    hours: tuple[tuple[int, int, int], ...]
    away: bool
    max_groups_a_day: int | None
    max_individual_a_day: int | None
    max_minutes_a_week: int | None
    max_run_minutes: int | None


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room as pages and the schedule see it."""

    id: int
    name: str
    site: int
    capacity: int
    virtual: bool
    code: str
    active: bool


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """A site, named by its code: what files need."""

    id: int
    code: str
    virtual: bool


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """A kind of service, named by its code; anybody with one of `credential_types` may lead it."""

    id: int
    code: str
    delivery: Delivery
    minutes: int
    credential_types: frozenset[str]
    category: ServiceCategory


class Blocker(StrEnum):
    """What stands in the way of setting up the agency. Doors word each one."""

    CODE_TAKEN = "code_taken"
    NAME_TAKEN = "name_taken"
    UNKNOWN_TIME_ZONE = "unknown_time_zone"
    NO_LEVELS = "no_levels"
    NO_CAPACITY = "no_capacity"
    NO_MINUTES = "no_minutes"
    NO_CREDENTIAL_TYPES = "no_credential_types"
    NO_RATIO = "no_ratio"
    NO_LANGUAGE = "no_language"
    HOURS_NOT_WITHIN_A_DAY = "hours_not_within_a_day"
    HOURS_OVERLAP = "hours_overlap"
    ENDS_BEFORE_START = "ends_before_start"
    EMAIL_TAKEN = "email_taken"
    WEAK_PASSWORD = "weak_password"  # noqa: S105, a reason, not a secret
    HAS_SIGN_IN = "has_sign_in"
    NO_CONCERN = "no_concern"
    UNKNOWN_JURISDICTION = "unknown_jurisdiction"
    ALREADY_BEGUN = "already_begun"
    ALREADY_OVER = "already_over"
    CLOSED_ALREADY = "closed_already"
    ON_CALL_TAKEN = "on_call_taken"
    NO_NUMBER = "no_number"
    NOT_EMPLOYED = "not_employed"
    OWN_EMPLOYMENT = "own_employment"
    LAST_ADMINISTRATOR = "last_administrator"
    STILL_ON_CALL = "still_on_call"
    NOT_YET = "not_yet"
    LINK_IS_OVER = "link_is_over"


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


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site as pages show it; `time_zone` is an IANA name."""

    id: int
    name: str
    time_zone: str
    virtual: bool
    jurisdiction: str
    code: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A programme as pages show it."""

    id: int
    site: int
    name: str
    levels: tuple[LevelOfCare, ...]
    edition: CriteriaEdition
    population: Population
    treats: tuple[Concern, ...]
    part2: bool


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A kind of service as pages show it; `hue` is its colour on the week. For the rest see `NewService`."""

    id: int
    name: str
    delivery: Delivery
    minutes: int
    hue: int
    category: ServiceCategory
    discreet: bool
    room_needed: bool
    clients_per_staff: int | None
    code: str
    credential_types: tuple[str, ...]
    active: bool

    @property
    def public_name(self) -> str:
        """The name as everybody may read it."""
        return public_name(self.name, discreet=self.discreet)


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """A licence or certificate of one person; both dates included, no last date means it does not run out."""

    type: str
    state: str
    number: str
    valid_from: date
    valid_until: date | None
    supervision_required: bool
    id: int = 0


@dataclass(frozen=True, slots=True)
class Away:
    """Whole local days somebody is away, both included."""

    id: int
    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff as pages show them; a limit of None is no limit."""

    id: int
    name: str
    site: int
    site_name: str
    telehealth: bool
    languages: tuple[str, ...]
    roles: tuple[Role, ...]
    credentials: tuple[CredentialRow, ...]
    max_groups_a_day: int | None
    max_individual_a_day: int | None
    max_minutes_a_week: int | None
    max_run_minutes: int | None
    caseload_limit: int | None
    user: int | None
    email: str
    active: bool


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who may sign in, and as whom; without a member of staff behind it there is no site and no role."""

    id: int
    email: str
    name: str
    roles: tuple[Role, ...]
    site: str
    second_factor: bool
