"""Who may see clients, and who may register them and form their care team."""

from __future__ import annotations

from stepdown.agency.access import CARE, EVERYONE, SYSTEM
from stepdown.agency.terms import Role

MAY_SEE_CLIENTS = EVERYONE - {Role.ADMINISTRATOR}
"""Within their sites; an administrator runs the software and needs no client's name. Whose chart opens to whom without a
reason is decided in `journey.access`."""

MAY_CALL = CARE | {Role.FRONT_DESK, Role.ADMISSIONS_ADVISOR}
"""Who sees a client's own phone number, to call somebody who is missed."""

MAY_BRING_CALLS = frozenset({Role.PROGRAM_DIRECTOR}) | SYSTEM
"""Who writes down calls that others made, from another system's log."""

MAY_REGISTER = frozenset({Role.PROGRAM_DIRECTOR, Role.ADMISSIONS_ADVISOR, Role.CASE_MANAGER, Role.FRONT_DESK}) | SYSTEM
MAY_ASSIGN_CARE_TEAM = frozenset({Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR, Role.ADMISSIONS_ADVISOR}) | SYSTEM

MAY_SEE_HISTORY = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE, Role.ADMINISTRATOR})
"""Who sees what was done about a client, and who opened their record."""

MAY_CHANGE_CLIENTS = MAY_CALL
"""Who keeps a client's details, their circle and their emergency sheet: whoever the client tells."""

MAY_SEE_EMERGENCY = MAY_CALL
"""Who sees contacts, allergies and medications: those who are there when something happens."""

MAY_MERGE = frozenset({Role.PROGRAM_DIRECTOR, Role.ADMISSIONS_ADVISOR, Role.COMPLIANCE}) | SYSTEM
"""Who makes two records one, and takes that back."""

MAY_EXPORT_CLIENTS = frozenset({Role.PROGRAM_DIRECTOR, Role.UTILIZATION_REVIEWER, Role.COMPLIANCE})
"""Who takes the list of clients out as a file."""

MAY_BREAK_GLASS = CARE - SYSTEM
"""Who opens any chart in an emergency, at whatever site: those who are there when something happens."""

MAY_REVIEW_OPENINGS = frozenset({Role.PROGRAM_DIRECTOR, Role.COMPLIANCE})
"""Who is told of charts opened with a reason, and says whether that was in order."""
