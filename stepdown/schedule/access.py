"""Who may see and change the week, and what may be overridden with a reason."""

from __future__ import annotations

from stepdown.agency.access import EVERYONE, SYSTEM
from stepdown.agency.terms import Role
from stepdown.schedule.terms import Blocker

MAY_SEE_WEEK = EVERYONE - {Role.BILLER}
MAY_BOOK = frozenset(
    {
        Role.PROGRAM_DIRECTOR,
        Role.CLINICAL_SUPERVISOR,
        Role.CLINICIAN,
        Role.CASE_MANAGER,
        Role.ADMISSIONS_ADVISOR,
        Role.FRONT_DESK,
        Role.ADMINISTRATOR,
    }
) | SYSTEM
MAY_OVERRIDE = frozenset({Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR})

OVERRIDABLE = frozenset(
    {
        Blocker.OUTSIDE_OPENING_HOURS,
        Blocker.STAFF_NOT_WORKING,
        Blocker.STAFF_GROUPS_A_DAY,
        Blocker.STAFF_INDIVIDUAL_A_DAY,
        Blocker.STAFF_MINUTES_A_WEEK,
        Blocker.STAFF_RUN_TOO_LONG,
        Blocker.SERIES_OUT_OF_ORDER,
        Blocker.CLIENT_NOT_AVAILABLE,
        Blocker.LEVEL_NOT_SERVED,
        Blocker.NOT_PRESCRIBED,
    }
)
"""Blockers a named supervisor may override; the reason is kept. Law 1, credentials, capacity and restrictions never."""
