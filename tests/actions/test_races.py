"""Law 1: no clinician, room or client is ever in two places at once; of simultaneous bookings exactly one wins.

`make test` runs fifty rounds of each race; `make bench` a thousand (STEPDOWN_RACE_ROUNDS).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from stepdown.schedule.actions.booking import add_participant, move_session, remove_participant
from stepdown.schedule.terms import Blocker, Placement
from tests.actions.together import together
from tests.factories.crowd import BEFORE, BY, NINE, Crowd, crowd

AT_ONCE = 64
ROUNDS = int(os.environ.get("STEPDOWN_RACE_ROUNDS", "50"))
MONDAY, TUESDAY = 0, 1


@pytest.fixture
def many(committed: str) -> Crowd:
    return crowd(AT_ONCE)


@pytest.fixture
def at_once() -> Iterator[Callable[[Callable[[int], object]], list[str]]]:
    """Run one attempt per number, all released together; returns what came of each, in their order."""
    with together(AT_ONCE) as run:
        yield lambda attempt: run(*(partial(attempt, number) for number in range(AT_ONCE)))


def test_the_last_seat(many: Crowd, at_once: Callable[[Callable[[int], object]], list[str]]) -> None:
    session = many.sessions[0]
    for _ in range(ROUNDS):
        came_of_it = at_once(lambda n: add_participant(by=BY, at=BEFORE, session=session, client=many.clients[n]))
        assert Counter(came_of_it) == {"done": 1, str(Blocker.GROUP_FULL): AT_ONCE - 1}
        winner = many.clients[came_of_it.index("done")]
        remove_participant(by=BY, at=BEFORE, session=session, client=winner)


def test_the_same_clinician(many: Crowd, at_once: Callable[[Callable[[int], object]], list[str]]) -> None:
    wanted = many.staff[AT_ONCE]
    _race_to(many, at_once, lambda n: Placement(TUESDAY, NINE, wanted, many.rooms[n]), Blocker.STAFF_BUSY)


def test_the_same_room(many: Crowd, at_once: Callable[[Callable[[int], object]], list[str]]) -> None:
    wanted = many.rooms[AT_ONCE]
    _race_to(many, at_once, lambda n: Placement(TUESDAY, NINE, many.staff[n], wanted), Blocker.ROOM_BUSY)


def _race_to(
    many: Crowd,
    at_once: Callable[[Callable[[int], object]], list[str]],
    goal: Callable[[int], Placement],
    told: Blocker,
) -> None:
    for _ in range(ROUNDS):
        came_of_it = at_once(lambda n: move_session(by=BY, at=BEFORE, session=many.sessions[n], to=goal(n)))
        assert Counter(came_of_it) == {"done": 1, str(told): AT_ONCE - 1}
        n = came_of_it.index("done")
        back = Placement(MONDAY, NINE, many.staff[n], many.rooms[n])
        move_session(by=BY, at=BEFORE, session=many.sessions[n], to=back)
