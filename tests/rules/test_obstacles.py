"""What stands in the way is told all at once, in the order it was asked."""

from __future__ import annotations

from enum import StrEnum

from stepdown.audit.terms import Obstacle, obstacles_in


class Why(StrEnum):
    """Reasons, in an order of their own."""

    LATE = "late"
    FULL = "full"
    SHUT = "shut"


def test_every_one_found_in_the_order_asked() -> None:
    found = obstacles_in((Why.SHUT, True), (Why.FULL, False), (Why.LATE, True))
    assert found == [Obstacle(Why.SHUT), Obstacle(Why.LATE)]


def test_nothing_asked_and_nothing_found_is_nothing_in_the_way() -> None:
    assert (obstacles_in(), obstacles_in((Why.FULL, False))) == ([], [])


def test_what_it_is_about_is_said_with_every_one() -> None:
    found = obstacles_in((Why.FULL, True), (Why.SHUT, True), about={"room": "Oak"})
    assert [one.about for one in found] == [{"room": "Oak"}, {"room": "Oak"}]
