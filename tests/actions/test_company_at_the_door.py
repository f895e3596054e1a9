"""Guests are counted in the room, and who is booked by video joins by video; who is in the building now, and where.

Monday in Chicago; the first session runs from nine to ten in a room for four, the second from ten to eleven.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from stepdown.agency.actions import add_time_off
from stepdown.agency.queries import site_row
from stepdown.agency.terms import Role
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from stepdown.plan.terms import Modality
from stepdown.schedule.actions.booking import add_participant, move_session
from stepdown.schedule.actions.company import add_guest, remove_guest, set_client_modality
from stepdown.schedule.terms import Guest, GuestKind, Placement
from stepdown.session import actions as door
from stepdown.session.queries import building_now, day_at_door
from stepdown.session.queries.building import Building
from stepdown.session.terms import AwayReason, Blocker, RosterRow, SessionCard, VideoPlace
from tests.actions.world import somebody
from tests.factories.crowd import BEFORE, BY, MONDAY, NINE, WEEK, Crowd, crowd

HOME = VideoPlace("IL", "100 Synthetic Street", "+1 202 555 0100", private=True)
MOTHER, AUNT = (
    Guest(GuestKind.RELATIVE, "Fern Hollow"),
    Guest(GuestKind.RELATIVE, "Sedge Hollow", modality=Modality.VIDEO),
)


def at(minutes: int, day: int = 0) -> datetime:
    """`minutes` after nine on Monday, or on `day`."""
    return WEEK.at(day, NINE + minutes)


@pytest.fixture
def people(db: None) -> Crowd:
    """Four clients in the group at nine, the last of them by video; the first two are also in the one at ten."""
    made = crowd(4, seats=4)
    move_session(by=BY, at=BEFORE, session=made.sessions[1], to=Placement(0, NINE + 60, made.staff[1], made.rooms[1]))
    for client in made.clients:
        add_participant(by=BY, at=BEFORE, session=made.sessions[0], client=client)
    video = {"session": made.sessions[0], "client": made.clients[3], "modality": Modality.VIDEO}
    set_client_modality(by=BY, at=BEFORE, **video)
    for client in made.clients[:2]:
        add_participant(by=BY, at=BEFORE, session=made.sessions[1], client=client)
    return made


def card(people: Crowd, minutes: int) -> SessionCard:
    found = day_at_door(BY, site=site_row(people.site), day=WEEK.day_period(0), now=at(minutes))
    return next(one for one in found.groups if one.id == people.sessions[0])


def row(people: Crowd, client: int, minutes: int) -> RosterRow:
    return next(one for one in card(people, minutes).roster if one.client == client)


def building(people: Crowd, minutes: int, day: int = 0) -> Building:
    return building_now(BY, site=site_row(people.site), now=at(minutes, day))


# Guests


def test_a_guest_in_the_room_is_counted_and_one_by_video_is_not(people: Crowd) -> None:
    mother = add_guest(by=BY, at=BEFORE, session=people.sessions[0], guest=MOTHER)
    add_guest(by=BY, at=BEFORE, session=people.sessions[0], guest=AUNT)
    for client in people.clients[:2]:
        door.check_in(by=BY, at=at(-5), client=client)
    seen = card(people, 5)
    assert (seen.in_room, seen.guests, seen.most, seen.full) == (2, 1, 4, False)
    door.check_in(by=BY, at=at(6), client=people.clients[2])
    assert card(people, 7).full, "three clients and a mother in a room for four"
    remove_guest(by=BY, at=at(8), guest=mother)
    assert (card(people, 9).guests, card(people, 9).full) == (0, False)


def test_nobody_takes_the_place_of_a_guest_without_a_reason(people: Crowd) -> None:
    """Booked by video, they come to the door all the same: with them and the mother there would be five."""
    add_guest(by=BY, at=BEFORE, session=people.sessions[0], guest=MOTHER)
    for client in people.clients[:3]:
        door.check_in(by=BY, at=at(-5), client=client)
    with pytest.raises(Refused) as told:
        door.check_in(by=BY, at=at(1), client=people.clients[3])
    assert [(one.blocker, one.about) for one in told.value.obstacles] == [
        (Blocker.ROOM_FULL, {"would_be": 5, "most": 4})
    ]
    door.join_by_video(by=BY, at=at(2), client=people.clients[3], place=HOME)
    assert (card(people, 3).here, card(people, 3).in_room) == (4, 3)


def test_who_is_booked_by_video_is_expected_by_video(people: Crowd) -> None:
    booked = [row(people, client, 0).booked_by_video for client in people.clients]
    assert booked == [False, False, False, True]
    in_person = {"session": people.sessions[0], "client": people.clients[3], "modality": Modality.IN_PERSON}
    set_client_modality(by=BY, at=at(1), **in_person)
    assert not row(people, people.clients[3], 2).booked_by_video


# In the building


def test_where_everybody_is(people: Crowd) -> None:
    """At half past nine: two in the group, one of them with the nurse; by video nobody is in the building."""
    add_guest(by=BY, at=BEFORE, session=people.sessions[0], guest=MOTHER)
    first, second, third, by_video = people.clients
    for client in (first, second):
        door.check_in(by=BY, at=at(-5), client=client)
    gone = door.check_in(by=BY, at=at(-4), client=third)
    door.check_out(by=BY, at=at(20), visit=gone)
    door.join_by_video(by=BY, at=at(0), client=by_video, place=HOME)
    door.ask_out(by=BY, at=at(25), client=second, session=people.sessions[0], reason=AwayReason.NURSE)
    found = building(people, 30)
    where = [(one.client, one.session and one.session.room, one.out and one.out.reason) for one in found.clients]
    assert where == [(first, "Room 0", None), (second, "Room 0", AwayReason.NURSE)]
    assert ([one.room for one in found.guests], found.guest_count, found.unsure) == (["Room 0"], 1, ())


def test_between_groups_and_after_them(people: Crowd) -> None:
    door.check_in(by=BY, at=at(-5), client=people.clients[0])
    door.check_in(by=BY, at=at(-5), client=people.clients[2])
    early = building(people, -2).clients
    assert [(one.session, one.coming and one.coming.id) for one in early] == [(None, people.sessions[0])] * 2
    later = building(people, 65).clients
    assert [(one.session and one.session.id, one.coming) for one in later] == [(people.sessions[1], None), (None, None)]


def test_who_was_never_checked_out_is_told_apart(people: Crowd) -> None:
    door.check_in(by=BY, at=at(0), client=people.clients[0])
    tuesday = building(people, 0, day=1)
    assert ([one.client for one in tuesday.clients], [one.client for one in tuesday.unsure]) == (
        [],
        [people.clients[0]],
    )


def test_staff_by_their_hours_and_their_groups(people: Crowd) -> None:
    at_nine = {one.name: one.session.room if one.session else "" for one in building(people, 30).staff}
    assert at_nine == {"Leader 0": "Room 0", "Leader 1": "", "Leader 2": "Room 2", "Leader 3": "Room 3", "Leader 4": ""}
    add_time_off(by=BY, at=BEFORE, staff=people.staff[4], first_day=MONDAY, last_day=MONDAY, reason="leave")
    assert [one.name for one in building(people, 30).staff] == ["Leader 0", "Leader 1", "Leader 2", "Leader 3"]
    assert building(people, 13 * 60).staff == (), "at ten in the evening nobody works"


def test_who_may_see_the_list(people: Crowd) -> None:
    site = site_row(people.site)
    assert building_now(somebody(Role.FRONT_DESK, people.site), site=site, now=at(0)).clients == ()
    with pytest.raises(NotAllowed):
        building_now(somebody(Role.BILLER, people.site), site=site, now=at(0))
    with pytest.raises(NotFound):
        building_now(somebody(Role.FRONT_DESK, people.site + 1), site=site, now=at(0))
