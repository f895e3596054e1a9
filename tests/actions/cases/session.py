"""What happens beside the door and in the group room, each action once; part of the table in `cases`."""

from __future__ import annotations

from dataclasses import replace

from stepdown.session import actions as door
from stepdown.session.terms import (
    AwayReason,
    BroughtLeading,
    BroughtOut,
    BroughtSettlement,
    LeaderSays,
    MissedReason,
    PaperVisit,
    Step,
    VideoPlace,
)
from tests.actions.cases.case import CARE, DOOR, GROUPS, Case, R, one
from tests.actions.cases.place import HALF_PAST
from tests.factories.crowd import MONDAY, NINE, WEEK

DIRECTOR = {R.PROGRAM_DIRECTOR}
AT_HOME = VideoPlace("IL", "100 Synthetic Street", "+1 202 555 0100", private=True)


SESSION: dict[str, Case] = {
    "session.check_in": Case(
        lambda p, by, at: door.check_in(by=by, at=at, client=p.crowd.clients[1]),
        DOOR, one("session_visit"), [("visit", "1")], at=HALF_PAST,
    ),
    "session.check_out": Case(
        lambda p, by, at: door.check_out(by=by, at=at, visit=p.here),
        DOOR, one("session_segment") | {("session_visit", "update"): 1}, [("visit", "0")], at=HALF_PAST,
    ),
    "session.record_visit": Case(
        lambda p, by, at: door.record_visit(
            by=by, at=at, client=p.crowd.clients[1], arrived_at=WEEK.at(0, NINE + 21), departed_at=at
        ),
        DOOR, one("session_visit") | one("session_segment"), [("visit", "1")], at=HALF_PAST,
    ),
    "session.undo_check_in": Case(
        lambda p, by, at: door.undo_check_in(by=by, at=at, visit=p.gone),
        DOOR, {("session_visit", "update"): 1, ("session_segment", "update"): 1}, [("visit", "1")], at=HALF_PAST,
    ),
    "session.undo_check_out": Case(
        lambda p, by, at: door.undo_check_out(by=by, at=at, visit=p.gone),
        DOOR, {("session_visit", "update"): 1, ("session_segment", "update"): 1}, [("visit", "1")], at=HALF_PAST,
    ),
    "session.join_by_video": Case(
        lambda p, by, at: door.join_by_video(by=by, at=at, client=p.crowd.clients[1], place=AT_HOME),
        DOOR, one("session_visit") | one("session_videojoining"), [("visit", "1")], at=HALF_PAST,
    ),
    "session.record_day": Case(
        lambda p, by, at: door.record_day(
            by=by, at=at, visits=[PaperVisit(p.crowd.clients[1], WEEK.at(0, NINE + 21), at)]
        ),
        DOOR, one("session_visit") | one("session_segment"), [("visit", "1")], at=HALF_PAST,
    ),
    "session.correct_visit": Case(
        lambda p, by, at: door.correct_visit(
            by=by, at=at, visit=p.gone, arrived_at=WEEK.at(0, NINE), departed_at=at, reason="The sheet says so"
        ),
        DOOR,
        one("session_visit") | one("session_segment")
        | {("session_visit", "update"): 1, ("session_segment", "update"): 1},
        [("visit", "1")], at=HALF_PAST,
    ),
    # the group room
    "session.ask_out": Case(
        lambda p, by, at: door.ask_out(
            by=by, at=at, client=p.crowd.clients[0], session=p.crowd.sessions[0], reason=AwayReason.NURSE
        ),
        DOOR, one("session_away"), [("away", "0")], at=HALF_PAST,
    ),
    "session.come_back": Case(
        lambda p, by, at: door.come_back(by=by, at=at, away=p.out),
        DOOR, {("session_away", "update"): 1}, [("away", "3")], at=HALF_PAST,
    ),
    "session.undo_ask_out": Case(
        lambda p, by, at: door.undo_ask_out(by=by, at=at, away=p.out),
        DOOR, {("session_away", "update"): 1}, [("away", "3")], at=HALF_PAST,
    ),
    "session.undo_come_back": Case(
        lambda p, by, at: door.undo_come_back(by=by, at=at, away=p.back),
        DOOR, {("session_away", "update"): 1, ("session_said", "update"): 1}, [("away", "4")], at=HALF_PAST,
    ),
    "session.take_over": Case(
        lambda p, by, at: door.take_over(by=by, at=at, session=p.crowd.sessions[0], staff=p.crowd.staff[-1]),
        DOOR, one("session_leading"), [("planned_session", "")], at=HALF_PAST,
    ),
    "session.close_group": Case(
        lambda p, by, at: door.close_group(
            by=replace(by, staff=p.crowd.staff[0]), at=at, session=p.crowd.sessions[0]
        ),
        CARE, one("session_leading") | one("session_said") | one("session_segment") | {("session_leading", "update"): 1},
        [("planned_session", "")], at=HALF_PAST,
    ),
    "session.reopen_group": Case(
        lambda p, by, at: door.reopen_group(by=by, at=at, session=p.crowd.sessions[4]),
        CARE, one("session_leading") | {("session_leading", "update"): 1, ("session_said", "update"): 1}
        | {("session_segment", "insert"): 2},
        [("planned_session", "")], at=HALF_PAST,
    ),
    "session.settle": Case(
        lambda p, by, at: door.settle(
            by=by, at=at, session=p.crowd.sessions[4], client=p.crowd.clients[4], reason="The nurse saw them",
            came_at=WEEK.at(0, NINE), left_at=WEEK.at(0, NINE + 10),
        ),
        {R.PROGRAM_DIRECTOR, R.CLINICAL_SUPERVISOR},
        one("session_said") | one("session_segment") | {("session_said", "update"): 1},
        [("planned_session", "4")], at=HALF_PAST,
    ),
    # what another system has of it
    "session.bring_outs": Case(
        lambda p, by, at: door.bring_outs(
            by=by, at=at, outs=[
                BroughtOut(p.crowd.clients[0], p.crowd.sessions[0], AwayReason.NURSE, WEEK.at(0, NINE + 5), at)
            ]
        ),
        DIRECTOR, one("session_away"), [("away", "0")], at=HALF_PAST,
    ),
    "session.bring_leading": Case(
        lambda p, by, at: door.bring_leading(
            by=by, at=at, led=[
                BroughtLeading(
                    p.crowd.sessions[1], p.crowd.staff[1], at, 1, 0, (LeaderSays(p.crowd.clients[1], there=False),)
                )
            ]
        ),
        DIRECTOR, one("session_leading") | one("session_said")
        | {("session_segment", "update"): 1, ("session_said", "update"): 1},
        [("planned_session", "")], at=HALF_PAST,
    ),
    "session.bring_settlements": Case(
        lambda p, by, at: door.bring_settlements(
            by=by, at=at, settled=[
                BroughtSettlement(p.crowd.clients[4], p.crowd.sessions[4], None, None, at, "Supervisor", "Not there")
            ]
        ),
        DIRECTOR, one("session_said") | {("session_said", "update"): 1}, [("planned_session", "4")], at=HALF_PAST,
    ),
    "session.tell_missed": Case(
        lambda p, by, at: door.tell_missed(
            by=by, at=at, client=p.crowd.clients[2], day=MONDAY, reason=MissedReason.NEEDS_RIDE
        ),
        DOOR, one("session_missed"), [("missed", "2")], at=HALF_PAST,
    ),
    "session.undo_missed": Case(
        lambda p, by, at: door.undo_missed(by=by, at=at, missed=p.missed),
        DOOR, {("session_missed", "update"): 1}, [("missed", "0")], at=HALF_PAST,
    ),
    "session.write_run_sheet": Case(
        lambda p, by, at: door.write_run_sheet(
            by=by, at=at, service=p.service, starts=MONDAY, steps=[Step("Welcome"), Step("Practice", 3)]
        ),
        GROUPS, one("session_runsheet") | {("session_runsheetstep", "insert"): 2}, [("run_sheet", "")], anywhere=True,
    ),
}  # fmt: skip
