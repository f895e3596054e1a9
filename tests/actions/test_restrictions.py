"""Asking not to be told of, the answers, and what the gate, the files and "as they would see it" make of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from stepdown.audit.terms import NotFound, Refused
from stepdown.consent import actions, queries
from stepdown.consent.terms import (
    PLAN_PURPOSES,
    Category,
    NewRestriction,
    Purpose,
    Reason,
    RecipientKind,
    RestrictionOutcome,
    RestrictionStanding,
)
from stepdown.journey.actions import merge_clients
from tests.actions.test_consent import LATER, mother, telling, to_mother, told
from tests.actions.test_leaving import HOURS, leaving, plan, released, says_yes
from tests.actions.world import AT, BY, MONDAY, World, world


@pytest.fixture
def here(db: None) -> World:
    return world()


def ask(w: World, **said: object) -> int:
    new = replace(NewRestriction(w.clients[0], "Please tell them nothing."), **said)  # type: ignore[arg-type]
    return actions.ask_restriction(by=BY, at=AT, restriction=new)


def answer(request: int, outcome: RestrictionOutcome, words: str = "Synthetic") -> None:
    actions.answer_restriction(by=BY, at=LATER, day=MONDAY, request=request, outcome=outcome, words=words)


def standing(w: World, client: int = 0) -> list[RestrictionStanding]:
    return [row.standing for row in queries.restrictions_of(w.clients[client])]


def test_it_is_kept_from_the_minute_it_is_asked_until_it_is_declined_or_ended(here: World) -> None:
    contact = mother(here)
    actions.sign(by=BY, at=AT, consent=to_mother(here, contact))
    assert told(here, telling(here, contact))
    first = ask(here, contact=contact)
    assert not told(here, telling(here, contact))
    assert not told(here, telling(here, None)), "somebody of the family without a name might be her"
    answer(first, RestrictionOutcome.DECLINED)
    assert told(here, telling(here, contact))
    second = ask(here, contact=contact)
    answer(second, RestrictionOutcome.AGREED)
    assert not told(here, telling(here, contact))
    answer(second, RestrictionOutcome.ENDED_AT_THEIR_WISH, "She asked again, on the phone.")
    assert told(here, telling(here, contact))
    assert {row.reasons for row in queries.accounting_of(here.clients[0])} == {(), (Reason.RESTRICTED,)}


def test_what_was_paid_for_in_full_is_kept_whatever_we_say(here: World) -> None:
    says_yes(here, here.clients[0], *HOURS)
    to = plan()
    assert list(released(leaving(here, to)).may_leave) == here.clients[:1]
    request = ask(here, kind=RecipientKind.PAYER, purposes=PLAN_PURPOSES, paid_in_full=True)
    for outcome in (RestrictionOutcome.DECLINED, RestrictionOutcome.AGREED, RestrictionOutcome.ENDED_BY_NOTICE):
        with pytest.raises(Refused, match="must_be_kept"):
            answer(request, outcome)
    passed = released(leaving(here, to))
    assert (passed.may_leave, Reason.RESTRICTED in passed.reasons) == ({}, True)
    assert standing(here) == [RestrictionStanding.REQUIRED]
    answer(request, RestrictionOutcome.ENDED_AT_THEIR_WISH)
    assert list(released(leaving(here, to)).may_leave) == here.clients[:1]


def test_after_a_notice_it_is_kept_for_care_of_before(here: World) -> None:
    """And for what has no day, as whole files have none."""
    says_yes(here, here.clients[0], *HOURS)
    to = plan()
    request = ask(here, recipient=to)
    answer(request, RestrictionOutcome.AGREED)
    answer(request, RestrictionOutcome.ENDED_BY_NOTICE)
    assert released(leaving(here, to)).may_leave == {}
    (kept,) = queries.known(here.clients[0], MONDAY).restrictions
    assert (kept.recipients, kept.until) == ({f"recipient:{to}"}, MONDAY)


def test_seen_before_a_consent_is_signed(here: World) -> None:
    """Who is not to be told what sees less by a new consent than it says."""
    contact = mother(here)
    ask(here, contact=contact, categories=frozenset({Category.SCHEDULE}))
    seen = queries.would_tell(BY, to_mother(here, contact), at=AT)
    assert {one.item.category for one in seen.granted} == {Category.IDENTITY, Category.ATTENDANCE}
    actions.sign(by=BY, at=AT, consent=to_mother(here, contact))
    ((who, decision),) = queries.as_the_circle_sees(BY, here.clients[0], program=here.program, at=LATER, day=MONDAY)
    assert who.id == contact
    assert {one.item.category for one in decision.granted} == {Category.IDENTITY, Category.ATTENDANCE}


def test_only_what_is_on_record_is_restricted(here: World) -> None:
    with pytest.raises(NotFound):
        ask(here, recipient=0)
    with pytest.raises(Refused, match="not_in_the_circle"):
        ask(here, contact=mother(here, client=1))
    with pytest.raises(Refused, match="no_recipient"):
        ask(here)
    with pytest.raises(NotFound):
        answer(0, RestrictionOutcome.AGREED)


def test_it_moves_with_a_merge(here: World) -> None:
    ask(here, kind=RecipientKind.EMPLOYER_OR_SCHOOL, purposes=frozenset({Purpose.WORK_OR_SCHOOL}))
    merge_clients(by=BY, at=AT + timedelta(hours=2), kept=here.clients[1], duplicate=here.clients[0])
    assert (standing(here), standing(here, 1)) == ([], [RestrictionStanding.ASKED])
