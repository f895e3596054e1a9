"""Whatever was signed, in whatever order: what one consent more, one revoked, or one label more can never do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from stepdown.consent.rules import decide
from stepdown.consent.terms import (
    BY_NAME,
    Ask,
    Authority,
    Basis,
    Category,
    ConsentFact,
    ConsentKind,
    Decides,
    Deciding,
    Decision,
    Element,
    Evidence,
    Item,
    Known,
    Label,
    NamedException,
    Purpose,
    Recipient,
    RecipientKind,
    Restriction,
    Signer,
)
from tests.rules.consent.test_gate import NOW

MOMENTS = st.integers(-3, 3).map(lambda days: NOW + timedelta(days=days))
WHO = st.sampled_from(["", "contact:12", "contact:13", "recipient:7"])
THROUGH = st.sampled_from(["", "", "recipient:40"])


def some(of: type) -> st.SearchStrategy[frozenset[object]]:
    return st.frozensets(st.sampled_from(list(of)))


WHOLE = ConsentFact(
    id=1,
    kind=ConsentKind.NAMED,
    program=1,
    purposes=frozenset(Purpose),
    categories=frozenset(Category),
    kinds=frozenset(RecipientKind),
    starts=NOW - timedelta(days=9),
)
FIELDS: dict[str, st.SearchStrategy[object]] = {
    "kind": st.sampled_from(ConsentKind),
    "program": st.integers(1, 2),
    "purposes": some(Purpose),
    "categories": some(Category),
    "starts": MOMENTS,
    "recipients": st.frozensets(WHO.filter(bool)),
    "kinds": some(RecipientKind),
    "intermediary": THROUGH,
    "labels": some(Label),
    "ends": st.none() | MOMENTS,
    "revoked_at": st.none() | MOMENTS,
    "lacking": some(Element),
    "signers": st.frozensets(st.sampled_from(Signer), min_size=1),
    "authority": st.none() | st.sampled_from(Authority),
}


@st.composite
def consents(draw: st.DrawFn) -> ConsentFact:
    """Whole but for a few things: or hardly anything would ever be allowed, and there would be nothing to lose."""
    different = draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=3, unique=True))
    return replace(WHOLE, id=draw(st.integers(1, 9)), **{name: draw(FIELDS[name]) for name in different})  # type: ignore[arg-type]


items = st.builds(
    Item,
    category=st.sampled_from(Category),
    labels=st.just(frozenset()) | st.frozensets(st.sampled_from(list(Label)), max_size=2),
)
asks = st.builds(
    Ask,
    program=st.just(1),
    part2=st.booleans(),
    recipient=st.builds(Recipient, kind=st.sampled_from(RecipientKind), who=WHO, through=THROUGH),
    purpose=st.sampled_from(Purpose),
    items=st.frozensets(items, min_size=1, max_size=4),
    at=MOMENTS,
    exception=st.none() | st.none() | st.sampled_from(NamedException),
    evidence=some(Evidence),
)
memberships = st.sampled_from(
    [frozenset({("recipient:40", who) for who in ("contact:12", "contact:13", "recipient:7")}), frozenset()]
)
deciding = st.builds(Deciding, st.sampled_from(Decides), st.sampled_from(Decides))
restrictions = st.lists(st.builds(Restriction, kinds=some(RecipientKind), categories=some(Category)), max_size=2)


def told(decision: Decision) -> set[Item]:
    return {one.item for one in decision.granted}


@given(asks, st.lists(consents(), max_size=4), consents(), restrictions, deciding, memberships)
def test_one_consent_more_never_takes_an_allow_away(
    ask: Ask,
    signed: list[ConsentFact],
    more: ConsentFact,
    limits: list[Restriction],
    who: Deciding,
    members: frozenset[tuple[str, str]],
) -> None:
    """Also where it names an exchange, its members, or those of them who treat the client."""
    before = decide(ask, Known(tuple(signed), tuple(limits), members=members, deciding=who))
    assert told(before) <= told(decide(ask, Known((*signed, more), tuple(limits), members=members, deciding=who)))


@given(asks.filter(lambda ask: ask.recipient.through), st.lists(consents(), max_size=4), memberships)
def test_through_an_exchange_goes_only_what_a_consent_to_it_carries_to_a_member(
    ask: Ask, signed: list[ConsentFact], members: frozenset[tuple[str, str]]
) -> None:
    of = {one.id for one in signed if one.intermediary == ask.recipient.through}
    decision = decide(ask, Known(tuple(signed), members=members))
    assert {one.consent for one in decision.granted if one.basis == Basis.CONSENT} <= of
    if (ask.recipient.through, ask.recipient.who) not in members:
        assert Basis.CONSENT not in {one.basis for one in decision.granted}


@given(asks, st.lists(consents(), max_size=4))
def test_nobody_is_told_of_a_minor_by_what_only_a_parent_signed(ask: Ask, signed: list[ConsentFact]) -> None:
    """And where nobody knows whether somebody is a minor, no more than of somebody who is of age."""
    minor, grown, unknown = (
        decide(ask, Known(tuple(signed), deciding=Deciding(who, who)))
        for who in (Decides.MINOR, Decides.CLIENT, Decides.UNKNOWN)
    )
    carried = {one.consent for one in minor.granted} - {None}
    assert carried <= {one.id for one in signed if Signer.CLIENT in one.signers}
    assert told(minor) <= told(unknown) <= told(grown)


@given(asks, st.lists(consents(), min_size=1, max_size=4), MOMENTS)
def test_revoking_never_gives_one(ask: Ask, signed: list[ConsentFact], when: object) -> None:
    revoked = replace(signed[0], revoked_at=min(filter(None, (signed[0].revoked_at, when))))  # type: ignore[type-var]
    after = decide(ask, Known((revoked, *signed[1:])))
    assert told(after) <= told(decide(ask, Known(tuple(signed))))
    assert all(one.consent != revoked.id for one in after.granted if len(signed) == 1 and ask.at >= revoked.revoked_at)


@given(asks, st.lists(consents(), max_size=4), restrictions)
def test_every_item_is_answered_once_and_every_no_says_why(
    ask: Ask, signed: list[ConsentFact], limits: list[Restriction]
) -> None:
    decision = decide(ask, Known(tuple(signed), tuple(limits)))
    answered = [one.item for one in (*decision.granted, *decision.withheld)]
    assert sorted(answered, key=repr) == sorted(ask.items, key=repr)
    assert all(one.reasons for one in decision.withheld)
    assert decision.allowed is (told(decision) == ask.items)


@given(asks, st.lists(consents(), max_size=4), st.sampled_from(Label))
def test_a_label_more_never_gives_an_allow(ask: Ask, signed: list[ConsentFact], label: Label) -> None:
    """So a bundle never leaves with a label its recipient has no consent for."""
    more = replace(ask, items=frozenset(replace(one, labels=one.labels | {label}) for one in ask.items))
    assert {one.category for one in told(decide(more, Known(tuple(signed))))} <= {
        one.category for one in told(decide(ask, Known(tuple(signed))))
    }


@given(asks, st.lists(consents(), max_size=4), memberships)
def test_a_bundle_leaves_by_a_consent_with_no_label_that_it_does_not_name(
    ask: Ask, signed: list[ConsentFact], members: frozenset[tuple[str, str]]
) -> None:
    for one in decide(ask, Known(tuple(signed), members=members)).granted:
        if one.basis == Basis.CONSENT:
            assert any(one.item.labels & BY_NAME <= of.labels for of in signed if of.id == one.consent)


@given(asks)
def test_with_nothing_on_file_nothing_protected_leaves_but_by_a_named_exception(ask: Ask) -> None:
    ask = replace(ask, part2=True)
    for one in decide(ask, Known()).granted:
        assert one.basis == Basis.EXCEPTION or ask.recipient.kind in {RecipientKind.CLIENT, RecipientKind.PROGRAM_STAFF}
