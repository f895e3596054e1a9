"""Roles, kinds of contact, and what stands in the way."""

from __future__ import annotations

from enum import StrEnum


class CareRole(StrEnum):
    """A place on a client's care team; caseload counts `PRIMARY_CLINICIAN`."""

    PRIMARY_CLINICIAN = "primary_clinician"
    CASE_MANAGER = "case_manager"
    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    PEER_SPECIALIST = "peer_specialist"


class WayKind(StrEnum):
    """How somebody can be reached."""

    MOBILE = "mobile"
    HOME = "home"
    WORK = "work"
    EMAIL = "email"
    ADDRESS = "address"


PHONES = frozenset({WayKind.MOBILE, WayKind.HOME, WayKind.WORK})


class EmergencyKind(StrEnum):
    """What somebody who helps in an emergency must know. `NO_…`: the person was asked, and has none."""

    ALLERGY = "allergy"
    MEDICATION = "medication"
    CONDITION = "condition"
    NEED = "need"
    NO_ALLERGIES = "no_allergies"
    NO_MEDICATIONS = "no_medications"


NONE_OF = {EmergencyKind.NO_ALLERGIES: EmergencyKind.ALLERGY, EmergencyKind.NO_MEDICATIONS: EmergencyKind.MEDICATION}


class Alike(StrEnum):
    """Why two records may be about one person."""

    SAME_NAME = "same_name"
    SOUNDS_ALIKE = "sounds_alike"
    LOOKS_ALIKE = "looks_alike"
    SAME_BIRTH_DATE = "same_birth_date"
    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"


class CallReason(StrEnum):
    """Why somebody is called, the most pressing first."""

    MISSING_TODAY = "missing_today"
    TRY_AGAIN = "try_again"
    NO_CONTACT_ON_HOLD = "no_contact_on_hold"
    DUE_BACK = "due_back"
    SEAT_ENDS = "seat_ends"
    ASKED_FOR_CARE = "asked_for_care"
    WAITING = "waiting"
    MISSED_LATELY = "missed_lately"
    NO_CONTACT = "no_contact"


class CallOutcome(StrEnum):
    """What came of a call."""

    REACHED = "reached"
    LEFT_MESSAGE = "left_message"
    NO_ANSWER = "no_answer"
    NUMBER_WRONG = "number_wrong"


class Blocker(StrEnum):
    """What stands in the way of a change to a client, their circle, their care team or their emergency sheet."""

    RECORD_NUMBER_TAKEN = "record_number_taken"
    NO_NAME = "no_name"
    NO_LANGUAGE = "no_language"
    BORN_IN_THE_FUTURE = "born_in_the_future"
    LATER_PLACE_EXISTS = "later_place_exists"
    NAMED_TWICE = "named_twice"
    NOT_ON_TEAM = "not_on_team"
    NO_WAY = "no_way"
    NO_PHONE_NUMBER = "no_phone_number"
    NO_EMAIL_ADDRESS = "no_email_address"
    NEVER_MEANS_NEVER = "never_means_never"
    NO_RELATIONSHIP = "no_relationship"
    NOTHING_SAID = "nothing_said"
    RECORDED_ALREADY = "recorded_already"
    SOME_ARE_RECORDED = "some_are_recorded"
    NONE_IS_RECORDED = "none_is_recorded"
    MESSAGE_NOT_ALLOWED = "message_not_allowed"
    NOT_TO_BE_CALLED = "not_to_be_called"
    TRY_AGAIN_IN_THE_PAST = "try_again_in_the_past"
    IN_THE_FUTURE = "in_the_future"
    NOBODY_NAMED = "nobody_named"
    ALREADY_UNDONE = "already_undone"
    VIEW_NAME_TAKEN = "view_name_taken"
    NO_VIEW_NAME = "no_view_name"
    MERGED_AWAY = "merged_away"
    NO_WORDS = "no_words"
    NOBODY_LIKE_THAT = "nobody_like_that"
    OWN_OPENING = "own_opening"


class MergeBlocker(StrEnum):
    """What stands in the way of making two records one, or of taking that back."""

    SAME_RECORD = "same_record"
    MERGED_ALREADY = "merged_already"
    KEEPS_OTHERS = "keeps_others"
    SYNTHETIC_AND_REAL = "synthetic_and_real"
    NOT_MERGED = "not_merged"
    MERGED_ON = "merged_on"
    KEPT_APART = "kept_apart"
    BOTH_IN_CARE = "both_in_care"
    BOTH_ON_A_CARE_TEAM = "both_on_a_care_team"
    BOTH_PRESCRIBED = "both_prescribed"
    BOTH_EXPECTED = "both_expected"
    BOTH_ENROLLED = "both_enrolled"
    BOTH_HERE = "both_here"
    BOTH_SAID = "both_said"
