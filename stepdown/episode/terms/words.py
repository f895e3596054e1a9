"""States, events, reasons, and what stands in the way of a step."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a client stands. Worked out from what happened (`rules.lifecycle.state`), never typed in."""

    UNKNOWN = "unknown"
    """Nothing happened yet."""
    PROSPECT = "prospect"
    ASSESSMENT_BOOKED = "assessment_booked"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    REFERRED_ON = "referred_on"
    CLOSED = "closed"
    """They asked for care and did not come."""
    IN_CARE = "in_care"
    ON_HOLD = "on_hold"
    DISCHARGED = "discharged"


class Event(StrEnum):
    """What may happen on a client's way; which state each leads to is the table in `rules.lifecycle`."""

    FIRST_CONTACT = "first_contact"
    BOOK_ASSESSMENT = "book_assessment"
    ACCEPT = "accept"
    WAIT = "wait"
    REFER_ON = "refer_on"
    CLOSE = "close"
    CONTACT = "contact"
    """A call or message to somebody on their way in or on hold; `ContactOutcome` says whether they were reached."""
    ADMIT = "admit"
    CLEAR = "clear"
    """Cleared for group."""
    WITHDRAW_CLEARANCE = "withdraw_clearance"
    TRANSFER = "transfer"
    """Another level, programme or site."""
    HOLD = "hold"
    RETURN = "return"
    DISCHARGE = "discharge"


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


class WaitReason(StrEnum):
    """What somebody who may come is waiting for."""

    NO_SEAT = "no_seat"
    NO_FITTING_HOURS = "no_fitting_hours"
    AUTHORIZATION = "authorization"
    MEDICAL_CLEARANCE = "medical_clearance"
    OTHER_CARE_FIRST = "other_care_first"
    OWN_WISH = "own_wish"
    OTHER = "other"


class CloseReason(StrEnum):
    """Why somebody who asked for care did not come."""

    CHOSE_OTHERWISE = "chose_otherwise"
    NOT_REACHED = "not_reached"
    CANNOT_COME = "cannot_come"
    OTHER = "other"


class ContactOutcome(StrEnum):
    """What came of a call or message; only `REACHED` sets the clock back."""

    REACHED = "reached"
    LEFT_MESSAGE = "left_message"
    NOT_REACHED = "not_reached"


CLEARANCE_KEY = "admission.clearance_for_group"
"""Policy key: 1 where a group takes only whom somebody cleared for groups."""


class ClearanceBasis(StrEnum):
    """What a clearance for group rests on."""

    MEDICAL_REVIEW = "medical_review"
    RISK_SCREEN = "risk_screen"
    TUBERCULOSIS_SCREEN = "tuberculosis_screen"
    WITHDRAWAL_REVIEW = "withdrawal_review"
    GROUP_ORIENTATION = "group_orientation"
    OTHER = "other"


REASONS: Mapping[Event, type[StrEnum]] = {
    Event.WAIT: WaitReason,
    Event.CLOSE: CloseReason,
    Event.CONTACT: ContactOutcome,
    Event.CLEAR: ClearanceBasis,
    Event.HOLD: HoldReason,
    Event.DISCHARGE: DischargeReason,
}
"""What kind of reason an event carries; the others carry none."""

DECISIONS = (Event.ACCEPT, Event.WAIT, Event.REFER_ON, Event.CLOSE)
"""What may be decided about somebody who asks for care."""

ASKING = (State.PROSPECT, State.ASSESSMENT_BOOKED, State.ACCEPTED, State.WAITING)
"""States of somebody on their way in, in order."""


class Blocker(StrEnum):
    """What stands in the way of a step. Doors word each one."""

    ALREADY_ASKING = "already_asking"
    NO_FIRST_CONTACT = "no_first_contact"
    ALREADY_ACCEPTED = "already_accepted"
    NOT_ACCEPTED = "not_accepted"
    ALREADY_ADMITTED = "already_admitted"
    NOT_ADMITTED = "not_admitted"
    ALREADY_ON_HOLD = "already_on_hold"
    NOT_ON_HOLD = "not_on_hold"
    NOT_CLEARED = "not_cleared"
    LEVEL_NOT_OFFERED = "level_not_offered"
    SAME_LEVEL = "same_level"
    BEFORE_STAY_BEGAN = "before_stay_began"
    BEFORE_HOLD_BEGAN = "before_hold_began"
    ENDS_BEFORE_START = "ends_before_start"
    LATER_STEP = "later_step"
    """Something recorded for a later day rests on how things stood."""
    NO_REASON = "no_reason"
    NO_PLACE = "no_place"
    NO_TIME = "no_time"
    ALREADY_TAKEN_BACK = "already_taken_back"
    WAYS_CROSS = "ways_cross"
    """Two records' ways can't be one: something would not follow on the rest."""
    NAMED_TWICE = "named_twice"
