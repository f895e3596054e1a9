"""Who may record what happened."""

from __future__ import annotations

from stepdown.agency.access import CARE, SYSTEM
from stepdown.agency.terms import Role

MAY_CHECK_IN = CARE | frozenset({Role.FRONT_DESK, Role.ADMISSIONS_ADVISOR}) | SYSTEM
MAY_SEE_TODAY = MAY_CHECK_IN | frozenset({Role.UTILIZATION_REVIEWER, Role.COMPLIANCE, Role.ADMINISTRATOR})
