"""A subpoena comes: taken in without looking anybody up, the record is held, and compliance alone decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.db.models import Model

from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from stepdown.consent import actions, queries
from stepdown.consent.models import Disclosure, LegalDecision, LegalRequest
from stepdown.consent.terms import (
    Basis,
    Category,
    Evidence,
    Item,
    LegalKind,
    LegalOutcome,
    LegalPaper,
    LegalStep,
    NamedException,
    NewLegalRequest,
    Purpose,
    RecipientKind,
    Telling,
)
from stepdown.journey.actions import merge_clients, undo_merge
from stepdown.policy.actions import load_rows
from stepdown.privacy.actions import lift_hold, place_hold
from stepdown.privacy.models import LegalHold
from tests.actions.world import AT, BY, MONDAY, World, somebody, world
from tests.factories.legal import subpoena

LATER = AT + timedelta(hours=1)


@pytest.fixture
def here(db: None) -> World:
    return world()


def by_order(w: World, client: int = 0) -> Telling:
    return Telling(
        w.clients[client],
        w.program,
        Purpose.PROCEEDINGS,
        frozenset({Item(Category.ATTENDANCE)}),
        "paper",
        RecipientKind.COURT_OR_COUNSEL,
        name="Synthetic County Court",
        exception=NamedException.COURT_ORDER,
        evidence=((Evidence.ORDER, "Order of a judge, 2.64"), (Evidence.SUBPOENA, "Synthetic subpoena")),
    )


def answer(number: int, telling: Telling, words: str = "Sent by courier") -> bool:
    return actions.answer_legal_request(
        by=BY, at=LATER, day=MONDAY, request=number, telling=telling, words=words
    ).allowed


def test_what_came_is_kept_as_the_paper_says_it(here: World) -> None:
    """The name is text: it is compared with nobody, and the note names no client."""
    came = NewLegalRequest(
        here.site,
        LegalKind.SUBPOENA,
        " Synthetic County Court ",
        "All records",
        MONDAY,
        name_written="Synthetic 0",
        papers=frozenset({LegalPaper.SUBPOENA}),
    )
    desk = somebody(Role.FRONT_DESK, here.site)
    number = actions.take_legal_request(by=desk, at=AT, day=MONDAY, request=came)
    row = LegalRequest.objects.get(pk=number)
    assert (row.sender, row.name_written, row.papers, row.client) == (
        "Synthetic County Court",
        "Synthetic 0",
        ["subpoena"],
        None,
    )
    assert Entry.objects.get(action="consent.take_legal_request").client_id is None
    assert queries.taken_in(desk) == ((number, LegalKind.SUBPOENA, "Synthetic County Court", MONDAY),)


def test_the_queue_has_it_at_once_with_its_clocks(here: World) -> None:
    load_rows(by=BY, at=AT)
    number = subpoena(here.site, MONDAY, AT)
    (row,) = queries.open_legal_requests(somebody(Role.COMPLIANCE, here.site), MONDAY)
    assert (row.id, row.carries) == (number, False)
    assert [one.on - MONDAY for one in row.due] == [timedelta(days=1), timedelta(days=14)]
    assert queries.open_legal_requests(somebody(Role.COMPLIANCE, here.elsewhere), MONDAY) == ()
    actions.decide_legal_request(by=BY, at=AT, request=number, outcome=LegalOutcome.WITHDRAWN, words="By letter")
    assert queries.open_legal_requests(BY, MONDAY) == ()
    assert [(one.id, one.due) for one in queries.decided_legal_requests(BY, MONDAY)] == [(number, ())]


@dataclass(frozen=True)
class Hold:
    """What holds a record as it is, and what ends that."""

    model: type[Model]
    begins: Callable[[World], int]
    ends: Callable[[int], object]


REQUEST = Hold(
    LegalRequest,
    lambda w: subpoena(w.site, MONDAY, AT, client=w.clients[0]),
    lambda number: actions.decide_legal_request(
        by=BY, at=LATER, request=number, outcome=LegalOutcome.NOTHING_SAID, words="Letter"
    ),
)
HOLD = Hold(
    LegalHold,
    lambda w: place_hold(by=BY, at=AT, day=MONDAY, client=w.clients[0], words="Synthetic audit", placed_on=MONDAY),
    lambda number: lift_hold(by=BY, at=LATER, hold=number, words="Synthetic settlement"),
)


@pytest.mark.parametrize("held_by", [(REQUEST,), (HOLD,), (REQUEST, HOLD)])
def test_the_record_is_held_until_it_is_free(here: World, held_by: tuple[Hold, ...]) -> None:
    """Neither merged away nor merged into, nor parted; told once; afterwards as before."""
    one, two, three = here.clients
    merge = merge_clients(by=BY, at=AT, kept=one, duplicate=three)
    held = [(hold, hold.begins(here)) for hold in held_by]
    for hold, number in held:
        for kept, duplicate in ((two, one), (one, two)):
            with pytest.raises(Refused, match="^(keeps_others, )?on_hold$"):
                merge_clients(by=BY, at=LATER, kept=kept, duplicate=duplicate)
        with pytest.raises(Refused, match="^(keeps_others, )?on_hold$"):
            undo_merge(by=BY, at=LATER, merge=merge)
        hold.ends(number)
    undo_merge(by=BY, at=LATER, merge=merge)
    merge_clients(by=BY, at=LATER, kept=two, duplicate=one)
    for hold, _ in held:
        assert hold.model._base_manager.get().client_id == two, "what is over goes with the record"


def test_not_about_them_frees_the_record(here: World) -> None:
    number = subpoena(here.site, MONDAY, AT, client=here.clients[0])
    assert queries.open_about([here.clients[0]]) == {number}
    actions.link_legal_request(by=BY, at=LATER, request=number, client=here.clients[1])
    assert [queries.open_about([one]) for one in here.clients] == [set(), {number}, set()]
    actions.link_legal_request(by=BY, at=LATER, request=number, client=None)
    assert queries.open_about(here.clients) == set()
    told = Entry.objects.filter(action="consent.link_legal_request").order_by("pk")
    assert [(one.client_id, one.details) for one in told] == [
        (here.clients[0], {"linked": True}),
        (here.clients[0], {"linked": False}),
        (here.clients[1], {"linked": True}),
        (here.clients[1], {"linked": False}),
    ]


def test_an_order_with_a_subpoena_is_answered_by_the_gate(here: World) -> None:
    number = subpoena(here.site, MONDAY, AT, client=here.clients[0])
    assert answer(number, by_order(here))
    row, told = LegalDecision.objects.get(), Disclosure.objects.get()
    assert (row.outcome, row.disclosure_id, row.words) == ("disclosed", told.pk, "Sent by courier")
    assert (told.allowed, told.exception, told.bases) == (True, "court_order", [Basis.EXCEPTION])
    assert queries.accounting_of(here.clients[0])[0].id == told.pk
    with pytest.raises(Refused, match="decided_already"):
        answer(number, by_order(here))


def test_a_subpoena_alone_is_a_no_that_is_kept(here: World) -> None:
    number = subpoena(here.site, MONDAY, AT, client=here.clients[0])
    alone = replace(by_order(here), evidence=((Evidence.SUBPOENA, "Synthetic subpoena"),))
    assert not answer(number, alone)
    assert not LegalDecision.objects.exists()
    assert Disclosure.objects.get().reasons == ["evidence_missing", "subpoena_alone"]


@pytest.mark.parametrize(
    ("change", "words", "blockers"),
    [
        ({}, " ", {"no_words"}),
        ({"client": 1}, "Sent", {"no_client"}),
        ({"client": 1}, "", {"no_words", "no_client"}),
    ],
)
def test_what_keeps_it_from_being_answered(here: World, change: dict[str, int], words: str, blockers: set[str]) -> None:
    number = subpoena(here.site, MONDAY, AT, client=here.clients[0])
    with pytest.raises(Refused) as refused:
        answer(number, by_order(here, **change), words)
    assert {one.blocker.value for one in refused.value.obstacles} == blockers
    assert not Disclosure.objects.exists()


def test_nobody_answers_in_its_name_but_compliance(here: World) -> None:
    number = subpoena(here.site, MONDAY, AT, client=here.clients[0])
    nurse = somebody(Role.NURSE, here.site)
    with pytest.raises(NotAllowed):
        actions.tell(by=nurse, at=LATER, day=MONDAY, telling=replace(by_order(here), answers=number))
    assert not actions.tell(by=nurse, at=LATER, day=MONDAY, telling=by_order(here)).allowed
    assert Disclosure.objects.get().reasons == ["for_compliance"]


def test_disclosed_is_never_ticked(here: World) -> None:
    number = subpoena(here.site, MONDAY, AT)
    with pytest.raises(Refused) as refused:
        actions.decide_legal_request(by=BY, at=LATER, request=number, outcome=LegalOutcome.DISCLOSED, words="")
    assert {one.blocker.value for one in refused.value.obstacles} == {"no_words", "not_by_the_gate"}


def test_nothing_is_added_once_it_is_decided(here: World) -> None:
    number = subpoena(here.site, MONDAY, AT)
    actions.decide_legal_request(by=BY, at=LATER, request=number, outcome=LegalOutcome.WITHDRAWN, words="By letter")
    for late in (
        lambda: actions.note_legal_step(by=BY, at=LATER, request=number, step=LegalStep.NOTED, words="x"),
        lambda: actions.link_legal_request(by=BY, at=LATER, request=number, client=here.clients[0]),
        lambda: actions.decide_legal_request(
            by=BY, at=LATER, request=number, outcome=LegalOutcome.NOTHING_SAID, words="x"
        ),
    ):
        with pytest.raises(Refused, match="decided_already"):
            late()


def test_a_step_wants_words(here: World) -> None:
    number = subpoena(here.site, MONDAY, AT)
    with pytest.raises(Refused, match="no_words"):
        actions.note_legal_step(by=BY, at=LATER, request=number, step=LegalStep.NOTED, words=" ")


def test_there_is_no_such_request_and_no_such_client(here: World) -> None:
    with pytest.raises(NotFound):
        actions.link_legal_request(by=BY, at=LATER, request=0, client=here.clients[0])
    with pytest.raises(NotFound):
        actions.link_legal_request(by=BY, at=LATER, request=subpoena(here.site, MONDAY, AT), client=0)
