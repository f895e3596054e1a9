"""An exchange and its members: a consent that names them, who joins and leaves, and the list a client asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from stepdown.audit.terms import NotFound, Refused
from stepdown.consent import actions, queries
from stepdown.consent.models import Disclosure
from stepdown.consent.terms import Blocker, Category, Evidence, Item, Purpose, Reason, RecipientKind, Telling
from tests.actions.test_consent import LATER, to_mother
from tests.actions.world import AT, BY, MONDAY, World, world

TREATS = ((Evidence.TREATING_RELATIONSHIP, "Synthetic Dr. Lee, on the phone"),)
DAY = timedelta(days=1)


@pytest.fixture
def here(db: None) -> World:
    return world()


def exchange() -> int:
    return actions.keep_recipient(by=BY, at=AT, name="Synthetic Exchange", kind=RecipientKind.INTERMEDIARY)


def joins(exchange: int, name: str = "Synthetic Clinic", **more: object) -> int:
    return actions.add_member(by=BY, at=AT, exchange=exchange, name=name, **({"starts": MONDAY} | more))  # type: ignore[arg-type]


def signed(w: World, exchange: int, *members: int, treating: bool = False) -> int:
    whos = frozenset(row.who for row in queries.members(exchange) if row.id in members)
    return actions.sign(
        by=BY, at=AT, consent=replace(to_mother(w, None), recipient=exchange, members=whos, treating=treating)
    )


def told(w: World, member: int | None, *evidence: tuple[Evidence, str], day: int = 0, **more: object) -> set[Reason]:
    items = frozenset({Item(Category.SCHEDULE)})
    telling = Telling(
        w.clients[0], w.program, Purpose.SUPPORT, items, "spoken", member=member, evidence=evidence, **more
    )  # type: ignore[arg-type]
    return set(actions.tell(by=BY, at=LATER, day=MONDAY + day * DAY, telling=telling).reasons)


def test_a_member_named_is_told_one_that_joins_later_is_not(here: World) -> None:
    hie = exchange()
    clinic = joins(hie)
    signed(here, hie, clinic)
    hospital = joins(hie, "Synthetic Hospital")
    assert told(here, clinic) == set()
    assert told(here, hospital, *TREATS) == {Reason.MEMBER_NOT_NAMED}
    assert told(here, None, recipient=hie) == {Reason.MEMBER_NOT_SAID}
    yes = Disclosure.objects.get(allowed=True)
    assert (yes.to_kind, yes.to_name) == (RecipientKind.INTERMEDIARY, "Synthetic Exchange, for Synthetic Clinic")


def test_those_who_treat_are_told_also_who_joins_later(here: World) -> None:
    hie = exchange()
    signed(here, hie, treating=True)
    clinic = joins(hie)
    assert told(here, clinic) == {Reason.NOT_TREATING}
    assert told(here, clinic, *TREATS) == set()
    assert Disclosure.objects.get(allowed=True).evidence == {"treating_relationship": TREATS[0][1]}


def test_who_left_is_told_nothing_and_is_the_same_one_when_it_comes_back(here: World) -> None:
    hie = exchange()
    laboratory = actions.keep_recipient(by=BY, at=AT, name="Synthetic Clinic", kind=RecipientKind.TREATING_PROVIDER)
    clinic = joins(hie, "", organization=laboratory)
    signed(here, hie, clinic)
    actions.end_member(by=BY, at=AT, member=clinic, ends=MONDAY + DAY)
    assert (told(here, clinic), told(here, clinic, day=1)) == (set(), {Reason.NOT_A_MEMBER})
    again = joins(hie, "", organization=laboratory, starts=MONDAY + 5 * DAY)
    assert (told(here, again, day=4), told(here, again, day=5)) == ({Reason.NOT_A_MEMBER}, set())


def test_it_stops_when_it_is_taken_back(here: World) -> None:
    hie = exchange()
    clinic = joins(hie)
    number = signed(here, hie, clinic)
    actions.revoke(by=BY, at=LATER, consent=number, signer_name="Synthetic 0", in_writing=False)
    assert told(here, clinic) == {Reason.REVOKED}


def test_what_keeps_it_from_being_signed_and_members_from_being_kept(here: World) -> None:
    hie, other = exchange(), actions.keep_recipient(by=BY, at=AT, name="Plan", kind=RecipientKind.PAYER)
    clinic = joins(hie)
    with pytest.raises(Refused) as none_named:
        signed(here, hie)
    assert [one.blocker for one in none_named.value.obstacles] == [Blocker.NO_MEMBERS]
    actions.end_member(by=BY, at=AT, member=clinic, ends=MONDAY + DAY)
    later = replace(to_mother(here, None), recipient=hie, members=frozenset({f"member:{clinic}"}))
    with pytest.raises(Refused, match="not_a_member"):
        actions.sign(by=BY, at=AT + 2 * DAY, consent=later)
    with pytest.raises(Refused, match="ended_already"):
        actions.end_member(by=BY, at=AT, member=clinic, ends=MONDAY + DAY)
    with pytest.raises(Refused, match="name_missing"):
        joins(hie, " ")
    with pytest.raises(NotFound):
        joins(other)
    with pytest.raises(NotFound):
        told(here, 0)


def test_what_was_asked_of_the_exchange_and_when_it_answered(here: World) -> None:
    hie, client = exchange(), here.clients[0]
    assert queries.lists_of(client) == ()
    signed(here, hie, treating=True)
    said = {"by": BY, "at": AT, "day": MONDAY}
    number = actions.ask_list(**said, client=client, exchange=hie, asked_on=MONDAY - 9 * DAY)  # type: ignore[arg-type]
    (row,) = queries.lists_of(client)
    assert (row.name, row.asked, row.asked_on, row.answered_on) == (
        "Synthetic Exchange",
        number,
        MONDAY - 9 * DAY,
        None,
    )
    actions.list_came(**said, asked=number, answered_on=MONDAY)  # type: ignore[arg-type]
    (row,) = queries.lists_of(client)
    assert (row.asked, row.answered_on) == (None, MONDAY)
    with pytest.raises(Refused, match="answered_already"):
        actions.list_came(**said, asked=number, answered_on=MONDAY)  # type: ignore[arg-type]
