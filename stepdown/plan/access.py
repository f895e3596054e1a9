"""Who may see and order the week of care a client is promised."""

from __future__ import annotations

from stepdown.agency.access import EVERYONE, SYSTEM
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

MAY_SEE_PLAN = EVERYONE - {Role.ADMINISTRATOR, Role.FRONT_DESK}
"""Who reads the orders: why and what somebody is treated for. The front desk sees when they are expected, not why (minimum
necessary, 45 CFR 164.502(b))."""
