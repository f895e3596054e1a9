"""Who may read the ledger."""

from __future__ import annotations

from stepdown.agency.access import EVERYONE
from stepdown.agency.terms import Role

MAY_SEE_LEDGER = EVERYONE - {Role.BEHAVIORAL_TECHNICIAN, Role.PEER_SPECIALIST, Role.INTERN}
MAY_EXPORT_LEDGER = frozenset({Role.PROGRAM_DIRECTOR, Role.UTILIZATION_REVIEWER, Role.COMPLIANCE, Role.ADMINISTRATOR})
"""Exports leave the screen: who may make them. What they may hold, and for whom, the disclosure gate says."""
