"""Every action about people themselves, done once as it should be; part of the table in `cases`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from stepdown.coverage import actions as coverage
from stepdown.episode import actions as episode
from stepdown.people import actions as people
from stepdown.people import queries
from stepdown.people.terms import (
    BroughtCall,
    CallOutcome,
    CallReason,
    CarePlace,
    CareRole,
    Found,
    Moving,
    NewCall,
    NewClient,
    OpeningReason,
    Sought,
)
from stepdown.plan import actions as plan
from stepdown.safety import actions as safety
from stepdown.schedule.actions import moving as schedule
from stepdown.session import actions as session
from tests.actions.cases.case import CARE, DOOR, REGISTER, Case, R, changed, one
from tests.actions.cases.place import LATER, MOTHER, PENICILLIN, PHONE, Place
from tests.factories.crowd import BY, MONDAY

MERGE = {R.PROGRAM_DIRECTOR, R.ADMISSIONS_ADVISOR, R.COMPLIANCE}
ASSIGN = {R.PROGRAM_DIRECTOR, R.CLINICAL_SUPERVISOR, R.ADMISSIONS_ADVISOR}
SEES = set(R) - {R.ADMINISTRATOR}


def moves(step: Any, source: Callable[[Place], int], *tables: str) -> Case:
    """A step's part of a merge: the rows of `source` become those of a client who has none."""
    return Case(
        lambda p, by, at: step.move_client(by=by, at=at, moving=Moving(source(p), p.known.twin)),
        MERGE,
        {(table, "update"): -1 for table in tables},
        [],
    )


