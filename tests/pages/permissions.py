"""Who may open which page: one row per address of the desk. A page without a row fails a test.

`allowed` are the roles that may open it (the program itself never signs in); every other role is refused, a visitor is
sent to sign in. `here` makes the address's arguments for a record of one's own site, `there` for a record of a site one
does not work at, which must be told as "no such page". `post` is what is sent to an address that writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stepdown.agency.terms import Role
from tests.factories.agency import Agency

Arguments = Callable[[Agency], list[int]]


@dataclass(frozen=True)
class Page:
    """One row; see above."""

    name: str
    allowed: frozenset[Role]
    arguments: Arguments | None = None
    post: Callable[[Agency], Mapping[str, object]] | None = None
    answers: frozenset[int] = field(default=frozenset({200}))
    """Statuses that mean "you were let in"."""


EVERYONE = frozenset(Role)
R = Role
AT_THE_DOOR = frozenset(
    {
        R.PROGRAM_DIRECTOR,
        R.MEDICAL_DIRECTOR,
        R.PRESCRIBER,
        R.NURSE,
        R.CLINICIAN,
        R.INTERN,
        R.CLINICAL_SUPERVISOR,
        R.CASE_MANAGER,
        R.BEHAVIORAL_TECHNICIAN,
        R.PEER_SPECIALIST,
        R.ADMISSIONS_ADVISOR,
        R.FRONT_DESK,
    }
)
"""Who may check somebody in or out."""
SEES_TODAY = AT_THE_DOOR | {R.UTILIZATION_REVIEWER, R.COMPLIANCE, R.ADMINISTRATOR}
SEES_CLIENTS = EVERYONE - {R.ADMINISTRATOR}

TODAY = [
    Page("desk:home", EVERYONE, answers=frozenset({302})),
    Page("desk:today", SEES_TODAY),
    Page("desk:check-in", AT_THE_DOOR, lambda a: [a.clients[-1]], lambda a: {}, frozenset({302})),
    Page("desk:check-out", AT_THE_DOOR, lambda a: [a.visits[0]], lambda a: {}, frozenset({302})),
    Page("desk:undo-check-in", AT_THE_DOOR, lambda a: [a.visits[0]], lambda a: {}, frozenset({302})),
    Page("desk:undo-check-out", AT_THE_DOOR, lambda a: [a.visits[1]], lambda a: {}, frozenset({302})),
    Page("desk:say-when-left", AT_THE_DOOR, lambda a: [a.visits[0]]),
    Page("desk:record-visit", AT_THE_DOOR, lambda a: [a.clients[-1]]),
]
CLIENTS = [
    Page("desk:clients", SEES_CLIENTS),
    Page("desk:client", SEES_CLIENTS, lambda a: [a.clients[0]]),
]

PAGES: list[Page] = [*TODAY, *CLIENTS]
