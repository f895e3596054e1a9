"""Every action on a client's way, done once as it should be: rows like those of `cases`, read by the same tests."""

from __future__ import annotations

from datetime import date

from stepdown.episode import actions as episode
from stepdown.episode.terms import (
    Admission,
    ClearanceBasis,
    ContactOutcome,
    Discharge,
    DischargeReason,
    Event,
    HoldReason,
    NewHold,
    NewStay,
    NewStep,
    Step,
)
from stepdown.journey import actions as journey
from stepdown.journey.terms import Admission as Together
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.teds import Sex
from stepdown.people.terms import CallOutcome, CallReason, CarePlace, CareRole, NewCall, NewClient
from tests.actions.cases.case import DECIDE, DOOR, HOLD, REGISTER, Case, R, changed, one
from tests.actions.cases.place import IOP, LATER, PHP, Place
from tests.factories.crowd import MONDAY

ADMIT = DECIDE | {R.ADMISSIONS_ADVISOR}
ASKED = ADMIT | {R.CASE_MANAGER, R.FRONT_DESK}
TEAM = {R.PROGRAM_DIRECTOR, R.CLINICAL_SUPERVISOR, R.ADMISSIONS_ADVISOR}
STEP = {("episode_step", "insert"): 1}


def _asks(p: Place) -> NewStep:
    return NewStep(p.caller, Step(Event.FIRST_CONTACT, MONDAY))


def _accepted(p: Place) -> Step:
    return Step(Event.ACCEPT, MONDAY, program=p.program, level=IOP)


def _leaving(p: Place) -> Discharge:
    return Discharge(p.crowd.clients[2], LATER, DischargeReason.COMPLETED)


def _leaves_for_a_while(p: Place) -> NewHold:
    """Somebody with a seat on Monday, which is given back."""
    return NewHold(p.crowd.clients[1], HoldReason.TRAVEL, MONDAY, owner=p.crowd.staff[0])


def _all_at_once(p: Place) -> Together:
    place = CarePlace(p.newcomer, p.crowd.staff[0], CareRole.PRIMARY_CLINICIAN, MONDAY)
    return Together(_stay(p, p.newcomer, IOP, MONDAY), (place,), p.track)


def _new(p: Place) -> NewClient:
    return NewClient(p.site, "N-10", "x", "x", ("en",))


def _stay(p: Place, client: int, level: LevelOfCare, starts: date) -> NewStay:
    return NewStay(client, p.program, level, starts)


