"""Which tracks fit somebody, and why the others do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from stepdown.schedule.rules.tracks import best_first, misfits, serves, weekly_minutes
from stepdown.schedule.terms import Block, Hours, TrackFacts, Whom, Wish

DAY = date(2026, 3, 2)
BLOCKS = tuple(Block(weekday, 540, 735, (630, 645)) for weekday in (0, 2, 3))
MORNING = TrackFacts(1, "Morning", 1, frozenset({"2.1"}), "adult", "en", BLOCKS)
MORNINGS = tuple(Hours(weekday, 480, 780) for weekday in range(5))
WISH = Wish(1, DAY, "2.1", "adult", frozenset({"en"}), MORNINGS)


@pytest.mark.parametrize(
    ("why", "track", "wish", "expected"),
    [
        ("it fits", {}, {}, []),
        ("nothing is known of them yet", {}, {"level": "", "population": "", "languages": frozenset()}, []),
        ("they can come at any time", {}, {"availability": ()}, []),
        ("they leave as it ends", {}, {"availability": tuple(Hours(d, 540, 735) for d in (0, 2, 3))}, []),
        ("two stretches that touch", {}, {"availability": (*MORNINGS[1:], Hours(0, 480, 600), Hours(0, 600, 780))}, []),
        ("a hole, even in the break", {}, {"availability": (*MORNINGS[1:], Hours(0, 480, 630), Hours(0, 645, 780))}, ["outside_availability"]),
        ("a quarter of an hour short", {}, {"availability": (*MORNINGS[1:], Hours(0, 480, 720))}, ["outside_availability"]),
        ("not on Mondays", {}, {"availability": MORNINGS[1:]}, ["outside_availability"]),
        ("not in the morning", {}, {"availability": (Hours(0, 1020, 1260),)}, ["outside_availability"] * 3),
        ("another level", {"levels": frozenset({"2.5"})}, {}, ["other_level"]),
        ("any level", {"levels": frozenset()}, {}, []),
        ("adolescents", {"population": "adolescent"}, {}, ["other_population"]),
        ("in Spanish", {"language": "es"}, {}, ["other_language"]),
        ("at another site", {"site": 2}, {}, ["other_site"]),
        ("at every site", {"site": None}, {}, []),
        ("nobody said when", {"blocks": ()}, {}, ["no_blocks"]),
        ("full from that day", {"full_from": DAY}, {}, ["full"]),
        ("everything", {"site": 2, "language": "es", "full_from": DAY}, {}, ["other_site", "other_language", "full"]),
    ],
)  # fmt: skip
def test_what_does_not_fit(why: str, track: dict[str, Any], wish: dict[str, Any], expected: list[str]) -> None:
    found = misfits(replace(MORNING, **track), replace(WISH, **wish))
    assert [one.blocker.value for one in found] == expected, why


HERE = Whom("2.1", 1, "adult")


@pytest.mark.parametrize(
    ("why", "levels", "site", "population", "expected"),
    [
        ("it is for anybody", (), None, "", True),
        ("exactly for them", ("2.1",), 1, "adult", True),
        ("for them among others", ("1", "2.1"), None, "", True),
        ("another level", ("2.5",), 1, "adult", False),
        ("another site", ("2.1",), 2, "adult", False),
        ("adolescents", ("2.1",), 1, "adolescent", False),
        ("any level, at another site", (), 2, "", False),
    ],
)
def test_whom_a_track_or_group_serves(
    why: str, levels: tuple[str, ...], site: int | None, population: str, expected: bool
) -> None:
    assert serves(levels, site, population, HERE) is expected, why


def test_the_best_come_first() -> None:
    longer = replace(MORNING, id=2, name="Long", blocks=(*BLOCKS, Block(4, 540, 735)))
    late = replace(MORNING, id=3, name="Late", blocks=(Block(0, 1020, 1200),))
    wrong = replace(late, id=4, name="Wrong", language="es")
    found = best_first([wrong, late, MORNING, longer], WISH)
    assert [(row.id, row.fits, len(row.misfits)) for row in found] == [
        (2, True, 0), (1, True, 0), (3, False, 1), (4, False, 2),
    ]  # fmt: skip


def test_breaks_are_no_hours() -> None:
    assert weekly_minutes(BLOCKS) == 3 * 180
