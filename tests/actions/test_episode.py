"""Admission, change of level, hold and discharge."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from stepdown.episode.actions import admit, change_level, discharge, hold, take_back
from stepdown.episode.models import Episode, Hold, LevelOfCareStay
from stepdown.episode.queries import admitted_on, levels_on, on_hold
from stepdown.episode.terms import Discharge, DischargeReason, HoldReason, NewHold, NewStay
from tests.actions.world import AT, BY, IOP, MONDAY, OP, PHP, World, somebody, told, world

DAY, WEEK = timedelta(days=1), timedelta(days=7)
CLINICIANS = (Role.PROGRAM_DIRECTOR, Role.MEDICAL_DIRECTOR, Role.CLINICAL_SUPERVISOR, Role.CLINICIAN)


@pytest.fixture
def here(db: None) -> World:
    return world()


def stay(here: World, starts: date, level: str = PHP, client: int = 0) -> NewStay:
    return NewStay(here.clients[client], here.program, PHP.__class__(level), starts)


def stays(client: int) -> list[tuple[str, date, date | None]]:
    return list(LevelOfCareStay.objects.filter(episode__client=client).values_list("level", "starts", "ends"))


def test_a_course_of_treatment_from_admission_to_discharge(here: World) -> None:
    client = here.clients[0]
    admit(by=BY, at=AT, stays=[stay(here, MONDAY)])
    change_level(by=BY, at=AT, stays=[stay(here, MONDAY + WEEK, IOP)])
    held = NewHold(client, HoldReason.HOSPITAL, MONDAY + WEEK + DAY, seat_kept_until=MONDAY + WEEK + 5 * DAY)
    hold(by=BY, at=AT, holds=[held])
    assert on_hold([client], MONDAY + 2 * WEEK) == frozenset({client})
    end = MONDAY + 3 * WEEK
    discharge(by=BY, at=AT, discharges=[Discharge(client, end, DischargeReason.COMPLETED)])
    assert stays(client) == [("2.5", MONDAY, MONDAY + WEEK), ("2.1", MONDAY + WEEK, end)]
    assert list(Hold.objects.values_list("starts", "ends")) == [(MONDAY + WEEK + DAY, end)]
    assert list(Episode.objects.values_list("admitted_on", "discharged_on", "discharge_reason")) == [
        (MONDAY, end, "completed")
    ]
    assert [levels_on([client], day).get(client) for day in (MONDAY - DAY, MONDAY, MONDAY + WEEK, end)] == [
        None,
        "2.5",
        "2.1",
        None,
    ]
    assert admitted_on([client], end - DAY) == {client: MONDAY}
    entries = Entry.objects.filter(action__startswith="episode.").order_by("pk")
    assert [(entry.action, entry.client_id) for entry in entries] == [
        ("episode.admit", client),
        ("episode.change_level", client),
        ("episode.hold", client),
        ("episode.discharge", client),
    ]


def test_somebody_may_come_back_on_the_day_they_left(here: World) -> None:
    admit(by=BY, at=AT, stays=[stay(here, MONDAY)])
    leaving = Discharge(here.clients[0], MONDAY + WEEK, DischargeReason.CLIENT_CHOSE_TO_LEAVE)
    discharge(by=BY, at=AT, discharges=[leaving])
    with pytest.raises(Refused) as error:
        admit(by=BY, at=AT, stays=[stay(here, MONDAY + WEEK - DAY)])
    assert told(error) == [("already_admitted", {"client": here.clients[0]})]
    admit(by=BY, at=AT, stays=[stay(here, MONDAY + WEEK, IOP)])
    assert stays(here.clients[0]) == [("2.5", MONDAY, MONDAY + WEEK), ("2.1", MONDAY + WEEK, None)]


def test_a_hold_yet_to_come_is_taken_back_before_a_discharge(here: World) -> None:
    client = here.clients[0]
    admit(by=BY, at=AT, stays=[stay(here, MONDAY)])
    (step,) = hold(by=BY, at=AT, holds=[NewHold(client, HoldReason.TRAVEL, MONDAY + 2 * WEEK)])
    leaving = [Discharge(client, MONDAY + WEEK, DischargeReason.TRANSFERRED)]
    with pytest.raises(Refused) as error:
        discharge(by=BY, at=AT, discharges=leaving)
    assert told(error) == [("later_step", {"client": client, "event": "hold", "since": MONDAY + 2 * WEEK})]
    take_back(by=BY, at=AT, step=step, why="They stay")
    discharge(by=BY, at=AT, discharges=leaving)
    assert Hold.objects.count() == 0


def test_every_reason_not_to_admit(here: World) -> None:
    admit(by=BY, at=AT, stays=[stay(here, MONDAY)])
    one, other = here.clients[:2]
    with pytest.raises(Refused) as error:
        admit(by=BY, at=AT, stays=[stay(here, MONDAY, OP), stay(here, MONDAY, IOP, 1), stay(here, MONDAY, IOP, 1)])
    assert told(error) == [
        ("named_twice", {"client": other}),
        ("already_admitted", {"client": one}),
        ("level_not_offered", {"client": one, "level": OP}),
    ]
    assert Episode.objects.count() == 1


def test_every_reason_not_to_change_level(here: World) -> None:
    admit(by=BY, at=AT, stays=[stay(here, MONDAY), stay(here, MONDAY, IOP, 1)])
    wanted = [stay(here, MONDAY, IOP), stay(here, MONDAY + DAY, IOP, 1), stay(here, MONDAY, OP, 2)]
    with pytest.raises(Refused) as error:
        change_level(by=BY, at=AT, stays=wanted)
    one, other, third = here.clients
    assert told(error) == [
        ("before_stay_began", {"client": one, "since": MONDAY}),
        ("same_level", {"client": other}),
        ("not_admitted", {"client": third}),
        ("level_not_offered", {"client": third, "level": OP}),
    ]


def test_every_reason_not_to_discharge_or_hold(here: World) -> None:
    admit(by=BY, at=AT, stays=[stay(here, MONDAY)])
    one, other = here.clients[:2]
    with pytest.raises(Refused) as error:
        discharge(
            by=BY, at=AT, discharges=[Discharge(client, MONDAY, DischargeReason.OTHER) for client in (one, other)]
        )
    assert told(error) == [
        ("before_stay_began", {"client": one, "since": MONDAY}),
        ("not_admitted", {"client": other}),
    ]
    with pytest.raises(Refused) as error:
        hold(by=BY, at=AT, holds=[NewHold(client, HoldReason.JAIL, MONDAY, MONDAY) for client in (one, other)])
    assert told(error) == [
        ("ends_before_start", {"client": one}),
        ("ends_before_start", {"client": other}),
        ("not_admitted", {"client": other}),
    ]


@pytest.mark.parametrize("role", Role)
def test_who_may_decide(here: World, role: Role) -> None:
    by, client = somebody(role, here.site), here.clients[0]
    if role in (*CLINICIANS, Role.ADMISSIONS_ADVISOR):
        admit(by=by, at=AT, stays=[stay(here, MONDAY)])
    else:
        with pytest.raises(NotAllowed):
            admit(by=by, at=AT, stays=[stay(here, MONDAY)])
        admit(by=BY, at=AT, stays=[stay(here, MONDAY)])
    holds = [NewHold(client, HoldReason.TRAVEL, MONDAY)]
    if role in (*CLINICIANS, Role.CASE_MANAGER, Role.UTILIZATION_REVIEWER):
        hold(by=by, at=AT, holds=holds)
    else:
        with pytest.raises(NotAllowed):
            hold(by=by, at=AT, holds=holds)
    leaving = [Discharge(client, MONDAY + 2 * DAY, DischargeReason.COMPLETED)]
    if role in CLINICIANS:
        change_level(by=by, at=AT, stays=[stay(here, MONDAY + DAY, IOP)])
        discharge(by=by, at=AT, discharges=leaving)
        assert len(stays(client)) == 2
    else:
        with pytest.raises(NotAllowed):
            change_level(by=by, at=AT, stays=[stay(here, MONDAY + DAY, IOP)])
        with pytest.raises(NotAllowed):
            discharge(by=by, at=AT, discharges=leaving)


def test_a_stranger_finds_nobody(here: World) -> None:
    by = somebody(Role.CLINICIAN, here.elsewhere)
    with pytest.raises(NotFound):
        admit(by=by, at=AT, stays=[stay(here, MONDAY)])
    with pytest.raises(NotFound):
        hold(by=by, at=AT, holds=[NewHold(here.clients[0], HoldReason.TRAVEL, MONDAY)])
    with pytest.raises(NotFound):
        admit(by=BY, at=AT, stays=[NewStay(here.clients[0], 0, PHP, MONDAY)])