# fmt: off
WAY: dict[str, Case] = {
    "episode.admit": Case(
        lambda p, by, at: episode.admit(by=by, at=at, stays=[_stay(p, p.newcomer, IOP, MONDAY)]),
        ADMIT, STEP | one("episode_episode") | one("episode_levelofcarestay"), [("step", "newcomer")],
    ),
    "episode.change_level": Case(
        lambda p, by, at: episode.change_level(by=by, at=at, stays=[_stay(p, p.crowd.clients[0], PHP, LATER)]),
        DECIDE, STEP | one("episode_levelofcarestay") | {("episode_levelofcarestay", "update"): 1}, [("step", "0")],
    ),
    "episode.hold": Case(
        lambda p, by, at: episode.hold(by=by, at=at, holds=[NewHold(p.crowd.clients[2], HoldReason.TRAVEL, MONDAY)]),
        HOLD, STEP | one("episode_hold"), [("step", "2")],
    ),
    "episode.come_back": Case(
        lambda p, by, at: episode.come_back(by=by, at=at, client=p.away, on=LATER),
        HOLD, STEP | {("episode_hold", "update"): 1}, [("step", "away")],
    ),
    "episode.discharge": Case(
        lambda p, by, at: episode.discharge(by=by, at=at, discharges=[_leaving(p)]),
        DECIDE, STEP | {("episode_episode", "update"): 1, ("episode_levelofcarestay", "update"): 1}, [("step", "2")],
    ),
    "episode.take_back": Case(
        lambda p, by, at: episode.take_back(by=by, at=at, step=p.held, why="Somebody else"),
        HOLD, one("episode_takenback") | {("episode_hold", "delete"): 1}, [("step", "away")],
    ),
    "episode.clear_for_group": Case(
        lambda p, by, at: episode.clear_for_group(
            by=by, at=at, client=p.crowd.clients[2], on=MONDAY, rests_on=ClearanceBasis.RISK_SCREEN
        ),
        DECIDE | {R.PRESCRIBER, R.NURSE}, STEP, [("step", "2")],
    ),
    "episode.withdraw_clearance": Case(
        lambda p, by, at: episode.withdraw_clearance(by=by, at=at, client=p.away, on=MONDAY),
        DECIDE | {R.PRESCRIBER, R.NURSE}, STEP, [("step", "away")],
    ),
    "episode.take_first_contact": Case(
        lambda p, by, at: episode.take_first_contact(by=by, at=at, contacts=[_asks(p)]),
        ASKED, STEP, [("step", "caller")],
    ),
    "episode.book_assessment": Case(
        lambda p, by, at: episode.book_assessment(by=by, at=at, client=p.asks, when=at, on=MONDAY, assessor=None),
        ASKED, STEP, [("step", "asks")],
    ),
    "episode.decide": Case(
        lambda p, by, at: episode.decide(by=by, at=at, client=p.asks, decision=_accepted(p)),
        ADMIT, STEP, [("step", "asks")],
    ),
    "episode.record_contact": Case(
        lambda p, by, at: episode.record_contact(
            by=by, at=at, client=p.asks, on=MONDAY, outcome=ContactOutcome.REACHED
        ),
        ASKED | HOLD, STEP, [("step", "asks")],
    ),
    "episode.save_admission_data": Case(
        lambda p, by, at: episode.save_admission_data(by=by, at=at, client=p.asks, given=Admission(sex=Sex.FEMALE)),
        ADMIT | {R.CASE_MANAGER}, one("episode_admissiondata"), [("admission_data", "asks")],
    ),
    "journey.admit": Case(
        lambda p, by, at: journey.admit(by=by, at=at, admission=_all_at_once(p)),
        ADMIT & TEAM, STEP | one("episode_episode") | one("episode_levelofcarestay") | one("people_careteammember")
        | one("schedule_trackenrollment"),
        [("step", "newcomer"), ("care_team", "newcomer"), ("track", "newcomer")],
        through=("episode.admit", "people.assign_care_team", "schedule.join_tracks"),
    ),
    "journey.transfer": Case(
        lambda p, by, at: journey.transfer(by=by, at=at, to=_stay(p, p.crowd.clients[0], PHP, LATER)),
        DECIDE, STEP | one("episode_levelofcarestay") | {("episode_levelofcarestay", "update"): 1},
        [("step", "0"), ("client", "0")],
        through=("episode.change_level", "schedule.end_unserved"),
    ),
    "journey.hold": Case(
        lambda p, by, at: journey.hold(by=by, at=at, hold=_leaves_for_a_while(p)),
        HOLD,
        STEP | one("episode_hold") | {("schedule_participant", "update"): 2, ("schedule_weekplan", "update"): 2}
        | {("schedule_plannedsession", "update"): 1, ("schedule_sessionstaff", "update"): 1},
        [("step", "1"), ("planned_session", "1"), ("planned_session", "1"), ("client", "1")],
        through=("episode.hold", *["schedule.release_seats"] * 3),
    ),
    "journey.come_back": Case(
        lambda p, by, at: journey.come_back(by=by, at=at, client=p.away, on=LATER),
        HOLD, STEP | {("episode_hold", "update"): 1}, [("step", "away"), ("client", "away")],
        through=("episode.come_back", "schedule.restore_seats"),
    ),
    "journey.discharge": Case(
        lambda p, by, at: journey.discharge(by=by, at=at, discharge=_leaving(p)),
        DECIDE,
        STEP | {("episode_episode", "update"): 1, ("episode_levelofcarestay", "update"): 1}
        | {("schedule_enrollment", "delete"): 1, ("schedule_trackenrollment", "update"): 1}
        | {("schedule_participant", "update"): 2, ("schedule_weekplan", "update"): 2, ("plan_prescription", "update"): 1},
        [("step", "2"), ("planned_session", "2"), ("planned_session", "2"), ("client", "2"), ("prescription", "2")],
        through=("episode.discharge", *["schedule.end_enrollments"] * 3, "plan.end_prescription"),
    ),
    "journey.take_call": Case(
        lambda p, by, at: journey.take_call(by=by, at=at, person=_new(p), contact=Step(Event.FIRST_CONTACT, MONDAY)),
        ASKED & REGISTER, STEP | one("people_client"), [("client", "new"), ("step", "first")],
        through=("people.register_clients", "episode.take_first_contact"),
    ),
    "journey.record_call": Case(
        lambda p, by, at: journey.record_call(
            by=by, at=at, call=NewCall(p.asks, CallReason.ASKED_FOR_CARE, CallOutcome.REACHED)
        ),
        DOOR, STEP | one("people_contactattempt"), [("call", "asks"), ("step", "asks")],
        through=("people.record_call", "episode.record_contact"),
    ),
    "journey.undo_call": Case(
        lambda p, by, at: journey.undo_call(by=by, at=at, call=p.known.call),
        DOOR, changed("people_contactattempt"), [("call", "newcomer")], through=("people.undo_call",),
    ),
    "journey.take_back": Case(
        lambda p, by, at: journey.take_back(by=by, at=at, client=p.away, step=p.held, why="Somebody else"),
        HOLD, one("episode_takenback") | {("episode_hold", "delete"): 1}, [("step", "away"), ("client", "away")],
        through=("episode.take_back", "schedule.restore_seats"),
    ),
}
# fmt: on
