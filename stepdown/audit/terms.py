"""Who acts, what stands in the way, and how a table is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Privacy(StrEnum):
    """Who may ever see a field's content, from least to most protected."""

    PUBLIC = "public"
    """Fit for a poster on the door."""
    STAFF = "staff"
    """Anyone who works here."""
    CLIENT = "client"
    """Identifies or describes a client."""
    PART2 = "part2"
    """Says that a person receives, or received, treatment (42 CFR Part 2)."""
    SECRET = "secret"
    """Never shown to anybody: keys, hashes."""


class Category(StrEnum):
    """What a table, a file or a message says about a person: the "how much and what kind" of 42 CFR 2.31(a)(3).

    Every table of client records says which of these it holds (`@record(says=...)`); the gate of `consent` asks by them.
    """

    IDENTITY = "identity"
    """That the person is, was or asked to be a client here; every other category says so too."""
    CONTACT = "contact"
    SCHEDULE = "schedule"
    ATTENDANCE = "attendance"
    DIAGNOSIS = "diagnosis"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    PROGRESS = "progress"
    TEST_RESULTS = "test_results"
    MEDICATION = "medication"
    SAFETY = "safety"
    COVERAGE = "coverage"
    DISCHARGE = "discharge"
    COUNSELING_NOTES = "counseling_notes"
    """A counsellor's own notes, kept apart (42 CFR 2.11; 45 CFR 164.501). A consent of their own, always."""


class Kept(StrEnum):
    """How long a table's rows stay, and why."""

    CLIENT_RECORD = "as long as the client's record: the state's retention period after discharge"
    AGENCY_RECORD = "as long as the agency runs; ended rows stay, with the date they ended"
    HISTORY = "append-only; as long as the record it is about"
    QUEUE = "until delivered, then thirty days"
    DRAFT = "until it is back on its page, or for twelve hours"
    SIGN_IN = "as long as the person may sign in"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in member of staff, or the system itself (`user` is None).

    `sites` are the ids of the sites a person works at; `everywhere` lifts that limit; `lent` are those of them that
    were reached for one client's chart alone. `roles` are values of `agency.terms.Role`. `request` ties what was done
    to one request or job.
    """

    label: str
    user: int | None = None
    staff: int | None = None
    roles: frozenset[str] = frozenset()
    sites: frozenset[int] = frozenset()
    everywhere: bool = False
    lent: frozenset[int] = frozenset()
    request: str = ""

    def has_any(self, roles: frozenset[str]) -> bool:
        """Whether the actor holds at least one of `roles`."""
        return bool(self.roles & roles)

    def works_at(self, site: int | None) -> bool:
        """Whether records of `site` are within the actor's reach."""
        return self.everywhere or (site is not None and site in self.sites)


def system(label: str, request: str = "") -> Actor:
    """The program itself, acting under a name (`import`, `demo`, `sealer`); it reaches everything."""
    return Actor(label=f"system:{label}", roles=frozenset({"system"}), everywhere=True, request=request)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why an action can't be done, with what it is about.

    `blocker` is a value of the app's own Blocker enum; `about` holds plain facts for the sentence a door words
    (names of staff and rooms, times); never another client's identity. `override_by` are the roles that may
    override it with a reason; empty means nobody.
    """

    blocker: StrEnum
    about: dict[str, object] = field(default_factory=dict, hash=False)
    override_by: frozenset[str] = frozenset()


def obstacles_in(*checks: tuple[StrEnum, bool], about: dict[str, object] | None = None) -> list[Obstacle]:
    """An obstacle for each blocker found, in the order of the `checks`; `about` is said with every one."""
    return [Obstacle(blocker, about or {}) for blocker, found in checks if found]


@dataclass(frozen=True, slots=True)
class Noted:
    """One thing an action did: `subject` is (kind, id); `details` hold ids, times and enum values.

    `at` is when it happened, where that is not the same for all the action did.
    """

    subject: tuple[str, int]
    client: int | None = None
    details: dict[str, object] = field(default_factory=dict, hash=False)
    at: datetime | None = None


class NotAllowed(Exception):
    """The actor's roles do not reach this. Says nothing about whether the record exists."""


class NotFound(Exception):
    """No such record within the actor's reach."""


class Refused(Exception):
    """An action was not done, and nothing was written. Carries every obstacle at once."""

    def __init__(self, *obstacles: Obstacle) -> None:
        super().__init__(", ".join(str(o.blocker) for o in obstacles))
        self.obstacles = obstacles


def refuse(obstacles: Iterable[Obstacle]) -> None:
    """Raise Refused with all `obstacles`, when there are any."""
    if found := tuple(obstacles):
        raise Refused(*found)


class Deadlocked(StrEnum):
    """Told as a blocker when the database broke a deadlock twice."""

    BUSY = "busy"


class Stale(StrEnum):
    """Told as a blocker when somebody else changed the thing meanwhile."""

    CHANGED_MEANWHILE = "changed_meanwhile"


class Lockable(StrEnum):
    """What an action locks, in the order the locks are taken. `SETUP` (number 0): what the agency is made of."""

    SETUP = "setup"
    GROUP = "group"
    STAFF = "staff"
    ROOM = "room"
    CLIENT = "client"
    SESSION = "session"
