"""Who may see and record what a payer authorized."""

from __future__ import annotations

from stepdown.agency.access import EVERYONE, SYSTEM
from stepdown.agency.terms import Role

MAY_AUTHORIZE = frozenset({Role.PROGRAM_DIRECTOR, Role.UTILIZATION_REVIEWER, Role.BILLER, Role.CASE_MANAGER}) | SYSTEM

MAY_SEE_COVERAGE = EVERYONE - {Role.ADMINISTRATOR, Role.PEER_SPECIALIST, Role.BEHAVIORAL_TECHNICIAN}
"""Who reads authorizations and the talks about them; the case manager and the clinician argue for the client."""
