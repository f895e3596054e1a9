"""The contract of every way out: nothing without a yes, no more than the yes, nothing once it ends, and all of it kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from stepdown.consent import actions
from stepdown.consent.models import Disclosure
from stepdown.consent.rules import SENT_TWICE
from stepdown.consent.terms import Category, NewRestriction, Purpose, RecipientKind, RestrictionOutcome
from tests.actions.doors import DOORS, SHOWS, Door, plan, says_yes
from tests.actions.test_every_action import undone
from tests.actions.test_merged_away import WAITING
from tests.clock import MORNING
from tests.conftest import OwnDatabase
from tests.factories.agency import BY, Agency, small_agency
from tests.laws.test_every_door_asks import doors, source

AT = MORNING
LATER = AT + timedelta(minutes=5)
EVERY_DOOR = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)


@pytest.fixture(scope="module")
def town(own_database: OwnDatabase) -> Iterator[tuple[Agency, int]]:
    """An agency with three clients in care, and a health plan; each test takes back what it did."""
    with own_database("doors"):
        yield small_agency(AT), plan(AT)


@pytest.fixture
def agency(town: tuple[Agency, int]) -> Iterator[Agency]:
    with undone():
        yield town[0]


@pytest.fixture
def to(town: tuple[Agency, int]) -> int:
    return town[1]


def answers(*, allowed: bool) -> set[tuple[int, str]]:
    """(client, category) of every yes, or every no, in the accounting."""
    rows = Disclosure.objects.filter(allowed=allowed)
    return {(row.client_id, category) for row in rows for category in row.categories}


@EVERY_DOOR
def test_nothing_without_a_yes_and_every_no_is_kept(door: Door, agency: Agency, to: int) -> None:
    assert door.give(agency, to, Purpose.PAYMENT, LATER) == {}
    assert answers(allowed=True) == set()
    assert {client for client, _ in answers(allowed=False)} == set(agency.clients)
    assert {row.door for row in Disclosure.objects.all()} == {door.name}


@EVERY_DOOR
def test_what_leaves_is_what_the_client_said_yes_to(door: Door, agency: Agency, to: int) -> None:
    """And of nobody else; what is in the hands of the recipient is in the accounting, by what carried it."""
    yes, *others = agency.clients
    signed = says_yes(agency, yes, AT)
    assert door.give(agency, to, Purpose.PAYMENT, LATER) == {yes: SHOWS & door.says}
    assert answers(allowed=True) == {(yes, category) for category in SHOWS & door.says}
    assert {client for client, _ in answers(allowed=False)} >= set(others)
    told = list(Disclosure.objects.filter(allowed=True))
    assert {tuple(row.consents) for row in told} == {(signed,)}
    assert {(row.notice, row.notice_version) for row in told} == {("redisclosure", "2024")}
    assert {(row.door, row.to_name, row.purpose) for row in told} == {(door.name, "Synthetic Health Plan", "payment")}


@EVERY_DOOR
def test_for_nothing_else_and_to_nobody_else(door: Door, agency: Agency, to: int) -> None:
    says_yes(agency, agency.clients[0], AT, to)
    assert door.give(agency, plan(AT, "Another plan"), Purpose.PAYMENT, LATER) == {}
    assert door.give(agency, to, Purpose.TREATMENT, LATER) == {}
    assert door.give(agency, to, Purpose.PAYMENT, AT + timedelta(days=30)) == {}
    assert list(door.give(agency, to, Purpose.PAYMENT, LATER)) == agency.clients[:1]


@EVERY_DOOR
def test_nothing_once_it_is_taken_back_or_restricted(door: Door, agency: Agency, to: int) -> None:
    first, second, _ = agency.clients
    signed = {client: says_yes(agency, client, AT) for client in (first, second)}
    assert sorted(door.give(agency, to, Purpose.PAYMENT, LATER)) == [first, second]
    actions.revoke(by=BY, at=LATER, consent=signed[first], signer_name="Synthetic", in_writing=False)
    assert list(door.give(agency, to, Purpose.PAYMENT, LATER)) == [second]
    asked = NewRestriction(second, "Synthetic words", RecipientKind.PAYER)
    actions.ask_restriction(by=BY, at=LATER, restriction=asked)
    assert door.give(agency, to, Purpose.PAYMENT, LATER) == {}


def test_every_door_that_gives_to_somebody_outside_is_held_to_this() -> None:
    """A page that lets a person say for whom a file is hands it to somebody outside."""
    asks_for_whom = {
        name
        for name, seen in doors(source()).items()
        if seen & {"stepdown.web.desk.leaving.whom_asked", "stepdown.web.desk.leaving.WhomForm"}
        and any(one.startswith("stepdown.transfer.") for one in seen)
    }
    assert asks_for_whom == {name for door in DOORS for name in door.stands_for}


# -- whatever is done, in whatever order ---------------------------------------------------------------------------------
STEPS = ("sign for all plans", "sign for this plan", "revoke", "restrict", "decline", "give", "a day passes")


@settings(max_examples=12)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=10), door=st.sampled_from(DOORS))
def test_who_was_taken_back_reads_nothing_new(town: tuple[Agency, int], steps: list[str], door: Door) -> None:
    agency, to = town
    client, at = agency.clients[0], AT
    holding: list[int] = []
    restrictions: list[int] = []
    with undone():
        for step in steps:
            if step.startswith("sign"):
                at += SENT_TWICE
                holding.append(says_yes(agency, client, at, to if step.endswith("this plan") else None))
            elif step == "revoke" and holding:
                actions.revoke(by=BY, at=at, consent=holding.pop(), signer_name="Synthetic", in_writing=False)
            elif step == "restrict":
                asked = NewRestriction(client, "Synthetic words", recipient=to)
                restrictions.append(actions.ask_restriction(by=BY, at=at, restriction=asked))
            elif step == "decline" and restrictions:
                actions.answer_restriction(
                    by=BY, at=at, day=at.date(), request=restrictions.pop(),
                    outcome=RestrictionOutcome.DECLINED, words="Synthetic",
                )  # fmt: skip
            elif step == "give":
                left = door.give(agency, to, Purpose.PAYMENT, at)
                assert left == ({client: SHOWS & door.says} if holding and not restrictions else {})
            else:
                at += timedelta(days=1)
        for row in Disclosure.objects.filter(allowed=True):
            assert (row.client_id, bool(row.consents)) == (client, True)
            assert set(map(Category, row.categories)) <= SHOWS


# -- together ------------------------------------------------------------------------------------------------------------
def wait_for_one_who_waits(done: Future[object]) -> None:
    """Until somebody waits for what this transaction holds, or has ended without waiting."""
    with connection.cursor() as cursor:
        while not done.done():
            cursor.execute(WAITING)
            if cursor.fetchone() != (0,):
                break


def test_a_file_and_a_revocation_at_once_are_one_after_the_other(committed: str) -> None:
    """A file is one disclosure, made at one moment: what is taken back meanwhile waits for it, and the accounting says
    what left; once a revocation is committed, or only on its way, the next file holds nothing of that client.
    """
    agency = small_agency(AT)
    to, door = plan(AT), DOORS[1]
    one, two, _ = agency.clients
    signed = {client: says_yes(agency, client, AT) for client in (one, two)}

    def apart(do: Callable[[], object]) -> object:
        try:
            return do()
        finally:
            connections.close_all()

    def takes_back(client: int) -> None:
        actions.revoke(by=BY, at=LATER, consent=signed[client], signer_name="Synthetic", in_writing=False)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            left = door.give(agency, to, Purpose.PAYMENT, LATER)
            waiting = pool.submit(apart, lambda: takes_back(one))
            wait_for_one_who_waits(waiting)
            assert not waiting.done(), "a revocation waits for the file that holds the client"
        waiting.result()
        assert sorted(left) == [one, two]
        with transaction.atomic():
            takes_back(two)
            asked_before = LATER - timedelta(minutes=1)
            late = pool.submit(apart, lambda: door.give(agency, to, Purpose.PAYMENT, asked_before))
            wait_for_one_who_waits(late)
            assert not late.done(), "a file waits for the revocation that is on its way"
        assert late.result() == {}
    assert answers(allowed=True) == {(client, category) for client in (one, two) for category in SHOWS}
    assert Disclosure.objects.filter(allowed=True).count() == 2
