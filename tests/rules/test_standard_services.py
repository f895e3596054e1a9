"""The kinds of service a new agency begins with, and what a discreet one is called."""

from __future__ import annotations

import pytest

from stepdown.agency.rules.catalogue import STANDARD_SERVICES, missing_services
from stepdown.agency.rules.setup import service_obstacles
from stepdown.agency.terms import HUES, Delivery, ServiceCategory, public_name

EVERY_CODE = [row.code for row in STANDARD_SERVICES]


def test_they_can_all_be_offered_to_an_agency_without_any() -> None:
    assert service_obstacles(STANDARD_SERVICES, []) == []


def test_every_category_has_a_standard_kind_but_the_open_one() -> None:
    assert set(ServiceCategory) - {row.category for row in STANDARD_SERVICES} == {ServiceCategory.OTHER}


def test_names_are_told_apart_and_colours_exist() -> None:
    assert len({row.name for row in STANDARD_SERVICES}) == len(STANDARD_SERVICES)
    assert [row.code for row in STANDARD_SERVICES if not 0 <= row.hue < HUES] == []


def test_only_specimen_collection_is_discreet() -> None:
    assert [row.category for row in STANDARD_SERVICES if row.discreet] == [ServiceCategory.SPECIMEN_COLLECTION]


def test_only_what_happens_off_site_needs_no_room() -> None:
    assert [row.code for row in STANDARD_SERVICES if not row.room_needed] == ["adventure"]


@pytest.mark.parametrize("name", ["individual", "family", "nursing", "specimen", "medication-visit", "peer-support"])
def test_what_is_given_to_one_client_is_no_group(name: str) -> None:
    (row,) = (row for row in STANDARD_SERVICES if row.code == name)
    assert row.delivery is Delivery.INDIVIDUAL


@pytest.mark.parametrize(
    ("why", "had", "missing"),
    [
        ("a new agency has none", [], EVERY_CODE),
        (
            "what it has stays as it made it",
            ["process", "nursing"],
            [c for c in EVERY_CODE if c not in {"process", "nursing"}],
        ),
        ("codes of its own do not matter", ["own-kind"], EVERY_CODE),
        ("it has them all", EVERY_CODE, []),
    ],
)
def test_what_is_missing(why: str, had: list[str], missing: list[str]) -> None:
    assert [row.code for row in missing_services(had, 12)] == missing, why


@pytest.mark.parametrize("ratio", [12, None])
def test_the_ratio_of_policy_is_for_what_happens_off_site(ratio: int | None) -> None:
    assert {row.code: row.clients_per_staff for row in missing_services([], ratio)} == {
        code: ratio if code == "adventure" else None for code in EVERY_CODE
    }


@pytest.mark.parametrize(
    ("name", "discreet", "said"),
    [
        ("Specimen collection", True, "Nurse"),
        ("Specimen collection", False, "Specimen collection"),
        ("Process group", False, "Process group"),
    ],
)
def test_the_public_name(name: str, discreet: bool, said: str) -> None:
    assert public_name(name, discreet=discreet) == said
