"""Prescribing a week of care."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stepdown.agency.terms import Role
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from stepdown.plan.actions import prescribe
from stepdown.plan.models import Prescription
from stepdown.plan.queries import prescribed_weeks
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from tests.actions.world import AT, BY, MONDAY, World, somebody, told, world

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
