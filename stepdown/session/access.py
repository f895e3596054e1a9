"""Who may record what happened, at the door and in the group room."""

from __future__ import annotations

from stepdown.agency.access import CARE, MAY_CHANGE_AGENCY, SYSTEM
from stepdown.agency.terms import Role

MAY_CHECK_IN = CARE | frozenset({Role.FRONT_DESK, Role.ADMISSIONS_ADVISOR}) | SYSTEM
MAY_SEE_TODAY = MAY_CHECK_IN | frozenset({Role.UTILIZATION_REVIEWER, Role.COMPLIANCE, Role.ADMINISTRATOR})

MAY_LEAD = CARE
"""Who may take over a group, run it and close it; only the one who in fact leads it closes it without a reason."""

MAY_SETTLE = frozenset({Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR}) | SYSTEM
"""Who decides when desk and leader disagree."""

MAY_BRING = frozenset({Role.PROGRAM_DIRECTOR}) | SYSTEM
"""Who writes down what others said in group rooms, from another system's record."""

MAY_WRITE_RUN_SHEETS = MAY_CHANGE_AGENCY | {Role.CLINICAL_SUPERVISOR}
