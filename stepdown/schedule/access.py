"""Who may see and change the week. Who may override what stands beside the blockers, in `terms`."""

from __future__ import annotations

from stepdown.agency.access import CARE, EVERYONE, MAY_CHANGE_AGENCY, SYSTEM
from stepdown.agency.terms import Role
from stepdown.episode.access import MAY_HOLD

MAY_SEE_WEEK = EVERYONE - {Role.BILLER}
MAY_BOOK = (
    frozenset(
        {
            Role.PROGRAM_DIRECTOR,
            Role.CLINICAL_SUPERVISOR,
            Role.CLINICIAN,
            Role.CASE_MANAGER,
            Role.ADMISSIONS_ADVISOR,
            Role.FRONT_DESK,
            Role.ADMINISTRATOR,
        }
    )
    | SYSTEM
)

MAY_SET_UP_GROUPS = MAY_CHANGE_AGENCY | {Role.CLINICAL_SUPERVISOR}
MAY_PUBLISH_WEEK = frozenset({Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR}) | SYSTEM
MAY_RECORD_STAFF = CARE | {Role.FRONT_DESK}
"""Who may say who really led a session; the session's own record asks more."""
MAY_HOLD_SEATS = MAY_BOOK | MAY_HOLD
"""Who may free all seats of a client, and take them up again: whoever books, holds or discharges."""
