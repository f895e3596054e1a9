"""Words about people and those around them."""

from __future__ import annotations

from enum import StrEnum


class CareRole(StrEnum):
    """A place on a client's care team; caseload counts `PRIMARY_CLINICIAN`."""

    PRIMARY_CLINICIAN = "primary_clinician"
    CASE_MANAGER = "case_manager"
    PRESCRIBER = "prescriber"
