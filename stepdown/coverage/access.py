"""Who may see and record what a payer authorized."""

from __future__ import annotations

from stepdown.agency.access import EVERYONE, SYSTEM
from stepdown.agency.terms import Role

MAY_AUTHORIZE = frozenset({Role.PROGRAM_DIRECTOR, Role.UTILIZATION_REVIEWER, Role.BILLER, Role.CASE_MANAGER}) | SYSTEM

MAY_SEE_COVERAGE = EVERYONE - {Role.ADMINISTRATOR, Role.PEER_SPECIALIST, Role.BEHAVIORAL_TECHNICIAN}
"""Who reads authorizations; the case manager and the clinician argue for the client, the front desk asks for a copay."""

MAY_SEE_TALKS = MAY_SEE_COVERAGE - {Role.FRONT_DESK}
"""Who reads what was said to a payer about a client's care (minimum necessary, 45 CFR 164.502(b))."""
