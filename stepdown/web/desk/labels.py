"""What the desk calls the values of every enum. What is missing here fails a test."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from stepdown.agency.terms import Concern, CriteriaEdition, Delivery, LicenseKind, Population, Role, ServiceCategory
from stepdown.coverage.terms import Outcome, UnitKind, UnitPeriod
from stepdown.kernel.levels import LevelOfCare
from stepdown.ledger.terms import Adds, Here, Standing, Work
from stepdown.people.terms import Alike, CallOutcome, CallReason, CareRole, EmergencyKind, WayKind
from stepdown.plan.terms import Modality
from stepdown.schedule.terms import Freed, GuestKind, SessionRole, SessionState, WeekState
from stepdown.session.terms import AtDoor, AwayReason, Joined, MissedReason
from stepdown.transfer.terms import RunState
from stepdown.web.desk.access_words import LABELS as ACCESS
from stepdown.web.desk.breach_words import LABELS as BREACHES
from stepdown.web.desk.consent_words import LABELS as CONSENT
from stepdown.web.desk.legal_words import LABELS as LEGAL
from stepdown.web.desk.privacy_words import LABELS as PRIVACY
from stepdown.web.desk.reminder_words import LABELS as REMINDERS
from stepdown.web.desk.way_words import LABELS as WAY

LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    **WAY,
    **CONSENT,
    **LEGAL,
    **PRIVACY,
    **BREACHES,
    **REMINDERS,
    **ACCESS,
    Role: {
        Role.PROGRAM_DIRECTOR: "Program director",
        Role.MEDICAL_DIRECTOR: "Medical director",
        Role.PRESCRIBER: "Prescriber",
        Role.NURSE: "Nurse",
        Role.CLINICIAN: "Clinician",
        Role.INTERN: "Intern",
        Role.CLINICAL_SUPERVISOR: "Clinical supervisor",
        Role.CASE_MANAGER: "Case manager",
        Role.BEHAVIORAL_TECHNICIAN: "Behavioral technician",
        Role.PEER_SPECIALIST: "Peer specialist",
        Role.ADMISSIONS_ADVISOR: "Admissions advisor",
        Role.UTILIZATION_REVIEWER: "Utilization reviewer",
        Role.BILLER: "Biller",
        Role.FRONT_DESK: "Front desk",
        Role.COMPLIANCE: "Compliance officer",
        Role.ADMINISTRATOR: "Administrator",
    },
    Delivery: {Delivery.GROUP: "Group", Delivery.INDIVIDUAL: "Individual"},
    ServiceCategory: {
        ServiceCategory.PROCESS_GROUP: "Process group",
        ServiceCategory.PSYCHOEDUCATION: "Psychoeducation",
        ServiceCategory.SKILLS: "Skills",
        ServiceCategory.INDIVIDUAL: "Individual",
        ServiceCategory.FAMILY: "Family",
        ServiceCategory.MULTI_FAMILY: "Multi-family group",
        ServiceCategory.CASE_MANAGEMENT: "Case management",
        ServiceCategory.PSYCHIATRIC: "Psychiatric",
        ServiceCategory.NURSING: "Nursing",
        ServiceCategory.PEER_SUPPORT: "Peer support",
        ServiceCategory.VOCATIONAL: "Vocational",
        ServiceCategory.EDUCATIONAL: "Educational",
        ServiceCategory.ORIENTATION: "Orientation",
        ServiceCategory.COMMUNITY_MEETING: "Community meeting",
        ServiceCategory.MUTUAL_HELP_INTRODUCTION: "Introduction to mutual help",
        ServiceCategory.NUTRITION: "Nutrition",
        ServiceCategory.SUPPORTED_MEAL: "Supported meal",
        ServiceCategory.MOVEMENT: "Movement and adventure",
        ServiceCategory.MINDFULNESS: "Mindfulness",
        ServiceCategory.SPECIMEN_COLLECTION: "Specimen collection",
        ServiceCategory.OTHER: "Other",
    },
    Concern: {
        Concern.SUBSTANCE_USE: "Substance use",
        Concern.MENTAL_HEALTH: "Mental health",
        Concern.EATING_DISORDER: "Eating disorders",
    },
    LicenseKind: {
        LicenseKind.LICENSE: "State license",
        LicenseKind.ACCREDITATION: "Accreditation",
        LicenseKind.CERTIFICATION: "Certification",
        LicenseKind.REGISTRATION: "Registration",
    },
    CriteriaEdition: {CriteriaEdition.THIRD: "Third edition", CriteriaEdition.FOURTH: "Fourth edition"},
    Population: {Population.ADULT: "Adults", Population.ADOLESCENT: "Adolescents"},
    LevelOfCare: {
        LevelOfCare.OUTPATIENT: "Outpatient (1)",
        LevelOfCare.INTENSIVE_OUTPATIENT: "Intensive outpatient (2.1)",
        LevelOfCare.PARTIAL_HOSPITALIZATION: "Partial hospitalization (2.5)",
    },
    CareRole: {
        CareRole.PRIMARY_CLINICIAN: "Primary clinician",
        CareRole.CASE_MANAGER: "Case manager",
        CareRole.PRESCRIBER: "Prescriber",
        CareRole.NURSE: "Nurse",
        CareRole.PEER_SPECIALIST: "Peer specialist",
    },
    WayKind: {
        WayKind.MOBILE: "Mobile",
        WayKind.HOME: "Home phone",
        WayKind.WORK: "Work phone",
        WayKind.EMAIL: "E-mail",
        WayKind.ADDRESS: "Address",
    },
    EmergencyKind: {
        EmergencyKind.ALLERGY: "Allergy",
        EmergencyKind.MEDICATION: "Medication",
        EmergencyKind.CONDITION: "Condition",
        EmergencyKind.NEED: "What they need",
        EmergencyKind.NO_ALLERGIES: "No known allergies",
        EmergencyKind.NO_MEDICATIONS: "No medications",
    },
    Alike: {
        Alike.SAME_NAME: "same name",
        Alike.SOUNDS_ALIKE: "name sounds alike",
        Alike.LOOKS_ALIKE: "name is spelled alike",
        Alike.SAME_BIRTH_DATE: "same date of birth",
        Alike.SAME_PHONE: "same phone",
        Alike.SAME_EMAIL: "same e-mail",
    },
    CallReason: {
        CallReason.MISSING_TODAY: "Missing today",
        CallReason.TRY_AGAIN: "Try again",
        CallReason.NO_CONTACT_ON_HOLD: "On hold, no contact",
        CallReason.DUE_BACK: "Expected back",
        CallReason.SEAT_ENDS: "Seat soon given away",
        CallReason.ASKED_FOR_CARE: "Asked for care",
        CallReason.WAITING: "Waiting to start",
        CallReason.MISSED_LATELY: "Missed, not spoken with since",
        CallReason.NO_CONTACT: "No contact",
    },
    CallOutcome: {
        CallOutcome.REACHED: "Reached",
        CallOutcome.LEFT_MESSAGE: "Left a message",
        CallOutcome.NO_ANSWER: "No answer",
        CallOutcome.NUMBER_WRONG: "Wrong number",
    },
    RunState: {
        RunState.WAITING: "Waiting",
        RunState.CHECKING: "Checking",
        RunState.FAULTY: "Has faults",
        RunState.CHECKED: "Ready to write",
        RunState.WRITING: "Writing",
        RunState.WRITTEN: "Written",
        RunState.CANCELLED: "Cancelled",
        RunState.INTERRUPTED: "Interrupted",
        RunState.STOPPED: "Stopped",
    },
    Modality: {Modality.IN_PERSON: "In person", Modality.VIDEO: "By video", Modality.HYBRID: "In person or by video"},
    UnitKind: {
        UnitKind.DAY: "days",
        UnitKind.MINUTE: "minutes",
        UnitKind.HOUR: "hours",
        UnitKind.SESSION: "sessions",
    },
    Outcome: {
        Outcome.AUTHORIZED: "Authorized",
        Outcome.PENDING: "Pending",
        Outcome.MORE_INFORMATION: "More information asked for",
        Outcome.PEER_TO_PEER: "Peer-to-peer to be held",
        Outcome.PARTLY_AUTHORIZED: "Partly authorized",
        Outcome.NOT_AUTHORIZED: "Not authorized",
        Outcome.LEFT_MESSAGE: "Left a message",
    },
    Standing: {
        Standing.ORDINARY: "Ordinary week",
        Standing.ON_HOLD: "On hold",
        Standing.FIRST_WEEK: "First week",
        Standing.LAST_WEEK: "Last week",
        Standing.HOLIDAY_WEEK: "Holiday week",
    },
    Here: {
        Here.EXPECTED: "In care",
        Here.NOT_IN_CARE_YET: "Not in care yet",
        Here.NOT_IN_CARE_ANY_MORE: "Not in care any more",
        Here.ON_HOLD: "On hold",
        Here.CLOSED: "Closed",
    },
    Adds: {Adds.DAY: "Adds a countable day", Adds.HOURS: "Adds hours", Adds.NOTHING: "Adds nothing that counts"},
    Work: {
        Work.OPEN_HOURS: "Open hours",
        Work.UNDER_MINIMUM: "Under the minimum",
        Work.NOTHING_ORDERED: "Nothing ordered",
        Work.BEYOND_AUTHORIZATION: "Beyond authorization",
        Work.NOT_AUTHORIZED: "Not authorized",
        Work.AUTHORIZATION_ENDS: "Authorization ends",
        Work.REVIEW_DUE: "Review due",
    },
    UnitPeriod: {UnitPeriod.WEEK: "a week", UnitPeriod.WHOLE: "in all"},
    SessionState: {SessionState.PLANNED: "Planned", SessionState.CANCELLED: "Cancelled"},
    SessionRole: {
        SessionRole.LEAD: "Leader",
        SessionRole.CO_LEAD: "Co-leader",
        SessionRole.INTERN: "Intern",
        SessionRole.OBSERVER: "Observer",
    },
    Freed: {
        Freed.REMOVED: "Taken off",
        Freed.CANCELLED: "Session cancelled",
        Freed.HOLD: "On hold",
        Freed.LEFT: "Left the group",
    },
    GuestKind: {
        GuestKind.RELATIVE: "Relative",
        GuestKind.INTERPRETER: "Interpreter",
        GuestKind.SPEAKER: "Speaker",
        GuestKind.OTHER: "Guest",
    },
    WeekState: {WeekState.DRAFT: "Draft", WeekState.PUBLISHED: "Published"},
    AtDoor: {
        AtDoor.EXPECTED: "Expected",
        AtDoor.MISSING: "Not here",
        AtDoor.EXCUSED: "Not coming",
        AtDoor.HERE: "Here",
        AtDoor.LEFT: "Left",
    },
    AwayReason: {
        AwayReason.PRESCRIBER: "With the prescriber",
        AwayReason.NURSE: "With the nurse",
        AwayReason.THERAPIST: "With their therapist",
        AwayReason.OTHER: "Out of the group",
    },
    MissedReason: {
        MissedReason.NOT_WELL: "Not feeling well",
        MissedReason.CARING_FOR_SOMEBODY: "Caring for a child or relative",
        MissedReason.NEEDS_RIDE: "Needs a ride",
        MissedReason.WORK_OR_SCHOOL: "Work or school",
        MissedReason.APPOINTMENT: "Another appointment",
        MissedReason.COURT: "Court or probation",
        MissedReason.HOSPITAL: "In hospital or withdrawal management",
        MissedReason.HARD_DAY: "Having a hard day, needs support",
        MissedReason.WEATHER: "Weather or roads",
        MissedReason.CHOSE_NOT_TO: "Chose not to come",
        MissedReason.NOT_REACHED: "Not reached yet",
        MissedReason.OTHER: "Another reason",
    },
    Joined: {Joined.IN_PERSON: "In person", Joined.VIDEO: "By video"},
}

LEVELS_FOURTH = {LevelOfCare.PARTIAL_HOSPITALIZATION: "High-intensity outpatient (2.5)"}
"""Levels whose name changed with the fourth edition of the criteria (2.5 was partial hospitalization)."""

LANGUAGES = {
    "ar": "Arabic",
    "ase": "American Sign Language",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "ht": "Haitian Creole",
    "ko": "Korean",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "so": "Somali",
    "tl": "Tagalog",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
