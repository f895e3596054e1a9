"""What stands in the way of registering clients and placing people on care teams."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from stepdown.audit.terms import Obstacle
from stepdown.people.rules.setup import care_team_obstacles, client_obstacles
from stepdown.people.terms import CarePlace, CareRole, NewClient

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)
CLIENT = NewClient(1, "T-1", "Legal Synthetic", "Used Synthetic", ("en",))
PRIMARY, MANAGER = CareRole.PRIMARY_CLINICIAN, CareRole.CASE_MANAGER


def told(obstacles: list[Obstacle]) -> list[tuple[str, dict[str, object]]]:
    return [(obstacle.blocker.value, obstacle.about) for obstacle in obstacles]


@pytest.mark.parametrize(
    ("why", "change", "expected"),
    [
        ("fine", {}, []),
        ("the number is another's", {"record_number": "T-0"}, ["record_number_taken"]),
        ("case tells numbers apart", {"record_number": "t-0"}, []),
        ("no name used", {"used_name": ""}, ["no_name"]),
        ("a name of blanks", {"used_name": " \t"}, ["no_name"]),
        ("no legal name", {"legal_name": "  "}, ["no_name"]),
        ("neither name: told once", {"used_name": "", "legal_name": ""}, ["no_name"]),
        ("no language", {"languages": ()}, ["no_language"]),
        ("no pronouns, no birthday, no phone", {"pronouns": "", "date_of_birth": None, "phone": ""}, []),
        ("a phone as people write it", {"phone": "(202) 555-0142 ext. 3"}, []),
        ("half a phone number", {"phone": "555 12"}, ["no_phone_number"]),
        ("no phone number at all", {"phone": "ask his mother"}, ["no_phone_number"]),
        (
            "everything at once",
            {"record_number": "T-0", "used_name": "", "languages": ()},
            ["record_number_taken", "no_name", "no_language"],
        ),
    ],
)
def test_registering(why: str, change: dict[str, Any], expected: list[str]) -> None:
    """Told by row, never by name or number: an obstacle may be read by somebody at another site."""
    rows = [replace(CLIENT, record_number="T-9"), replace(CLIENT, **change)]
    assert told(client_obstacles(rows, ["T-0"])) == [(blocker, {"row": 1}) for blocker in expected], why


def test_one_number_in_two_rows() -> None:
    assert told(client_obstacles([CLIENT, CLIENT], [])) == [("record_number_taken", {"row": 1})]
    assert client_obstacles([], ["T-1"]) == []


HELD = {(7, PRIMARY): DAY}


@pytest.mark.parametrize(
    ("why", "places", "expected"),
    [
        ("nothing asked", [], []),
        ("nobody held it", [CarePlace(8, 1, PRIMARY, DAY)], []),
        ("somebody holds another place", [CarePlace(7, 1, MANAGER, DAY)], []),
        ("from the day after", [CarePlace(7, 1, PRIMARY, DAY + ONE)], []),
        ("from the same day", [CarePlace(7, 1, PRIMARY, DAY)], ["later_place_exists"]),
        ("from the day before", [CarePlace(7, 1, PRIMARY, DAY - ONE)], ["later_place_exists"]),
        ("two roles for one client", [CarePlace(8, 1, PRIMARY, DAY), CarePlace(8, 1, MANAGER, DAY)], []),
        ("two clients, one clinician", [CarePlace(8, 1, PRIMARY, DAY), CarePlace(9, 1, PRIMARY, DAY)], []),
        ("one place, two people", [CarePlace(8, 1, PRIMARY, DAY), CarePlace(8, 2, PRIMARY, DAY)], ["named_twice"]),
        ("one place, two days", [CarePlace(8, 1, PRIMARY, DAY), CarePlace(8, 1, PRIMARY, DAY + ONE)], ["named_twice"]),
    ],
)
def test_care_teams(why: str, places: list[CarePlace], expected: list[str]) -> None:
    assert [o.blocker.value for o in care_team_obstacles(places, HELD)] == expected, why


def test_a_place_that_stands_says_since_when() -> None:
    assert told(care_team_obstacles([CarePlace(7, 1, PRIMARY, DAY)], HELD)) == [
        ("later_place_exists", {"client": 7, "role": PRIMARY, "since": DAY})
    ]
