"""Prescribing a week of care."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from stepdown.agency.actions import hire
from stepdown.agency.terms import NewStaff, Role
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from stepdown.coverage.actions import authorize
from stepdown.coverage.terms import NewAuthorization
from stepdown.episode.actions import admit
from stepdown.episode.terms import NewStay
from stepdown.plan.actions import end_prescription, prescribe
from stepdown.plan.models import Prescription
from stepdown.plan.queries import level_needs, prescribed_weeks, prescription_on, prescriptions_of
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.policy.actions import load_rows, record_value
from stepdown.policy.terms import NewValue, Scope
from tests.actions.world import AT, BY, IOP, MONDAY, World, somebody, told, world

WEEK = timedelta(days=7)


@pytest.fixture
def here(db: None) -> World:
    return world()


def nine_hours(here: World, starts: date = MONDAY, sessions: int = 9, minutes: int = 60) -> NewPrescription:
    line = PrescribedLine(here.service, sessions, minutes)
    return NewPrescription(here.clients[0], starts, Modality.IN_PERSON, 540, 180, (line,), here.staff[0])


def test_the_new_prescription_ends_the_old_one(here: World) -> None:
    client = here.clients[0]
    prescribe(by=BY, at=AT, prescriptions=[nine_hours(here)])
    prescribe(by=BY, at=AT, prescriptions=[nine_hours(here, MONDAY + WEEK, sessions=6)])
    assert list(Prescription.objects.values_list("starts", "ends", "ordered_by")) == [
        (MONDAY, MONDAY + WEEK, here.staff[0]),
        (MONDAY + WEEK, None, here.staff[0]),
    ]
    assert [prescribed_weeks([client], day)[client].minutes for day in (MONDAY, MONDAY + WEEK)] == [540, 360]


def test_every_reason_not_to_prescribe(here: World) -> None:
    prescribe(by=BY, at=AT, prescriptions=[nine_hours(here)])
    client, service = here.clients[0], here.service
    lines = (PrescribedLine(service, 0, 60), PrescribedLine(service, 1, 0))
    with pytest.raises(Refused) as error:
        prescribe(by=BY, at=AT, prescriptions=[NewPrescription(client, MONDAY, Modality.VIDEO, 0, 0, lines)])
    about = {"client": client, "service": service}
    assert told(error) == [
        ("later_prescription_exists", {"client": client, "since": MONDAY}),
        ("service_twice", about),
        ("no_sessions", about),
        ("no_minutes", about),
    ]
    with pytest.raises(Refused) as error:
        prescribe(by=BY, at=AT, prescriptions=[nine_hours(here, MONDAY + WEEK)] * 2)
    assert told(error) == [("named_twice", {"client": client})]
    assert Prescription.objects.count() == 1


@pytest.mark.parametrize("role", Role)
def test_who_may_prescribe(here: World, role: Role) -> None:
    by = somebody(role, here.site)
    if role in (
        Role.PROGRAM_DIRECTOR,
        Role.MEDICAL_DIRECTOR,
        Role.PRESCRIBER,
        Role.CLINICAL_SUPERVISOR,
        Role.CLINICIAN,
    ):
        assert len(prescribe(by=by, at=AT, prescriptions=[nine_hours(here)])) == 1
    else:
        with pytest.raises(NotAllowed):
            prescribe(by=by, at=AT, prescriptions=[nine_hours(here)])


def test_a_stranger_finds_nobody(here: World) -> None:
    with pytest.raises(NotFound):
        prescribe(by=somebody(Role.CLINICIAN, here.elsewhere), at=AT, prescriptions=[nine_hours(here)])


@pytest.fixture
def in_care(here: World) -> World:
    """With the shipped policy rows, and the first client in intensive outpatient care."""
    load_rows(by=BY, at=AT)
    admit(by=BY, at=AT, stays=[NewStay(here.clients[0], here.program, IOP, MONDAY)])
    return here


def test_fewer_hours_than_the_level_asks_for_need_a_reason_from_the_right_person(in_care: World) -> None:
    order = nine_hours(in_care, sessions=8)
    source = level_needs(in_care.clients, MONDAY)[in_care.clients[0]].source
    about = {"client": in_care.clients[0], "minutes": 480, "minimum": 540, "source": source}
    for role, why in ((Role.CLINICIAN, "Works shifts"), (Role.MEDICAL_DIRECTOR, " ")):
        with pytest.raises(Refused) as error:
            prescribe(by=somebody(role, in_care.site), at=AT, prescriptions=[order], override=why)
        assert told(error) == [("below_level_minimum", about)]
    prescribe(by=somebody(Role.MEDICAL_DIRECTOR, in_care.site), at=AT, prescriptions=[order], override="Works shifts")
    row = prescription_on(in_care.clients[0], MONDAY)
    assert row is not None
    assert (row.minutes, row.reason) == (480, "Works shifts")


def test_an_import_writes_down_what_was_decided_elsewhere(in_care: World) -> None:
    assert len(prescribe(by=BY, at=AT, prescriptions=[nine_hours(in_care, sessions=1)])) == 1


def test_nine_hours_of_fifty_minutes_are_enough_where_a_contract_says_so(in_care: World) -> None:
    by = somebody(Role.CLINICIAN, in_care.site)
    order = nine_hours(in_care, sessions=9, minutes=50)
    with pytest.raises(Refused):
        prescribe(by=by, at=AT, prescriptions=[order])
    contract = NewValue("hour.minutes", Decimal(50), "minutes", Scope(payer="acme-health"), MONDAY, "Contract, page 3")
    record_value(by=BY, at=AT, value=contract)
    authorize(
        by=BY, at=AT, authorizations=[NewAuthorization(in_care.clients[0], IOP, MONDAY, None, (), payer="Acme Health")]
    )
    assert len(prescribe(by=by, at=AT, prescriptions=[order])) == 1


def test_where_policy_asks_for_a_physician_nobody_else_orders(in_care: World) -> None:
    authorize(
        by=BY, at=AT, authorizations=[NewAuthorization(in_care.clients[0], IOP, MONDAY, None, (), payer="Medicare")]
    )
    by = somebody(Role.CLINICIAN, in_care.site)
    with pytest.raises(Refused) as error:
        prescribe(by=by, at=AT, prescriptions=[nine_hours(in_care)], override="Asked for")
    assert [blocker for blocker, _ in told(error)] == ["needs_a_physician"]
    [physician] = hire(
        by=BY, at=AT, staff=[NewStaff("Rowan Delta, MD", in_care.site, ("en",), (Role.MEDICAL_DIRECTOR,))]
    )
    line = PrescribedLine(in_care.service, 9, 60)
    order = NewPrescription(
        in_care.clients[0], MONDAY, Modality.IN_PERSON, 540, 180, (line,), physician, MONDAY - timedelta(days=1)
    )
    prescribe(by=by, at=AT, prescriptions=[order])
    [row] = prescriptions_of(in_care.clients[0])
    assert (row.ordered_by, row.ordered_on) == ("Rowan Delta, MD", MONDAY - timedelta(days=1))


def test_an_order_ends_once_and_not_before_it_began(here: World) -> None:
    [order] = prescribe(by=BY, at=AT, prescriptions=[nine_hours(here)])
    with pytest.raises(Refused) as error:
        end_prescription(by=BY, at=AT, prescription=order, on=MONDAY, reason="x")
    assert told(error) == [("ends_before_start", {"since": MONDAY})]
    end_prescription(by=BY, at=AT, prescription=order, on=MONDAY + WEEK, reason="Moved away")
    with pytest.raises(Refused) as error:
        end_prescription(by=BY, at=AT, prescription=order, on=MONDAY + 2 * WEEK, reason="x")
    assert told(error) == [("ended_already", {"since": MONDAY + WEEK})]
    [row] = prescriptions_of(here.clients[0])
    assert (row.ends, row.ended_why) == (MONDAY + WEEK, "Moved away")
    assert prescribed_weeks(here.clients, MONDAY + WEEK) == {}
    with pytest.raises(NotFound):
        end_prescription(by=BY, at=AT, prescription=order + 1, on=MONDAY, reason="x")
