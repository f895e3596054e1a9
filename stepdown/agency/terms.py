"""The agency's words: roles, delivery, credentials."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person does here; it decides what they see and do (see each app's `access.py`)."""

    PROGRAM_DIRECTOR = "program_director"
    MEDICAL_DIRECTOR = "medical_director"
    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    CLINICIAN = "clinician"
    INTERN = "intern"
    CLINICAL_SUPERVISOR = "clinical_supervisor"
    CASE_MANAGER = "case_manager"
    BEHAVIORAL_TECHNICIAN = "behavioral_technician"
    PEER_SPECIALIST = "peer_specialist"
    ADMISSIONS_ADVISOR = "admissions_advisor"
    UTILIZATION_REVIEWER = "utilization_reviewer"
    BILLER = "biller"
    FRONT_DESK = "front_desk"
    COMPLIANCE = "compliance"
    ADMINISTRATOR = "administrator"


class Delivery(StrEnum):
    """How a service is given: to a group, or to one client (alone or with their family)."""

    GROUP = "group"
    INDIVIDUAL = "individual"


class CriteriaEdition(StrEnum):
    """Edition of the level-of-care criteria a programme follows; hours hang on it (policy rows)."""

    THIRD = "asam-3"
    FOURTH = "asam-4"


class Population(StrEnum):
    """Whom a programme treats; adults and adolescents never share a room."""

    ADULT = "adult"
    ADOLESCENT = "adolescent"


@dataclass(frozen=True, slots=True)
class Leader:
    """A member of staff as the schedule sees them on one day.

    `hours` are (weekday, minute it starts, minute it ends) in local time; a limit of None means none.
    """

    id: int
    name: str
    site: int
    telehealth: bool
    languages: frozenset[str]
    credentials: frozenset[str]
    hours: tuple[tuple[int, int, int], ...]
    away: bool
    max_groups_a_day: int | None
    max_individual_a_day: int | None
    max_minutes_a_week: int | None
    max_run_minutes: int | None


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room as pages and the schedule see it."""

    id: int
    name: str
    site: int
    capacity: int
    virtual: bool
