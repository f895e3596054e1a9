"""Who may see and do what about the agency itself."""

from __future__ import annotations

from collections.abc import Iterable

from stepdown.agency.terms import Role
from stepdown.audit.terms import Actor, NotAllowed, NotFound

SYSTEM = frozenset({"system"})
"""The program itself: import, demo, timed work."""

EVERYONE = frozenset(Role) | SYSTEM
"""Everybody who works here."""

EVERYWHERE = frozenset({Role.PROGRAM_DIRECTOR, Role.MEDICAL_DIRECTOR, Role.COMPLIANCE, Role.ADMINISTRATOR}) | SYSTEM
"""Roles whose reach is every site; everybody else sees the records of their own site."""

CARE = (
    frozenset(
        {
            Role.PROGRAM_DIRECTOR,
            Role.MEDICAL_DIRECTOR,
            Role.PRESCRIBER,
            Role.NURSE,
            Role.CLINICIAN,
            Role.INTERN,
            Role.CLINICAL_SUPERVISOR,
            Role.CASE_MANAGER,
            Role.BEHAVIORAL_TECHNICIAN,
            Role.PEER_SPECIALIST,
        }
    )
    | SYSTEM
)
"""Roles that take part in care."""

MAY_SEE_STAFF = EVERYONE
MAY_SEE_SETTINGS = EVERYONE - {Role.PEER_SPECIALIST, Role.BEHAVIORAL_TECHNICIAN, Role.INTERN}
MAY_CHANGE_AGENCY = frozenset({Role.PROGRAM_DIRECTOR, Role.ADMINISTRATOR}) | SYSTEM
MAY_MANAGE_SIGN_INS = frozenset({Role.ADMINISTRATOR}) | SYSTEM
MAY_WATCH_ACCESS = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE, Role.ADMINISTRATOR})
"""Who is told when somebody else changes who may do what, and may undo it; they reach every site."""
MAY_OWN_SERVICE_ACCOUNTS = MAY_WATCH_ACCESS
MAY_ADD_TIME_OFF = MAY_CHANGE_AGENCY | {Role.CLINICAL_SUPERVISOR}
MAY_PLAN_ON_CALL = MAY_CHANGE_AGENCY | {Role.CLINICAL_SUPERVISOR, Role.MEDICAL_DIRECTOR}
MAY_KEEP_CREDENTIALS = MAY_CHANGE_AGENCY | {Role.CLINICAL_SUPERVISOR, Role.COMPLIANCE}
MAY_KEEP_LICENSES = MAY_CHANGE_AGENCY | {Role.COMPLIANCE}
MAY_KEEP_CLOSURES = MAY_CHANGE_AGENCY


def demand(by: Actor, roles: frozenset[str], sites: Iterable[int] = ()) -> None:
    """Let `by` pass when they hold one of `roles` and reach every one of `sites`.

    Raises NotAllowed for the roles; NotFound for a site, so that nobody learns what exists elsewhere.
    """
    if not by.has_any(roles):
        raise NotAllowed
    if not all(by.works_at(site) for site in sites):
        raise NotFound
