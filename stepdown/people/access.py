"""Who may see clients, and who may register them and form their care team."""

from __future__ import annotations

from stepdown.agency.access import CARE, EVERYONE, SYSTEM
from stepdown.agency.terms import Role

MAY_SEE_CLIENTS = EVERYONE - {Role.ADMINISTRATOR}
"""Within their sites; an administrator runs the software and needs no client's name."""

MAY_CALL = CARE | {Role.FRONT_DESK, Role.ADMISSIONS_ADVISOR}
"""Who sees a client's own phone number, to call somebody who is missed."""

MAY_REGISTER = frozenset({Role.PROGRAM_DIRECTOR, Role.ADMISSIONS_ADVISOR, Role.CASE_MANAGER, Role.FRONT_DESK}) | SYSTEM
MAY_ASSIGN_CARE_TEAM = frozenset({Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR, Role.ADMISSIONS_ADVISOR}) | SYSTEM

MAY_SEE_HISTORY = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE, Role.ADMINISTRATOR})
"""Who sees what was done about a client, and who opened their record."""
