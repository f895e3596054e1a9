"""Words from admission to discharge."""

from __future__ import annotations

from enum import StrEnum


class DischargeReason(StrEnum):
    """Why an episode ended; return to use alone is not among them."""

    COMPLETED = "completed"
    TRANSFERRED = "transferred"
    CLIENT_CHOSE_TO_LEAVE = "client_chose_to_leave"
    ENDED_BY_PROGRAM = "ended_by_program"
    INCARCERATED = "incarcerated"
    DIED = "died"
    OTHER = "other"


class HoldReason(StrEnum):
    """Why no hours are expected of a client for a while."""

    HOSPITAL = "hospital"
    WITHDRAWAL_MANAGEMENT = "withdrawal_management"
    JAIL = "jail"
    TRAVEL = "travel"
    OTHER = "other"
