"""What crosses steps: parts of an admission that belong together."""

from __future__ import annotations

from datetime import date

from stepdown.episode.terms import NewStay
from stepdown.journey.rules import admission_obstacles
from stepdown.journey.terms import Admission
from stepdown.kernel.levels import LevelOfCare
from stepdown.people.terms import CarePlace, CareRole

IOP = LevelOfCare.INTENSIVE_OUTPATIENT
MONDAY = date(2026, 3, 2)


def test_parts_of_an_admission_are_about_one_client() -> None:
    stay = NewStay(1, 1, IOP, MONDAY)
    own, other = (CarePlace(client, 5, CareRole.CASE_MANAGER, MONDAY) for client in (1, 2))
    assert told(Admission(stay, (own,)), consented=True) == []
    assert told(Admission(stay, (own, other)), consented=True) == ["other_client"]


def test_nobody_is_admitted_who_has_not_agreed_to_be_treated() -> None:
    stay = NewStay(1, 1, IOP, MONDAY)
    other = CarePlace(2, 5, CareRole.CASE_MANAGER, MONDAY)
    assert told(Admission(stay), consented=False) == ["not_consented"]
    assert told(Admission(stay, (other,)), consented=False) == ["other_client", "not_consented"]


def told(admission: Admission, *, consented: bool) -> list[str]:
    return [one.blocker.value for one in admission_obstacles(admission, consented=consented)]
