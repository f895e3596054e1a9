"""Who may order the week of care a client is promised."""

from __future__ import annotations

from stepdown.agency.access import SYSTEM
from stepdown.agency.terms import Role

MAY_PRESCRIBE = (
    frozenset(
        {
            Role.PROGRAM_DIRECTOR,
            Role.MEDICAL_DIRECTOR,
            Role.PRESCRIBER,
            Role.CLINICAL_SUPERVISOR,
            Role.CLINICIAN,
        }
    )
    | SYSTEM
)
