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
    assert admission_obstacles(Admission(stay, (own,))) == []
    assert [one.blocker.value for one in admission_obstacles(Admission(stay, (own, other)))] == ["other_client"]
