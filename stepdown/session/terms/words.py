"""How people join, leave and miss a session, what stands in the way, and who may let in all the same."""

from __future__ import annotations

from enum import StrEnum

from stepdown.agency.terms import Role, ServiceCategory


class Joined(StrEnum):
    """How a client took part."""

    IN_PERSON = "in_person"
    VIDEO = "video"


class AwayReason(StrEnum):
    """Who asked somebody out of a group. A specimen collection is `NURSE`, on every screen."""

    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    THERAPIST = "therapist"
    OTHER = "other"


class MissedReason(StrEnum):
    """Why somebody could not come, in words that help. Source: domain glossary, "missed visit, needs support"."""

    NOT_WELL = "not_well"
    CARING_FOR_SOMEBODY = "caring_for_somebody"
    NEEDS_RIDE = "needs_ride"
    WORK_OR_SCHOOL = "work_or_school"
    APPOINTMENT = "appointment"
    COURT = "court"
    HOSPITAL = "hospital"
    HARD_DAY = "hard_day"
    WEATHER = "weather"
    CHOSE_NOT_TO = "chose_not_to"
    NOT_REACHED = "not_reached"
    OTHER = "other"


class AtDoor(StrEnum):
    """Where somebody expected in a session stands, as the door knows it."""

    EXPECTED = "expected"
    MISSING = "missing"
    EXCUSED = "excused"
    HERE = "here"
    LEFT = "left"


class Blocker(StrEnum):
    """What stands in the way at the door. Doors word each one."""

    ALREADY_IN = "already_in"
    NOT_IN = "not_in"
    NOTHING_PLANNED_TODAY = "nothing_planned_today"
    LEFT_BEFORE_ARRIVING = "left_before_arriving"
    IN_THE_FUTURE = "in_the_future"
    LEFT_ON_ANOTHER_DAY = "left_on_another_day"
    ALREADY_UNDONE = "already_undone"
    DAY_IS_OVER = "day_is_over"
    NO_REASON = "no_reason"
    ROOM_FULL = "room_full"
    NO_PLACE = "no_place"
    PRIVACY_NOT_CONFIRMED = "privacy_not_confirmed"
    NAMED_TWICE = "named_twice"
    AWAY_ALREADY = "away_already"
    NOT_AWAY = "not_away"
    BACK_BEFORE_LEAVING = "back_before_leaving"
    NOT_EXPECTED = "not_expected"
    NOT_THE_LEADER = "not_the_leader"
    LEADS_ALREADY = "leads_already"
    LEADS_ELSEWHERE = "leads_elsewhere"
    CLOSED_ALREADY = "closed_already"
    NOT_CLOSED = "not_closed"
    CLOSED_BEFORE_START = "closed_before_start"
    OUTSIDE_THE_GROUP = "outside_the_group"
    NOTHING_TO_SETTLE = "nothing_to_settle"
    OUTSIDE_THE_VISIT = "outside_the_visit"
    NO_STEPS = "no_steps"
    NO_SHARE = "no_share"


OVERRIDE_BY = frozenset({Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR})
"""Who may take a visit back once its day is over, with a reason that is kept: its minutes were counted by then."""

CAP_KEYS = {
    ServiceCategory.PROCESS_GROUP: "group.capacity.counseling",
    ServiceCategory.PSYCHOEDUCATION: "group.capacity.education",
    ServiceCategory.SKILLS: "group.capacity.education",
    ServiceCategory.EDUCATIONAL: "group.capacity.education",
}
"""The policy number that says how many may be in a group of a category; others have their own seats only."""

TOLERANCE_KEY = "attendance.desk_and_leader_apart"
"""The policy number of minutes by which desk and leader may differ before somebody is asked."""

MAY_LET_IN = OVERRIDE_BY | {Role.FRONT_DESK, Role.CLINICIAN, Role.CASE_MANAGER, Role.NURSE}
"""Who may let somebody into a full group, with a reason that is kept."""
