"""Roles, kinds, and what stands in the way of setting up an agency."""

from __future__ import annotations

from enum import StrEnum

HUES = 12
"""Colours that tell services apart on the week."""


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


class ServiceCategory(StrEnum):
    """What a service is, whatever the agency calls it: what counts towards hours and days is policy by category."""

    PROCESS_GROUP = "process_group"
    PSYCHOEDUCATION = "psychoeducation"
    SKILLS = "skills"
    INDIVIDUAL = "individual"
    FAMILY = "family"
    MULTI_FAMILY = "multi_family"
    CASE_MANAGEMENT = "case_management"
    PSYCHIATRIC = "psychiatric"
    NURSING = "nursing"
    PEER_SUPPORT = "peer_support"
    VOCATIONAL = "vocational"
    EDUCATIONAL = "educational"
    ORIENTATION = "orientation"
    COMMUNITY_MEETING = "community_meeting"
    MUTUAL_HELP_INTRODUCTION = "mutual_help_introduction"
    NUTRITION = "nutrition"
    SUPPORTED_MEAL = "supported_meal"
    MOVEMENT = "movement"
    MINDFULNESS = "mindfulness"
    SPECIMEN_COLLECTION = "specimen_collection"
    OTHER = "other"


DISCREET_NAME = "Nurse"
"""What a discreet service is called wherever a client, a relative, a recovery residence or the front desk may read."""


def public_name(name: str, *, discreet: bool) -> str:
    """A service's name as everybody may read it; clinical screens show `name` itself."""
    return DISCREET_NAME if discreet else name


class CriteriaEdition(StrEnum):
    """Edition of the level-of-care criteria a programme follows; hours hang on it (policy rows)."""

    THIRD = "asam-3"
    FOURTH = "asam-4"


class Population(StrEnum):
    """Whom a programme treats; adults and adolescents never share a room."""

    ADULT = "adult"
    ADOLESCENT = "adolescent"


class Concern(StrEnum):
    """What a programme treats."""

    SUBSTANCE_USE = "substance_use"
    MENTAL_HEALTH = "mental_health"
    EATING_DISORDER = "eating_disorder"


class LicenseKind(StrEnum):
    """What the agency itself holds, by who gives it: a state, an accrediting body, a federal register."""

    LICENSE = "license"
    ACCREDITATION = "accreditation"
    CERTIFICATION = "certification"
    REGISTRATION = "registration"


class ServiceScope(StrEnum):
    """What a service account fetches: its owner must be allowed to, themself."""

    LEDGER = "ledger"
    TABLES = "tables"


class AccessKind(StrEnum):
    """A change of who may do what, which a second person is told of."""

    ROLES = "roles"
    REACH = "reach"
    SIGN_IN_MADE = "sign_in_made"
    SIGN_IN_OPENED = "sign_in_opened"
    SIGN_IN_CLOSED = "sign_in_closed"
    SECOND_FACTOR_RESET = "second_factor_reset"
    SERVICE_ACCOUNT = "service_account"


class Blocker(StrEnum):
    """What stands in the way of setting up the agency. Doors word each one."""

    CODE_TAKEN = "code_taken"
    NAME_TAKEN = "name_taken"
    UNKNOWN_TIME_ZONE = "unknown_time_zone"
    NO_LEVELS = "no_levels"
    NO_CAPACITY = "no_capacity"
    NO_MINUTES = "no_minutes"
    NO_CREDENTIAL_TYPES = "no_credential_types"
    NO_RATIO = "no_ratio"
    NO_LANGUAGE = "no_language"
    HOURS_NOT_WITHIN_A_DAY = "hours_not_within_a_day"
    HOURS_OVERLAP = "hours_overlap"
    ENDS_BEFORE_START = "ends_before_start"
    EMAIL_TAKEN = "email_taken"
    WEAK_PASSWORD = "weak_password"  # noqa: S105, a reason, not a secret
    HAS_SIGN_IN = "has_sign_in"
    NO_CONCERN = "no_concern"
    UNKNOWN_JURISDICTION = "unknown_jurisdiction"
    ALREADY_BEGUN = "already_begun"
    ALREADY_OVER = "already_over"
    CLOSED_ALREADY = "closed_already"
    ON_CALL_TAKEN = "on_call_taken"
    NO_NUMBER = "no_number"
    NOT_EMPLOYED = "not_employed"
    OWN_EMPLOYMENT = "own_employment"
    LAST_ADMINISTRATOR = "last_administrator"
    STILL_ON_CALL = "still_on_call"
    LINK_IS_OVER = "link_is_over"
    NO_SCOPE = "no_scope"
    EXPIRES_TOO_SOON = "expires_too_soon"
    EXPIRES_TOO_LATE = "expires_too_late"
    SERVICE_ENDED = "service_ended"
    USED_TOO_OFTEN = "used_too_often"
    OWN_CHANGE = "own_change"
    CHANGE_SETTLED = "change_settled"
    CHANGED_AGAIN = "changed_again"
