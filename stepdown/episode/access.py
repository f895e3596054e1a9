"""Who may admit, change the level of care, hold and discharge."""

from __future__ import annotations

from stepdown.agency.access import SYSTEM
from stepdown.agency.terms import Role

MAY_ADMIT = (
    frozenset(
        {
            Role.PROGRAM_DIRECTOR,
            Role.MEDICAL_DIRECTOR,
            Role.CLINICAL_SUPERVISOR,
            Role.CLINICIAN,
            Role.ADMISSIONS_ADVISOR,
        }
    )
    | SYSTEM
)

MAY_DECIDE = (
    frozenset({Role.PROGRAM_DIRECTOR, Role.MEDICAL_DIRECTOR, Role.CLINICAL_SUPERVISOR, Role.CLINICIAN}) | SYSTEM
)
"""Discharge and level changes are clinicians' decisions (law 7)."""

MAY_HOLD = MAY_DECIDE | {Role.CASE_MANAGER, Role.UTILIZATION_REVIEWER}
