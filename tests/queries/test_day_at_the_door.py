"""A day as the front desk sees it: who is here, missing, gone; what was forgotten. Sessions on Monday in Chicago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest

from stepdown.agency.queries import site_row
from stepdown.agency.terms import Role
from stepdown.audit.terms import NotAllowed, NotFound
from stepdown.episode.actions import clear_for_group
from stepdown.episode.terms import ClearanceBasis
from stepdown.policy.actions import load_rows
from stepdown.schedule.actions.booking import add_participant, cancel_session, move_session
from stepdown.schedule.terms import Placement
from stepdown.session.actions import check_in, check_out, undo_check_in
from stepdown.session.queries import client_of, day_at_door, here_since, visit_of, visits_in
from stepdown.session.terms import AtDoor, DayAtDoor
from tests.actions.world import somebody
from tests.factories.crowd import BEFORE, BY, NINE, WEEK, Crowd, crowd

EXPECTED, MISSING, HERE, LEFT = AtDoor.EXPECTED, AtDoor.MISSING, AtDoor.HERE, AtDoor.LEFT
DAY = WEEK.day_period(0)


def at(minutes: int, day: int = 0) -> datetime:
    """`minutes` after nine on Monday (or `day`)."""
    return WEEK.at(day, NINE + minutes)


@pytest.fixture
def people(db: None) -> Crowd:
    """One session at nine with all four clients, one at ten with the first two, one cancelled."""
    made = crowd(4, seats=4)
    to = Placement(0, NINE + 60, made.staff[1], made.rooms[1])
    move_session(by=BY, at=BEFORE, session=made.sessions[1], to=to)
    for client in made.clients:
        add_participant(by=BY, at=BEFORE, session=made.sessions[0], client=client)
    for client in made.clients[:2]:
        add_participant(by=BY, at=BEFORE, session=made.sessions[1], client=client)
    cancel_session(by=BY, at=BEFORE, session=made.sessions[2])
    return made


def look(people: Crowd, minutes: int, day: int = 0) -> DayAtDoor:
    return day_at_door(BY, site=site_row(people.site), day=WEEK.day_period(day), now=at(minutes, day))


@dataclass(frozen=True)
class Came:
    client: int
    arrived: int
    departed: int | None = None


FULL = [Came(0, -5, 30), Came(1, 5), Came(2, -5, 70)]
"""The first went after half an hour, the second is here, the third stayed to the end; nobody saw the fourth."""


@pytest.mark.parametrize(
    ("why", "came", "now", "nine", "ten", "missing", "counts"),
    [
        ("before anything", [], -1, [EXPECTED] * 4, [EXPECTED] * 2, [], (0, 0)),
        ("as it begins", [], 0, [MISSING] * 4, [EXPECTED] * 2, [0, 1, 2, 3], (0, 0)),
        ("under way", FULL[:2], 45, [LEFT, HERE, MISSING, MISSING], [EXPECTED, HERE], [2, 3], (1, 1)),
        ("the next has begun", FULL, 75, [LEFT, HERE, LEFT, MISSING], [MISSING, HERE], [3, 0], (1, 2)),
        ("came back for it", [*FULL, Came(0, 62)], 75, [HERE, HERE, LEFT, MISSING], [HERE, HERE], [3], (2, 1)),
    ],
)
def test_where_everybody_stands(
    people: Crowd,
    why: str,
    came: list[Came],
    now: int,
    nine: list[AtDoor],
    ten: list[AtDoor],
    missing: list[int],
    counts: tuple[int, int],
) -> None:
    """People are counted, not seats; somebody missed twice is missed once, in the order of the sessions."""
    for row in came:
        visit = check_in(by=BY, at=at(row.arrived), client=people.clients[row.client])
        if row.departed is not None:
            check_out(by=BY, at=at(row.departed), visit=visit)
    found = look(people, now)
    assert [card.id for card in found.cards if card.expected] == people.sessions[:2]
    first, second = (card for card in found.groups if card.expected)
    assert [row.at_door for row in first.roster] == nine, why
    assert [row.at_door for row in second.roster] == ten, why
    assert [row.row.client for row in found.missing] == [people.clients[n] for n in missing], why
    assert (found.expected, found.here, found.left) == (4, *counts), why
    assert people.sessions[2] not in {card.id for card in found.cards}


def test_minutes_stand_beside_the_session_they_were_spent_in(people: Crowd) -> None:
    visit = check_in(by=BY, at=at(10), client=people.clients[0])
    assert [row.minutes for row in look(people, 30).groups[0].roster] == [0, 0, 0, 0]
    check_out(by=BY, at=at(80), visit=visit)
    cards = {card.id: card for card in look(people, 90).groups}
    assert [row.minutes for row in cards[people.sessions[0]].roster] == [50, 0, 0, 0]
    assert [row.minutes for row in cards[people.sessions[1]].roster] == [20, 0]
    assert [cards[session].over for session in people.sessions[:2]] == [True, False]
    assert [(row.id, row.minutes) for row in visits_in(people.clients[0], DAY)] == [(visit, 70)]


@pytest.mark.parametrize(
    ("why", "now", "over"), [("a minute before", 59, False), ("as it ends", 60, True), ("after", 61, True)]
)
def test_when_a_session_is_over(people: Crowd, why: str, now: int, over: bool) -> None:
    assert {card.over for card in look(people, now).cards if card.id == people.sessions[0]} == {over}, why


def test_a_visit_that_was_never_ended_is_forgotten_the_next_day(people: Crowd) -> None:
    visit = check_in(by=BY, at=at(-5), client=people.clients[0])
    monday, tuesday = look(people, 30), look(people, 30, day=1)
    assert ([one.visit.id for one in monday.in_building], monday.forgotten) == ([visit], ())
    assert (tuesday.in_building, [one.visit.id for one in tuesday.forgotten]) == ((), [visit])
    assert (here_since(people.clients, DAY), here_since(people.clients, WEEK.day_period(1))) == (
        {people.clients[0]: at(-5)},
        {},
    )
    check_out(by=BY, at=at(0, day=1), visit=visit, departed_at=at(60))
    assert look(people, 30, day=1).forgotten == ()


def test_a_forgotten_visit_stands_beside_them_where_they_are_expected(people: Crowd) -> None:
    to = Placement(1, NINE, people.staff[3], people.rooms[3])
    move_session(by=BY, at=BEFORE, session=people.sessions[3], to=to)
    add_participant(by=BY, at=BEFORE, session=people.sessions[3], client=people.clients[0])
    visit = check_in(by=BY, at=at(-5), client=people.clients[0])
    ((row,),) = (card.roster for card in look(people, 10, day=1).cards)
    assert row.forgotten is not None
    assert (row.at_door, row.visit, row.forgotten.id) == (MISSING, None, visit)


def test_what_was_undone_was_not(people: Crowd) -> None:
    visit = check_in(by=BY, at=at(-5), client=people.clients[0])
    assert visit_of(BY, visit).client == people.clients[0]
    undo_check_in(by=BY, at=at(1), visit=visit)
    found = look(people, 10)
    assert (found.here, found.in_building, len(found.missing)) == (0, (), 4)
    assert (visits_in(people.clients[0], DAY), client_of(BY, visit)) == ((), people.clients[0])
    with pytest.raises(NotFound):
        visit_of(BY, visit)


@pytest.mark.parametrize("role", Role)
def test_who_sees_the_day_and_what_of_it(people: Crowd, role: Role) -> None:
    """Most who work here; an administrator sees numbers and no name."""
    by = somebody(role, people.site)
    if role is Role.BILLER:
        with pytest.raises(NotAllowed):
            day_at_door(by, site=site_row(people.site), day=DAY, now=at(0))
        return
    found = day_at_door(by, site=site_row(people.site), day=DAY, now=at(0))
    named = {row.name for card in found.cards for row in card.roster if card.id == people.sessions[0]}
    everybody = {f"Synthetic {n}" for n in range(4)}
    assert (found.expected, named) == (4, {""} if role is Role.ADMINISTRATOR else everybody)


def test_another_site_is_not_found(people: Crowd) -> None:
    visit = check_in(by=BY, at=at(-5), client=people.clients[0])
    stranger = somebody(Role.FRONT_DESK, people.site + 1)
    with pytest.raises(NotFound):
        day_at_door(stranger, site=site_row(people.site), day=DAY, now=at(0))
    with pytest.raises(NotFound):
        visit_of(stranger, visit)
    with pytest.raises(NotFound):
        client_of(stranger, visit)


def test_who_is_not_cleared_for_groups_is_told_at_the_door(people: Crowd) -> None:
    first, *_ = people.clients
    clear_for_group(by=BY, at=BEFORE, client=first, on=WEEK.monday, rests_on=ClearanceBasis.MEDICAL_REVIEW)
    asked_nothing = [row.not_cleared for row in look(people, 0).groups[0].roster]
    load_rows(by=BY, at=BEFORE)
    told = {row.client: row.not_cleared for row in look(people, 0).groups[0].roster}
    assert asked_nothing == [False] * 4
    assert told == {client: client != first for client in people.clients}
