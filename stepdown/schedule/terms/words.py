"""The schedule's words: states, roles, and what stands in the way."""

from __future__ import annotations

from enum import StrEnum

from stepdown.agency.terms import Role


class SessionState(StrEnum):
    """A planned session stands, or it was cancelled; what happened is for the `session` app to say."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class SessionRole(StrEnum):
    """A place a member of staff has in a session."""

    LEAD = "lead"
    CO_LEAD = "co_lead"
    INTERN = "intern"
    OBSERVER = "observer"


class Freed(StrEnum):
    """Why somebody's place in a session is free again. Empty while they have it."""

    REMOVED = "removed"
    CANCELLED = "cancelled"
    HOLD = "hold"
    LEFT = "left"


class GuestKind(StrEnum):
    """Who takes part in a session and is no client of it."""

    RELATIVE = "relative"
    INTERPRETER = "interpreter"
    SPEAKER = "speaker"
    OTHER = "other"


class WeekState(StrEnum):
    """A week plan is drafted, then published."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Blocker(StrEnum):
    """What stands in the way of a booking. Doors word each one."""

    SESSION_CANCELLED = "session_cancelled"
    SESSION_STARTED = "session_started"
    IN_THE_PAST = "in_the_past"
    SITE_CLOSED = "site_closed"
    OUTSIDE_OPENING_HOURS = "outside_opening_hours"
    STAFF_BUSY = "staff_busy"
    STAFF_NOT_WORKING = "staff_not_working"
    STAFF_AWAY = "staff_away"
    STAFF_LACKS_CREDENTIAL = "staff_lacks_credential"
    STAFF_LACKS_LANGUAGE = "staff_lacks_language"
    STAFF_LACKS_TRACK = "staff_lacks_track"
    STAFF_AT_OTHER_SITE = "staff_at_other_site"
    STAFF_GROUPS_A_DAY = "staff_groups_a_day"
    STAFF_INDIVIDUAL_A_DAY = "staff_individual_a_day"
    STAFF_MINUTES_A_WEEK = "staff_minutes_a_week"
    STAFF_RUN_TOO_LONG = "staff_run_too_long"
    ROOM_BUSY = "room_busy"
    ROOM_AT_OTHER_SITE = "room_at_other_site"
    ROOM_TOO_SMALL = "room_too_small"
    SERIES_OUT_OF_ORDER = "series_out_of_order"
    CLIENT_BUSY = "client_busy"
    CLIENT_NOT_AVAILABLE = "client_not_available"
    GROUP_FULL = "group_full"
    ALREADY_IN_GROUP = "already_in_group"
    LEVEL_NOT_SERVED = "level_not_served"
    NOT_ON_ROSTER = "not_on_roster"
    CLIENT_LACKS_LANGUAGE = "client_lacks_language"
    CLIENT_LACKS_TRACK = "client_lacks_track"
    NOT_PRESCRIBED = "not_prescribed"
    MUST_NOT_MEET = "must_not_meet"
    CLIENT_ON_HOLD = "client_on_hold"
    NOT_CLEARED_FOR_GROUP = "not_cleared_for_group"
    POPULATIONS_MIXED = "populations_mixed"
    HOLE_IN_DAY = "hole_in_day"
    ROOM_MISSING = "room_missing"
    TOO_FEW_STAFF = "too_few_staff"
    NOT_CANCELLED = "not_cancelled"
    REPEATS_TOO_LONG = "repeats_too_long"
    BUSY_ELSEWHERE = "busy_elsewhere"
    """The database's own last word, when somebody else was faster."""


MOST_WEEKS = 52
"""For how many weeks an appointment is booked ahead at once: an order is reviewed long before, and a year typed wrong
would hold the calendar for minutes."""
OVERRIDE_BY = frozenset({Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR})

OVERRIDABLE = frozenset(
    {
        Blocker.OUTSIDE_OPENING_HOURS,
        Blocker.STAFF_NOT_WORKING,
        Blocker.STAFF_GROUPS_A_DAY,
        Blocker.STAFF_INDIVIDUAL_A_DAY,
        Blocker.STAFF_MINUTES_A_WEEK,
        Blocker.STAFF_RUN_TOO_LONG,
        Blocker.SERIES_OUT_OF_ORDER,
        Blocker.CLIENT_NOT_AVAILABLE,
        Blocker.LEVEL_NOT_SERVED,
        Blocker.NOT_PRESCRIBED,
        Blocker.CLIENT_ON_HOLD,
        Blocker.HOLE_IN_DAY,
        Blocker.ROOM_MISSING,
    }
)
"""Blockers a named supervisor may override; the reason is kept. Never law 1, credentials, capacity, ratio, populations,
clearance for group or restrictions."""


class SetupBlocker(StrEnum):
    """What stands in the way of setting up tracks, groups and weeks. Doors word each one."""

    CODE_TAKEN = "code_taken"
    NOT_WITHIN_A_DAY = "not_within_a_day"
    BREAK_OUTSIDE_BLOCK = "break_outside_block"
    HOURS_OVERLAP = "hours_overlap"
    NO_CAPACITY = "no_capacity"
    MINIMUM_ABOVE_CAPACITY = "minimum_above_capacity"
    OPTION_TWICE = "option_twice"
    ALREADY_ENROLLED = "already_enrolled"
    NOT_A_MONDAY = "not_a_monday"
    UNKNOWN_TIME_ZONE = "unknown_time_zone"
    WEEK_EXISTS = "week_exists"
    ALREADY_PUBLISHED = "already_published"
    WEEK_HOURS = "week_hours"
    MORE_CLIENTS_THAN_SEATS = "more_clients_than_seats"
    OUTSIDE_THE_WEEK = "outside_the_week"
    ENDS_BEFORE_START = "ends_before_start"
    NO_MINUTES = "no_minutes"
    NO_LEADER = "no_leader"
    STAFF_TWICE = "staff_twice"
    MEETINGS_OVERLAP = "meetings_overlap"
    NOT_A_MODALITY = "not_a_modality"
    IN_THE_PAST = "in_the_past"
    SERIES_ENDED = "series_ended"
    NOT_ENROLLED = "not_enrolled"
    TRACK_FULL = "track_full"
    TRACK_ENDED = "track_ended"
    TRACK_GOES_ON = "track_goes_on"
    NO_SUCH_MEETING = "no_such_meeting"
    NO_SUCH_TOPIC = "no_such_topic"
    TRACK_HAS_GROUPS = "track_has_groups"
    NOT_OF_TRACK = "not_of_track"
