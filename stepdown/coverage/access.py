"""Who may record what a payer authorized."""

from __future__ import annotations

from stepdown.agency.access import SYSTEM
from stepdown.agency.terms import Role

MAY_AUTHORIZE = frozenset({Role.PROGRAM_DIRECTOR, Role.UTILIZATION_REVIEWER, Role.BILLER, Role.CASE_MANAGER}) | SYSTEM
