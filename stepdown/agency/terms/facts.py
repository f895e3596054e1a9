"""What the agency tells others about its places and people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from stepdown.agency.terms.words import (
    AccessKind,
    Concern,
    CriteriaEdition,
    Delivery,
    Population,
    Role,
    ServiceCategory,
    ServiceScope,
    public_name,
)
from stepdown.kernel.levels import LevelOfCare


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
    last_day: date | None
    """Of somebody active: announced; they work here up to and with it."""


@dataclass(frozen=True, slots=True)
class LeavesBehind:
    """What of a member of staff ends when they leave: browsers signed in, second factors, service accounts by name."""

    browsers: int
    factors: int
    services: tuple[str, ...]
    on_call_until: datetime | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """That somebody signed in, or tried: when, from which network address, with which browser, and until when, where
    they signed out.
    """

    at: datetime
    address: str
    browser: str
    until: datetime | None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser somebody is signed in with: since when, when it was last used, from which network address."""

    id: int
    browser: str
    address: str
    since: datetime
    last_used: datetime


@dataclass(frozen=True, slots=True)
class SinceLast:
    """What happened to a sign-in since it was last used with this browser: wrong attempts, and browsers new to it."""

    failed: int
    new: tuple[SignedIn, ...]


@dataclass(frozen=True, slots=True)
class ServiceAccountRow:
    """A program that fetches files by itself: for whom it works, what it may fetch, until when (not included)."""

    id: int
    name: str
    purpose: str
    owner: int
    owner_name: str
    scopes: tuple[ServiceScope, ...]
    made_at: datetime
    expires_at: datetime
    last_day: date
    """The last on which its token opens anything, where its owner works."""
    ended_at: datetime | None
    last_used_at: datetime | None
    ran_out: bool
    stopped: bool
    """Ended, or run out, or its owner works here no longer."""


@dataclass(frozen=True, slots=True)
class AccessRow:
    """Somebody who may sign in: as what and since when, how far, and whether they still use it."""

    staff: int
    name: str
    email: str
    site: str
    everywhere: bool
    roles: tuple[tuple[Role, datetime | None], ...]
    """Each role with when it was given; none where history does not say."""
    second_factor: bool
    last_login: datetime | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class AccessChangeRow:
    """That somebody changed who may do what; `mine`: the reader did it, or it is about them, so another one looks."""

    id: int
    kind: AccessKind
    at: datetime
    by: str
    staff: int
    name: str
    given: tuple[Role, ...]
    taken: tuple[Role, ...]
    roles: tuple[Role, ...]
    """The roles they hold now."""
    site: str
    site_before: str
    service: str
    settled_at: datetime | None
    settled_by: str
    undone: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who may sign in, and as whom; without a member of staff behind it there is no site and no role."""

    id: int
    email: str
    name: str
    roles: tuple[Role, ...]
    site: str
    second_factor: bool
