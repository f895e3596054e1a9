"""Signing, taking back, telling and what is kept of it; a revoked recipient is told nothing new, whatever happens."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import InternalError, ProgrammingError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stepdown.agency.actions import open_programs
from stepdown.agency.terms import NewProgram
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, Refused
from stepdown.consent import actions, queries
from stepdown.consent.models import Consent, Disclosure, Recipient
from stepdown.consent.rules import SENT_TWICE
from stepdown.consent.terms import (
    TPO,
    AgreementKind,
    Basis,
    Blocker,
    Category,
    ConsentKind,
    Evidence,
    Item,
    NamedException,
    NewConsent,
    Notice,
    Purpose,
    RecipientKind,
    Telling,
)
from stepdown.journey.actions import merge_clients
from stepdown.people.actions import add_contact
from stepdown.people.terms import NewContact
from tests.actions.world import AT, BY, IOP, MONDAY, World, world

LATER = AT + timedelta(hours=1)
END = AT + timedelta(days=365)
MOTHER = NewContact("Synthetic mother", "Mother")
WHEN = frozenset({Category.IDENTITY, Category.SCHEDULE, Category.ATTENDANCE})


@pytest.fixture
def here(db: None) -> World:
    return world()


def mother(w: World, client: int = 0) -> int:
    return add_contact(by=BY, at=AT, client=w.clients[client], contact=MOTHER)


def to_mother(w: World, contact: int | None) -> NewConsent:
    return NewConsent(
        w.clients[0],
        w.program,
        ConsentKind.NAMED,
        frozenset({Purpose.SUPPORT}),
        WHEN,
        "I, a synthetic client, let you tell my mother when my groups are.",
        "Synthetic 0",
        contact=contact,
        ends=END,
        told=True,
    )


def telling(w: World, contact: int | None, *categories: Category, client: int = 0) -> Telling:
    items = frozenset(Item(one) for one in categories or (Category.SCHEDULE,))
    kind = RecipientKind.FAMILY if contact is None else None
    return Telling(w.clients[client], w.program, Purpose.SUPPORT, items, "spoken", kind, contact=contact)


def told(w: World, telling: Telling, at: object = LATER) -> bool:
    return actions.tell(by=BY, at=at, day=MONDAY, telling=telling).allowed  # type: ignore[arg-type]


def test_a_consent_carries_what_it_says_until_it_is_taken_back(here: World) -> None:
    contact = mother(here)
    assert not told(here, telling(here, contact))
    signed = actions.sign(by=BY, at=AT, consent=to_mother(here, contact))
    row = Consent.objects.get(pk=signed)
    assert bytes(row.digest) == hashlib.sha256(row.text.encode()).digest()
    assert told(here, telling(here, contact))
    assert not told(here, telling(here, contact, Category.SCHEDULE, Category.TEST_RESULTS))
    assert not told(here, telling(here, contact), END)
    actions.revoke(by=BY, at=LATER, consent=signed, signer_name="Synthetic 0", in_writing=False)
    assert not told(here, telling(here, contact))
    assert [(one.allowed, one.reasons) for one in queries.accounting_of(here.clients[0])] == [
        (False, ("expired",)),
        (False, ("revoked",)),
        (False, ("category_not_named",)),
        (True, ()),
        (False, ("no_consent",)),
    ]


def test_what_is_kept_of_an_answer(here: World) -> None:
    contact = mother(here)
    signed = actions.sign(by=BY, at=AT, consent=to_mother(here, contact))
    told(here, telling(here, contact, Category.SCHEDULE, Category.IDENTITY))
    (row,) = queries.accounting_of(here.clients[0])
    assert (row.at, row.who, row.door, row.to_name) == (LATER, BY.label, "spoken", MOTHER.name)
    assert (row.categories, row.bases, row.notice) == (
        (Category.IDENTITY, Category.SCHEDULE),
        (Basis.CONSENT,),
        Notice.REDISCLOSURE,
    )
    assert Disclosure.objects.get().consents == [signed]


@pytest.mark.parametrize("change", [{"allowed": True}, {"reasons": []}])
def test_an_answer_is_never_changed(here: World, change: dict[str, object]) -> None:
    told(here, telling(here, mother(here)))
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Disclosure.objects.update(**change)


@pytest.mark.parametrize(
    ("change", "blockers"),
    [
        ({"purposes": frozenset()}, {Blocker.NO_PURPOSE}),
        ({"categories": frozenset()}, {Blocker.NO_CATEGORY}),
        ({"contact": None}, {Blocker.NO_RECIPIENT}),
        ({"contact": 0}, {Blocker.NOT_IN_THE_CIRCLE}),
        ({"kinds": frozenset({RecipientKind.FAMILY})}, {Blocker.NO_RECIPIENT}),
        ({"ends": None}, {Blocker.NO_END}),
        ({"ends": None, "event": "the end of treatment"}, set()),
        ({"ends": AT}, {Blocker.ENDS_IN_THE_PAST}),
        ({"signer_name": "  "}, {Blocker.NOT_SIGNED}),
        ({"text": ""}, {Blocker.NOT_SIGNED}),
        ({"told": False}, {Blocker.RIGHTS_NOT_TOLD}),
        ({"categories": WHEN | {Category.COUNSELING_NOTES}}, {Blocker.STANDS_ALONE}),
        ({"purposes": frozenset({Purpose.SUPPORT, Purpose.PROCEEDINGS})}, {Blocker.STANDS_ALONE}),
        ({"kind": ConsentKind.COUNSELING_NOTES}, {Blocker.STANDS_ALONE}),
        ({"kind": ConsentKind.COUNSELING_NOTES, "categories": frozenset({Category.COUNSELING_NOTES})}, set()),
        ({"kind": ConsentKind.PROCEEDINGS}, {Blocker.STANDS_ALONE}),
        ({"kind": ConsentKind.PROCEEDINGS, "purposes": frozenset({Purpose.PROCEEDINGS})}, set()),
        ({"kind": ConsentKind.TPO}, {Blocker.STANDS_ALONE}),
        ({"kind": ConsentKind.TPO, "purposes": TPO, "ends": None}, set()),
        (
            {"ends": None, "told": False, "signer_name": "", "categories": frozenset()},
            {Blocker.NO_END, Blocker.RIGHTS_NOT_TOLD, Blocker.NOT_SIGNED, Blocker.NO_CATEGORY},
        ),
    ],
)
def test_what_keeps_a_consent_from_being_signed(here: World, change: dict[str, object], blockers: set[Blocker]) -> None:
    """42 CFR 2.31: every element, and what must stand alone stands alone. All that is missing is told at once."""
    new = replace(to_mother(here, mother(here)), **change)  # type: ignore[arg-type]
    if not blockers:
        assert actions.sign(by=BY, at=AT, consent=new)
        return
    with pytest.raises(Refused) as refused:
        actions.sign(by=BY, at=AT, consent=new)
    assert {one.blocker for one in refused.value.obstacles} == blockers
    assert not Consent.objects.exists()


def test_the_contact_of_somebody_else_is_no_recipient(here: World) -> None:
    with pytest.raises(Refused, match="not_in_the_circle"):
        actions.sign(by=BY, at=AT, consent=to_mother(here, mother(here, client=1)))


def test_taken_back_once(here: World) -> None:
    signed = actions.sign(by=BY, at=AT, consent=to_mother(here, mother(here)))
    for name, reason in (("", "not_signed"), ("Synthetic 0", ""), ("Synthetic 0", "revoked_already")):
        if not reason:
            actions.revoke(by=BY, at=LATER, consent=signed, signer_name=name, in_writing=True)
            continue
        with pytest.raises(Refused, match=reason):
            actions.revoke(by=BY, at=LATER, consent=signed, signer_name=name, in_writing=True)


def test_one_that_is_over_needs_no_taking_back(here: World) -> None:
    signed = actions.sign(by=BY, at=AT, consent=to_mother(here, mother(here)))
    with pytest.raises(Refused, match="ended_already"):
        actions.revoke(by=BY, at=END, consent=signed, signer_name="Synthetic 0", in_writing=True)


def test_there_is_no_such_consent(here: World) -> None:
    with pytest.raises(NotFound):
        actions.revoke(by=BY, at=LATER, consent=0, signer_name="x", in_writing=True)


def test_a_laboratory_is_told_by_its_agreement_while_it_holds(here: World) -> None:
    lab = actions.keep_recipient(by=BY, at=AT, name="Synthetic Laboratory", kind=RecipientKind.SERVICE_ORGANIZATION)
    asks = Telling(
        here.clients[0],
        here.program,
        Purpose.OPERATIONS,
        frozenset({Item(Category.IDENTITY)}),
        "spoken",
        recipient=lab,
        exception=NamedException.SERVICE_AGREEMENT,
    )
    assert not told(here, asks)
    actions.agree(by=BY, at=AT, recipient=lab, kind=AgreementKind.BAA, starts=MONDAY)
    assert not told(here, asks), "an agreement of ordinary health records carries nothing that is Part 2"
    actions.agree(by=BY, at=AT, recipient=lab, kind=AgreementKind.QSOA, starts=MONDAY, ends=MONDAY + timedelta(days=1))
    assert told(here, asks)
    assert not queries.answer(
        asks, RecipientKind.SERVICE_ORGANIZATION, at=LATER, day=MONDAY + timedelta(days=1)
    ).allowed


def test_an_emergency_is_told_with_its_evidence_and_kept(here: World) -> None:
    call = Telling(
        here.clients[0],
        here.program,
        Purpose.TREATMENT,
        frozenset({Item(Category.MEDICATION)}),
        "spoken",
        RecipientKind.MEDICAL_PERSONNEL,
        name="Dr. Synthetic, Example Hospital",
        exception=NamedException.EMERGENCY,
        evidence=((Evidence.NATURE_OF_EMERGENCY, "Found unconscious"), (Evidence.RECIPIENT_AND_AFFILIATION, " ")),
    )
    assert not told(here, call)
    whole = replace(call, evidence=(*call.evidence[:1], (Evidence.RECIPIENT_AND_AFFILIATION, "Dr. Synthetic")))
    assert told(here, whole)
    latest = Disclosure.objects.latest("pk")
    assert latest.evidence == {"nature_of_emergency": "Found unconscious", "recipient_and_affiliation": "Dr. Synthetic"}
    assert (latest.exception, latest.bases, latest.to_name) == ("emergency", ["exception"], call.name)


def test_a_programme_that_is_not_part_2_tells_the_next_doctor(here: World) -> None:
    (ordinary,) = open_programs(by=BY, at=AT, programs=[NewProgram(here.site, "Ordinary", (IOP,), part2=False)])
    doctor = replace(telling(here, None), kind=RecipientKind.TREATING_PROVIDER, purpose=Purpose.TREATMENT)
    assert not told(here, doctor)
    assert told(here, replace(doctor, program=ordinary))


def test_seen_as_the_recipient_before_it_is_signed(here: World) -> None:
    new = to_mother(here, mother(here))
    decision = queries.would_tell(BY, new, at=AT)
    assert {one.item.category for one in decision.granted} == WHEN
    assert {one.item.category for one in decision.withheld} == set(Category) - WHEN
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"program": 0}, {"recipient": 0}, {"contact": 0}, {"kind": None}],
    ids=["program", "organization", "contact", "nobody"],
)
def test_only_what_is_on_record_is_asked_about(here: World, change: dict[str, int | None]) -> None:
    """The door says neither which programme tells nor what the recipient is, where the record knows better."""
    with pytest.raises(NotFound):
        told(here, replace(telling(here, None), **change))  # type: ignore[arg-type]
    assert not Disclosure.objects.exists()


def test_a_programme_of_another_site_neither_signs_nor_tells(here: World) -> None:
    (far,) = open_programs(by=BY, at=AT, programs=[NewProgram(here.elsewhere, "Far", (IOP,), part2=False)])
    with pytest.raises(NotFound):
        actions.sign(by=BY, at=AT, consent=replace(to_mother(here, mother(here)), program=far))
    with pytest.raises(NotFound):
        told(here, replace(telling(here, None), program=far))


def test_everything_that_carried_an_answer_is_kept(here: World) -> None:
    contact = mother(here)
    first = actions.sign(by=BY, at=AT, consent=to_mother(here, contact))
    health = replace(to_mother(here, contact), categories=frozenset({Category.MEDICATION}))
    second = actions.sign(by=BY, at=AT, consent=health)
    assert told(here, telling(here, contact, Category.SCHEDULE, Category.MEDICATION))
    row = Disclosure.objects.get()
    assert (row.bases, row.consents) == (["consent"], [first, second])
    assert not told(here, telling(here, contact, Category.SCHEDULE, Category.TEST_RESULTS))
    row = Disclosure.objects.latest("pk")
    assert (row.bases, row.consents) == ([], []), "what was not told was carried by nothing"


def test_the_accounting_holds_what_was_told_before_a_merge(here: World) -> None:
    one, two, three, *_ = here.clients
    for number in (0, 1, 2):
        told(here, telling(here, None, client=number))
    merge_clients(by=BY, at=LATER, kept=one, duplicate=three)
    assert [len(queries.accounting_of(client)) for client in (one, two, three)] == [2, 1, 1]


@pytest.mark.parametrize("name", ["Synthetic House", " Synthetic House "])
def test_a_recipient_has_a_name_of_its_own(here: World, name: str) -> None:
    actions.keep_recipient(by=BY, at=AT, name="Synthetic House", kind=RecipientKind.RECOVERY_RESIDENCE)
    with pytest.raises(Refused, match="name_taken"):
        actions.keep_recipient(by=BY, at=AT, name=name, kind=RecipientKind.RECOVERY_RESIDENCE)
    with pytest.raises(Refused, match="name_missing"):
        actions.keep_recipient(by=BY, at=AT, name=" ", kind=RecipientKind.RECOVERY_RESIDENCE)


@action
def becomes_an_exchange(*, by: Actor, at: datetime, recipient: int) -> None:
    Recipient.objects.filter(pk=recipient).update(kind=RecipientKind.INTERMEDIARY)


def test_a_consent_to_an_exchange_that_names_no_members_carries_nothing(here: World) -> None:
    """42 CFR 2.31(a)(4)(ii): it can not be signed; one that was written down before such things were asked is none."""
    exchange = actions.keep_recipient(by=BY, at=AT, name="Synthetic Exchange", kind=RecipientKind.INTERMEDIARY)
    new = replace(to_mother(here, None), recipient=exchange)
    with pytest.raises(Refused, match="no_members"):
        actions.sign(by=BY, at=AT, consent=new)
    assert queries.would_tell(BY, new, at=AT).granted == ()
    lab = actions.keep_recipient(by=BY, at=AT, name="Synthetic House", kind=RecipientKind.RECOVERY_RESIDENCE)
    actions.sign(by=BY, at=AT, consent=replace(new, recipient=lab))
    becomes_an_exchange(by=BY, at=AT, recipient=lab)
    asks = Telling(
        here.clients[0], here.program, Purpose.SUPPORT, frozenset({Item(Category.SCHEDULE)}), "spoken", recipient=lab
    )
    assert not told(here, asks)
    assert queries.accounting_of(here.clients[0])[0].reasons == ("incomplete", "member_not_said")


class AnySequence(TestCase):
    """Whatever is signed, taken back and asked, in whatever order."""

    @settings(max_examples=25)
    @given(st.lists(st.sampled_from(["sign", "revoke", "ask", "wait"]), max_size=14))
    def test_a_revoked_recipient_is_told_nothing_new(self, steps: list[str]) -> None:
        here = world()
        contact, at, open_ones = mother(here), AT, []
        for step in steps:
            if step == "sign":
                at += SENT_TWICE
                open_ones.append(actions.sign(by=BY, at=at, consent=to_mother(here, contact)))
            elif step == "revoke" and open_ones:
                actions.revoke(by=BY, at=at, consent=open_ones.pop(), signer_name="x", in_writing=True)
            elif step == "ask":
                assert told(here, telling(here, contact), at) is bool(open_ones)
            else:
                at += timedelta(days=1)
        answers = queries.accounting_of(here.clients[0])
        assert len(answers) == steps.count("ask")
