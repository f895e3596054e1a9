"""Who may see and say which clients must not meet."""

from __future__ import annotations

from stepdown.agency.access import SYSTEM
from stepdown.agency.terms import Role

MAY_RESTRICT_CONTACT = (
    frozenset(
        {
            Role.PROGRAM_DIRECTOR,
            Role.MEDICAL_DIRECTOR,
            Role.CLINICAL_SUPERVISOR,
            Role.CLINICIAN,
            Role.CASE_MANAGER,
            Role.ADMISSIONS_ADVISOR,
        }
    )
    | SYSTEM
)