PEOPLE: dict[str, Case] = {
    "people.register_clients": Case(
        lambda p, by, at: people.register_clients(by=by, at=at, clients=[NewClient(p.site, "N-9", "x", "x", ("en",))]),
        REGISTER, one("people_client"), [("client", "new")],
    ),
    "people.assign_care_team": Case(
        lambda p, by, at: people.assign_care_team(
            by=by, at=at, places=[CarePlace(p.newcomer, p.crowd.staff[0], CareRole.PRIMARY_CLINICIAN, MONDAY)]
        ),
        {R.PROGRAM_DIRECTOR, R.CLINICAL_SUPERVISOR, R.ADMISSIONS_ADVISOR},
        one("people_careteammember"), [("care_team", "newcomer")],
    ),
    "people.change_client": Case(
        lambda p, by, at: people.change_client(
            by=by, at=at, client=p.newcomer, details=replace(queries.details_of(BY, p.newcomer), used_name="Sedge")
        ),
        DOOR, changed("people_client"), [("client", "newcomer")],
    ),
    "people.add_contact": Case(
        lambda p, by, at: people.add_contact(by=by, at=at, client=p.newcomer, contact=MOTHER),
        DOOR, one("people_contact"), [("contact", "newcomer")],
    ),
    "people.change_contact": Case(
        lambda p, by, at: people.change_contact(
            by=by, at=at, client=p.newcomer, number=p.known.contact, contact=replace(MOTHER, lives_with=True)
        ),
        DOOR, changed("people_contact"), [("contact", "newcomer")],
    ),
    "people.end_contact": Case(
        lambda p, by, at: people.end_contact(by=by, at=at, client=p.newcomer, number=p.known.contact),
        DOOR, changed("people_contact"), [("contact", "newcomer")],
    ),
    "people.add_way": Case(
        lambda p, by, at: people.add_way(by=by, at=at, client=p.newcomer, way=replace(PHONE, contact=p.known.contact)),
        DOOR, one("people_way"), [("way", "newcomer")],
    ),
    "people.change_way": Case(
        lambda p, by, at: people.change_way(
            by=by, at=at, client=p.newcomer, number=p.known.way, way=replace(PHONE, may_say_who=True)
        ),
        DOOR, changed("people_way"), [("way", "newcomer")],
    ),
    "people.end_way": Case(
        lambda p, by, at: people.end_way(by=by, at=at, client=p.newcomer, number=p.known.way),
        DOOR, changed("people_way"), [("way", "newcomer")],
    ),
    "people.restore_contact": Case(
        lambda p, by, at: people.restore_contact(by=by, at=at, client=p.newcomer, number=p.known.off[0]),
        DOOR, changed("people_contact"), [("contact", "newcomer")],
    ),
    "people.restore_way": Case(
        lambda p, by, at: people.restore_way(by=by, at=at, client=p.newcomer, number=p.known.off[1]),
        DOOR, changed("people_way"), [("way", "newcomer")],
    ),
    "people.restore_fact": Case(
        lambda p, by, at: people.restore_fact(by=by, at=at, client=p.newcomer, number=p.known.off[2]),
        DOOR, changed("people_emergencyfact"), [("emergency_fact", "newcomer")],
    ),
    "people.end_care_place": Case(
        lambda p, by, at: people.end_care_place(
            by=by, at=at, client=p.crowd.clients[2], role=CareRole.CASE_MANAGER, ends=LATER
        ),
        ASSIGN, changed("people_careteammember"), [("care_team", "2")],
    ),
    "people.record_fact": Case(
        lambda p, by, at: people.record_fact(by=by, at=at, client=p.newcomer, fact=PENICILLIN),
        DOOR, one("people_emergencyfact"), [("emergency_fact", "newcomer")],
    ),
    "people.withdraw_fact": Case(
        lambda p, by, at: people.withdraw_fact(by=by, at=at, client=p.newcomer, number=p.known.fact),
        DOOR, changed("people_emergencyfact"), [("emergency_fact", "newcomer")],
    ),
    "people.record_call": Case(
        lambda p, by, at: people.record_call(
            by=by, at=at, call=NewCall(
                p.newcomer, CallReason.WAITING, CallOutcome.NO_ANSWER, p.known.way, at + timedelta(hours=2)
            )
        ),
        DOOR, one("people_contactattempt"), [("call", "newcomer")],
    ),
    "people.bring_calls": Case(
        lambda p, by, at: people.bring_calls(
            by=by, at=at, calls=[
                BroughtCall(NewCall(p.newcomer, CallReason.WAITING, CallOutcome.REACHED, p.known.way), at, "Front desk")
            ]
        ),
        {R.PROGRAM_DIRECTOR}, one("people_contactattempt"), [("call", "newcomer")],
    ),
    "people.undo_call": Case(
        lambda p, by, at: people.undo_call(by=by, at=at, call=p.known.call),
        DOOR, changed("people_contactattempt"), [("call", "newcomer")],
    ),
    "people.open_with_reason": Case(
        lambda p, by, at: people.open_with_reason(by=by, at=at, client=p.newcomer, reason=OpeningReason.COVERING),
        SEES, one("people_chartpass"), [("chart_pass", "newcomer")],
    ),
    "people.break_glass": Case(
        lambda p, by, at: people.break_glass(by=by, at=at, who=Sought("N-1"), words="Found unwell"),
        CARE, one("people_chartpass"), [("chart_pass", "newcomer")], anywhere=True,
    ),
    "people.review_opening": Case(
        lambda p, by, at: people.review_opening(by=by, at=at, number=p.known.opening, found=Found.IN_ORDER),
        {R.PROGRAM_DIRECTOR, R.COMPLIANCE},
        changed("people_chartpass"), [("chart_pass", "newcomer")],
    ),
    "people.save_view": Case(
        lambda p, by, at: people.save_view(by=by, at=at, name="New", query="level=2.5", shared=True),
        SEES, one("people_savedview"), [("saved_view", "")], anywhere=True,
    ),
    "people.drop_view": Case(
        lambda p, by, at: people.drop_view(by=by, at=at, view=p.known.view),
        SEES, changed("people_savedview"), [("saved_view", "")], anywhere=True,
    ),
    "people.change_view": Case(
        lambda p, by, at: people.change_view(
            by=by, at=at, view=p.known.view, name="Ours", shared=True, opens_first=False, query="show=on_hold"
        ),
        SEES, changed("people_savedview"), [("saved_view", "")], anywhere=True,
    ),
    "people.restore_view": Case(
        lambda p, by, at: people.restore_view(by=by, at=at, view=p.known.dropped),
        SEES, changed("people_savedview"), [("saved_view", "")], anywhere=True,
    ),
    "people.move_client": Case(
        lambda p, by, at: people.move_client(by=by, at=at, moving=Moving(p.newcomer, p.known.twin)),
        MERGE,
        {(f"people_{table}", "update"): 2 for table in ("contact", "way", "emergencyfact")}
        | changed("people_contactattempt")
        | changed("people_chartpass"),
        [],
    ),
    "episode.move_client": moves(episode, lambda p: p.crowd.clients[2], "episode_episode", "episode_step"),
    "safety.move_client": moves(safety, lambda p: p.newcomer, "safety_contactrestriction"),
    "coverage.move_client": moves(coverage, lambda p: p.crowd.clients[0], "coverage_authorization"),
    "plan.move_client": moves(plan, lambda p: p.newcomer, "plan_prescription"),
    "schedule.move_client": moves(schedule, lambda p: p.crowd.clients[2], "schedule_trackenrollment", "schedule_enrollment", "schedule_participant"),
    "session.move_client": moves(session, lambda p: p.crowd.clients[1], "session_visit", "session_segment"),
    "people.join_records": Case(
        lambda p, by, at: people.join_records(by=by, at=at, kept=p.known.twin, duplicate=p.newcomer, moved={}),
        MERGE, one("people_merge") | changed("people_client"), [("client", "new"), ("client", "newcomer")],
    ),
    "people.part_records": Case(
        lambda p, by, at: people.part_records(by=by, at=at, merge=p.known.merge),
        MERGE, changed("people_merge") | changed("people_client"), [("client", "new"), ("client", "new")],
    ),
}  # fmt: skip
