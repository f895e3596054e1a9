"""Words from a first call to discharge: stages, events, reasons, what stands in the way, the admission data set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stepdown.agency.terms import CriteriaEdition
from stepdown.kernel import teds
from stepdown.kernel.levels import LevelOfCare


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


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened on a client's way, or is recorded ahead; `on` is the first day it holds.

    `reason` is a value of the event's own enum (`REASONS`); `owner` the member of staff who does what comes next, by
    `due`: for a hold, the day the client is expected back. `id` is 0 for a step not yet recorded.
    """

    event: Event
    on: date
    id: int = 0
    program: int | None = None
    level: LevelOfCare | None = None
    reason: str = ""
    where: str = ""
    at: datetime | None = None
    owner: int | None = None
    due: date | None = None
    seat_until: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step to record for a client."""

    client: int
    step: Step


@dataclass(frozen=True, slots=True)
class ClientState:
    """Where a client stands on a day, and since when; what does not apply is None.

    `program` and `level` are those of the stay, or those somebody was accepted or waits for. `reached` is when a
    client on their way in, or on hold, was last spoken to; `cleared` since when they may be in a group.
    """

    state: State
    since: date | None = None
    asked_on: date | None = None
    program: int | None = None
    level: LevelOfCare | None = None
    admitted_on: date | None = None
    stay_since: date | None = None
    reason: str = ""
    due: date | None = None
    seat_until: date | None = None
    at: datetime | None = None
    where: str = ""
    owner: int | None = None
    reached: date | None = None
    cleared: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stay or a hold as the steps make it; `step` is the one that began it."""

    step: int
    starts: date
    ends: date | None
    program: int | None = None
    level: LevelOfCare | None = None
    reason: str = ""
    due: date | None = None
    seat_until: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """One episode as the steps make it, with its stays and holds."""

    step: int
    admitted_on: date
    discharged_on: date | None
    reason: str
    stays: tuple[Span, ...]
    holds: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class NewStay:
    """A client enters a programme at a level, on a day: by admission or by a transfer."""

    client: int
    program: int
    level: LevelOfCare
    starts: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class Discharge:
    """A client leaves care; `on` is the first day out, `where` what comes next for them."""

    client: int
    on: date
    reason: DischargeReason
    where: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class NewHold:
    """Days on which no hours are expected of a client.

    `ends` is the first day back when that is known to have come; `due_back` when it is hoped for: the hold then goes
    on until somebody says they are back. `owner` keeps in touch meanwhile.
    """

    client: int
    reason: HoldReason
    starts: date
    ends: date | None = None
    seat_kept_until: date | None = None
    due_back: date | None = None
    owner: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class CurrentStay:
    """A client's stay on a day: the level, in which programme, by which edition of the criteria, since when."""

    level: LevelOfCare
    program: int
    program_name: str
    edition: CriteriaEdition
    since: date


@dataclass(frozen=True, slots=True)
class CurrentHold:
    """Why no hours are expected of a client on a day, and until when (first day back), if that is known."""

    reason: HoldReason
    since: date
    ends: date | None
    due_back: date | None = None
    seat_kept_until: date | None = None


@dataclass(frozen=True, slots=True)
class StandingOn:
    """Where a client stands on a day: their stay, and the hold that interrupts it."""

    stay: CurrentStay | None
    hold: CurrentHold | None


@dataclass(frozen=True, slots=True)
class InCare:
    """A client's stay during some days: the level, where it is given and by which rules, the days of the episode, and
    its holds as (first day, first day back). `closed` are days the site is closed, both included. `name` is the one
    they use; it is for who may see clients.
    """

    level: LevelOfCare
    program: int
    site: int
    jurisdiction: str
    edition: str
    population: str
    admitted_on: date
    discharged_on: date | None
    name: str
    holds: tuple[tuple[date, date | None], ...] = ()
    closed: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as a timeline shows it: who recorded it and when, and whether and why it was taken back."""

    step: Step
    program_name: str
    owner_name: str
    recorded_by: str
    recorded_at: datetime
    taken_back_by: str = ""
    taken_back_at: datetime | None = None
    taken_back_why: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A client's way: all that was recorded, the latest first; where they stand; what may be done next."""

    rows: tuple[StepRow, ...]
    stands: ClientState
    may_follow: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Somebody on hold to keep in touch with: `due` is when the next contact is due, `owner` who makes it."""

    client: int
    state: ClientState
    due: date
    owner: int | None


@dataclass(frozen=True, slots=True)
class Use:
    """One substance a client names, as the data set asks: how, how often, since what age."""

    substance: teds.Substance | None = None
    route: teds.Route | None = None
    frequency: teds.Frequency | None = None
    first_use_age: int | None = None


@dataclass(frozen=True, slots=True)
class Admission:
    """The state's admission data set (TEDS-A), asked once per episode; None is "not asked yet".

    What Stepdown knows by itself is not asked: age, service setting, days waited, state and year.
    """

    sex: teds.Sex | None = None
    pregnant: teds.YesNo | None = None
    race: teds.Race | None = None
    ethnicity: teds.Ethnicity | None = None
    marital_status: teds.MaritalStatus | None = None
    education: teds.Education | None = None
    employment: teds.Employment | None = None
    not_working: teds.NotWorking | None = None
    living: teds.Living | None = None
    income: teds.Income | None = None
    veteran: teds.YesNo | None = None
    source: teds.Source | None = None
    justice: teds.Justice | None = None
    arrests: int | None = None
    prior_episodes: int | None = None
    self_help: teds.SelfHelp | None = None
    opioid_medication: teds.YesNo | None = None
    co_occurring: teds.YesNo | None = None
    insurance: teds.Insurance | None = None
    payment: teds.Payment | None = None
    uses: tuple[Use, Use, Use] = (Use(), Use(), Use())


CODES: Mapping[str, type[teds.Teds]] = {
    "sex": teds.Sex,
    "pregnant": teds.YesNo,
    "race": teds.Race,
    "ethnicity": teds.Ethnicity,
    "marital_status": teds.MaritalStatus,
    "education": teds.Education,
    "employment": teds.Employment,
    "not_working": teds.NotWorking,
    "living": teds.Living,
    "income": teds.Income,
    "veteran": teds.YesNo,
    "source": teds.Source,
    "justice": teds.Justice,
    "self_help": teds.SelfHelp,
    "opioid_medication": teds.YesNo,
    "co_occurring": teds.YesNo,
    "insurance": teds.Insurance,
    "payment": teds.Payment,
}
"""The answers each question of the data set takes."""


@dataclass(frozen=True, slots=True)
class AdmissionRow:
    """A client's admission data as kept: a draft until the admission takes it, `episode` from then on."""

    id: int
    client: int
    episode: int | None
    answers: Admission
    version: int
    missing: tuple[str, ...]


class DataFault(StrEnum):
    """Answers of the admission data set that can't both be right. Doors word each one."""

    PREGNANT_MAN = "pregnant_man"
    NOT_WORKING_BUT_EMPLOYED = "not_working_but_employed"
    JUSTICE_WITHOUT_COURT = "justice_without_court"
    USE_WITHOUT_SUBSTANCE = "use_without_substance"
    SUBSTANCE_TWICE = "substance_twice"
    SUBSTANCE_SKIPPED = "substance_skipped"
    FIRST_USE_AFTER_TODAY = "first_use_after_today"
    BELOW_NOTHING = "below_nothing"
