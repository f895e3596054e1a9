"""Who may do what on a client's way: first contact, decision, admission, transfer, hold, discharge."""

from __future__ import annotations

from collections.abc import Mapping

from stepdown.agency.access import CARE, SYSTEM
from stepdown.agency.terms import Role
from stepdown.episode.terms import Event

MAY_DECIDE = (
    frozenset({Role.PROGRAM_DIRECTOR, Role.MEDICAL_DIRECTOR, Role.CLINICAL_SUPERVISOR, Role.CLINICIAN}) | SYSTEM
)
"""Discharge and level changes are clinicians' decisions (law 7)."""

MAY_ADMIT = MAY_DECIDE | {Role.ADMISSIONS_ADVISOR}
"""Who accepts, keeps waiting, refers on and admits."""

MAY_TAKE_CALLS = MAY_ADMIT | {Role.CASE_MANAGER, Role.FRONT_DESK}
"""Who writes down a first contact, books an assessment and says somebody will not come."""

MAY_HOLD = MAY_DECIDE | {Role.CASE_MANAGER, Role.UTILIZATION_REVIEWER}
"""Who begins and ends a hold, and keeps in touch meanwhile."""

MAY_ASK_DATA = MAY_ADMIT | {Role.CASE_MANAGER}
"""Who asks the questions of the admission data set."""

MAY_CLEAR = MAY_DECIDE | {Role.PRESCRIBER, Role.NURSE}
"""Who says that somebody may be in a group."""

MAY_SEE_WAY = CARE | MAY_TAKE_CALLS | MAY_HOLD | {Role.COMPLIANCE}
"""Who sees how a client came, and their admission data."""

MAY: Mapping[Event, frozenset[str]] = {
    Event.FIRST_CONTACT: MAY_TAKE_CALLS,
    Event.BOOK_ASSESSMENT: MAY_TAKE_CALLS,
    Event.ACCEPT: MAY_ADMIT,
    Event.WAIT: MAY_ADMIT,
    Event.REFER_ON: MAY_ADMIT,
    Event.CLOSE: MAY_TAKE_CALLS,
    Event.CONTACT: MAY_TAKE_CALLS | MAY_HOLD,
    Event.ADMIT: MAY_ADMIT,
    Event.CLEAR: MAY_CLEAR,
    Event.WITHDRAW_CLEARANCE: MAY_CLEAR,
    Event.TRANSFER: MAY_DECIDE,
    Event.HOLD: MAY_HOLD,
    Event.RETURN: MAY_HOLD,
    Event.DISCHARGE: MAY_DECIDE,
}
"""Who may do each event of the lifecycle, and take it back."""
