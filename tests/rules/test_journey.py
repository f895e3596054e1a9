"""What crosses steps: tracks that fit somebody's hours, and parts of an admission that belong together."""

from __future__ import annotations

from datetime import date

import pytest

from stepdown.episode.terms import NewStay
from stepdown.journey.rules import admission_obstacles, mismatches
from stepdown.journey.terms import Admission, Misfit, Mismatch, Offer, Wish
from stepdown.kernel.levels import LevelOfCare
from stepdown.people.terms import CarePlace, CareRole
from stepdown.schedule.terms import Block, Hours

OP, IOP, PHP = LevelOfCare
MONDAY = date(2026, 3, 2)
NINE, NOON, ONE, FIVE, NINE_PM = 9 * 60, 12 * 60 + 15, 13 * 60, 17 * 60, 21 * 60
MON, WED = Block(0, NINE, NOON, (630, 645)), Block(2, NINE, NOON, (630, 645))
MORNINGS = Offer((MON, WED), (IOP,), "")


def able(*hours: tuple[int, int, int], level: LevelOfCare | None = IOP, languages: str = "en") -> Wish:
    return Wish(tuple(Hours(*one) for one in hours), level, frozenset(languages.split()))


BOTH = ((0, NINE, NOON), (2, 8 * 60, ONE))


@pytest.mark.parametrize(
    ("why", "offer", "wish", "expected"),
    [
        ("all of both blocks", MORNINGS, able(*BOTH), ()),
        ("Wednesday until noon is a quarter short", MORNINGS, able((0, NINE, NOON), (2, NINE, 720)), (Mismatch(Misfit.HOURS, (WED,)),)),
        ("two spans that touch cover a block", MORNINGS, able((0, NINE, 600), (0, 600, NOON), (2, NINE, ONE)), ()),
        ("a hole in between does not, not even in the break", MORNINGS, able((0, NINE, 630), (0, 645, NOON), (2, NINE, ONE)), (Mismatch(Misfit.HOURS, (MON,)),)),
        ("after work only", MORNINGS, able((0, FIVE, NINE_PM)), (Mismatch(Misfit.HOURS, (MON, WED)),)),
        ("nobody asked when", MORNINGS, able(), (Mismatch(Misfit.HOURS, (MON, WED)),)),
        ("another level", MORNINGS, able(*BOTH, level=PHP), (Mismatch(Misfit.LEVEL),)),
        ("no level decided yet", MORNINGS, able(*BOTH, level=None), ()),
        ("a track of any level", Offer((MON,), (), ""), able(*BOTH, level=PHP), ()),
        ("in Spanish", Offer((MON,), (IOP,), "es"), able(*BOTH), (Mismatch(Misfit.LANGUAGE),)),
        ("in Spanish, for somebody who speaks both", Offer((MON,), (IOP,), "es"), able(*BOTH, languages="en es"), ()),
        ("no hours set", Offer((), (IOP,), ""), able(*BOTH), (Mismatch(Misfit.HOURS_NOT_SET),)),
        ("everything at once", Offer((MON,), (PHP,), "es"), able(), (Mismatch(Misfit.HOURS, (MON,)), Mismatch(Misfit.LEVEL), Mismatch(Misfit.LANGUAGE))),
    ],
)  # fmt: skip
def test_what_is_against_a_track(why: str, offer: Offer, wish: Wish, expected: tuple[Mismatch, ...]) -> None:
    assert mismatches(offer, wish) == expected, why


def test_parts_of_an_admission_are_about_one_client() -> None:
    stay = NewStay(1, 1, IOP, MONDAY)
    own, other = (CarePlace(client, 5, CareRole.CASE_MANAGER, MONDAY) for client in (1, 2))
    assert admission_obstacles(Admission(stay, (own,))) == []
    assert [one.blocker.value for one in admission_obstacles(Admission(stay, (own, other)))] == ["other_client"]
