"""Whose signature a paper takes, by age and state; what a signature is; and that no parent is told what a minor decides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from stepdown.consent.rules import binds, decide, decides, drawn, fingerprint, hand_obstacles, item
from stepdown.consent.terms import (
    LONGEST_DRAWING,
    Ask,
    Authority,
    Basis,
    Blocker,
    Category,
    ConsentFact,
    ConsentKind,
    Decides,
    Deciding,
    Hand,
    Known,
    Manner,
    MinorLaw,
    Purpose,
    Reason,
    Recipient,
    RecipientKind,
    Signer,
)

TODAY = date(2026, 3, 4)
NOON = datetime(2026, 3, 4, 17, tzinfo=UTC)
D, S, A, B, R = Decides, Signer, Authority, Blocker, Reason
TWELVE = MinorLaw(of_age=18, alone=12, minor_releases=True)
ANY_AGE = MinorLaw(of_age=18, alone=0, minor_releases=True)
NEVER = MinorLaw(of_age=18, alone=18)
BOTH = MinorLaw(of_age=18, alone=12, minor_releases=False)
SILENT = MinorLaw(of_age=18)


@pytest.mark.parametrize(
    ("born", "law", "part2", "other"),
    [
        # born, what the state says, who decides in a Part 2 program, and who elsewhere
        (date(1990, 1, 1), TWELVE, D.CLIENT, D.CLIENT),
        (date(2008, 3, 4), TWELVE, D.CLIENT, D.CLIENT),  # eighteen today
        (date(2008, 3, 5), TWELVE, D.MINOR, D.MINOR),  # tomorrow
        (date(2014, 3, 4), TWELVE, D.MINOR, D.MINOR),  # twelve today
        (date(2014, 3, 5), TWELVE, D.MINOR_AND_PARENT, D.PARENT),
        (date(2025, 1, 1), ANY_AGE, D.MINOR, D.MINOR),
        (date(2008, 3, 5), NEVER, D.MINOR_AND_PARENT, D.PARENT),
        (date(2008, 3, 4), NEVER, D.CLIENT, D.CLIENT),
        # the state lets the minor ask for care alone, and does not let them alone decide what is told: Part 2 does
        (date(2012, 1, 1), BOTH, D.MINOR, D.MINOR_AND_PARENT),
        # a leap day
        (date(2008, 2, 29), TWELVE, D.CLIENT, D.CLIENT),
        # what is not known is protected
        (None, TWELVE, D.UNKNOWN, D.UNKNOWN),
        (date(2012, 1, 1), SILENT, D.UNKNOWN, D.UNKNOWN),
        (date(1990, 1, 1), SILENT, D.CLIENT, D.CLIENT),
        (date(1990, 1, 1), None, D.UNKNOWN, D.UNKNOWN),
        (date(2007, 1, 1), MinorLaw(of_age=21, alone=12, minor_releases=True), D.MINOR, D.MINOR),
    ],
)
def test_who_decides(born: date | None, law: MinorLaw | None, part2: Decides, other: Decides) -> None:
    assert (decides(born, TODAY, law, part2=True), decides(born, TODAY, law, part2=False)) == (part2, other)


@pytest.mark.parametrize(
    ("signers", "authority", "who"),
    [
        ({S.CLIENT}, None, {D.CLIENT, D.MINOR, D.UNKNOWN}),
        ({S.REPRESENTATIVE}, A.PARENT, {D.PARENT}),
        ({S.REPRESENTATIVE}, A.GUARDIAN, {D.CLIENT, D.UNKNOWN, D.PARENT}),
        ({S.REPRESENTATIVE}, A.HEALTH_CARE_AGENT, {D.CLIENT, D.UNKNOWN, D.PARENT}),
        ({S.REPRESENTATIVE}, A.PERSONAL_REPRESENTATIVE, {D.CLIENT, D.UNKNOWN, D.PARENT}),
        ({S.CLIENT, S.REPRESENTATIVE}, A.PARENT, set(Decides)),
    ],
)
def test_whose_signature_binds(signers: set[Signer], authority: Authority | None, who: set[Decides]) -> None:
    assert {one for one in Decides if binds(one, signers, authority)} == who


LINE = "M10 20L30 40"


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        (LINE, True),
        ("M10 20L30 40L600 200M1 1L2 2", True),
        ("", False),
        ("M10 20", False),
        ("M10 20L10 20", False),  # a dot
        ("M10 20L601 20", False),
        ("M10 20L30 201", False),
        ('M10 20L30 40"/><script>', False),
        ("M10 20L30 40 ", False),
        ("m10 20l30 40", False),
        (f"M0 0{'L1 1' * (LONGEST_DRAWING // 4)}", False),
        (f"M0 0{'L9 9' * (LONGEST_DRAWING // 4 - 1)}", True),
    ],
)
def test_what_a_drawing_is(path: str, is_one: bool) -> None:
    assert drawn(path) is is_one


PARENT = Hand(authority=A.PARENT, evidence="Birth certificate")
REP = S.REPRESENTATIVE


@pytest.mark.parametrize(
    ("who", "signer", "hand", "witness", "blockers"),
    [
        (D.CLIENT, S.CLIENT, Hand(), "", set()),
        (D.CLIENT, S.CLIENT, Hand(Manner.DRAWN, LINE), "", set()),
        (D.CLIENT, S.CLIENT, Hand(Manner.DRAWN), "", {B.NOT_DRAWN}),
        (D.CLIENT, S.CLIENT, Hand(Manner.DRAWN, "<svg>"), "", {B.NOT_DRAWN}),
        (D.CLIENT, S.CLIENT, Hand(Manner.TYPED, "<svg>"), "", {B.NOT_DRAWN}),
        (D.CLIENT, S.CLIENT, Hand(Manner.MARK), "", {B.NO_WITNESS}),
        (D.CLIENT, S.CLIENT, Hand(Manner.MARK), "Synthetic witness", set()),
        (D.CLIENT, S.CLIENT, Hand(Manner.SPOKEN), " ", {B.NO_WITNESS, B.MUST_BE_WRITTEN}),
        (D.CLIENT, S.CLIENT, Hand(Manner.SPOKEN), "Synthetic witness", {B.MUST_BE_WRITTEN}),
        (D.CLIENT, REP, Hand(), "", {B.NO_RELATION}),
        (D.CLIENT, REP, Hand(authority=A.GUARDIAN), "", {B.NO_EVIDENCE}),
        (D.CLIENT, REP, Hand(authority=A.GUARDIAN, evidence="Order of a court"), "", set()),
        (D.CLIENT, REP, Hand(authority=A.GUARDIAN, evidence="x", authority_ends=TODAY), "", {B.AUTHORITY_OVER}),
        (
            D.CLIENT, REP, Hand(authority=A.GUARDIAN, evidence="x", authority_ends=TODAY + timedelta(1)), "", set(),
        ),
        (D.CLIENT, REP, PARENT, "", {B.CLIENT_MUST_SIGN}),
        (D.UNKNOWN, S.CLIENT, Hand(), "", set()),
        (D.UNKNOWN, REP, PARENT, "", {B.CLIENT_MUST_SIGN}),
        (D.MINOR, S.CLIENT, Hand(), "", set()),
        (D.MINOR, REP, PARENT, "", {B.CLIENT_MUST_SIGN}),
        (D.PARENT, S.CLIENT, Hand(), "", {B.PARENT_MUST_SIGN}),
        (D.PARENT, REP, PARENT, "", set()),
        (D.MINOR_AND_PARENT, S.CLIENT, Hand(), "", {B.BOTH_MUST_SIGN}),
        (D.MINOR_AND_PARENT, REP, PARENT, "", {B.BOTH_MUST_SIGN}),
        (D.MINOR_AND_PARENT, S.CLIENT, Hand(second_name="Synthetic Mother"), "", {B.NO_RELATION}),
        (
            D.MINOR_AND_PARENT, S.CLIENT,
            Hand(second_name="Synthetic Mother", authority=A.PARENT, evidence="Birth certificate"), "", set(),
        ),
        (
            D.MINOR_AND_PARENT, S.CLIENT,
            Hand(second_name="x", second_drawing="M1", authority=A.PARENT, evidence="x"), "", {B.NOT_DRAWN},
        ),
    ],
)  # fmt: skip
def test_what_keeps_a_signature_from_binding(
    who: Decides, signer: Signer, hand: Hand, witness: str, blockers: set[Blocker]
) -> None:
    found = hand_obstacles(signer, hand, witness=witness, who=who, on=TODAY, tells=True)
    assert {one.blocker for one in found} == blockers


def test_a_yes_that_is_said_is_enough_for_an_agreement() -> None:
    said = Hand(Manner.SPOKEN)
    assert hand_obstacles(S.CLIENT, said, witness="Synthetic witness", who=D.CLIENT, on=TODAY) == []


def test_the_fingerprint_is_of_words_and_drawings() -> None:
    assert fingerprint("words", "") == fingerprint("words")
    assert len({fingerprint("words"), fingerprint("words", LINE), fingerprint("words", LINE, "M1 1L2 2")}) == 3


MOTHER = "contact:1"


def consent(who: str = MOTHER, **more: object) -> ConsentFact:
    """A consent that a mother be told when groups are."""
    return ConsentFact(
        1, ConsentKind.NAMED, 1, frozenset({Purpose.SUPPORT}), frozenset({Category.SCHEDULE}), NOON,
        recipients=frozenset({who}), **more,  # type: ignore[arg-type]
    )  # fmt: skip


BY_PARENT = consent(signers=frozenset({REP}), authority=A.PARENT)
BY_BOTH = consent(signers=frozenset({S.CLIENT, REP}), authority=A.PARENT)
BY_CLIENT = consent()


@pytest.mark.parametrize("part2", [True, False])
@pytest.mark.parametrize(
    ("who", "signed", "reasons"),
    [
        # a minor who decides alone: a parent is told by what the minor signed, and by nothing else
        (D.MINOR, None, {R.NO_CONSENT}),
        (D.MINOR, BY_PARENT, {R.NOT_SIGNED_BY_WHO_DECIDES}),
        (D.MINOR, BY_CLIENT, set()),
        (D.MINOR, BY_BOTH, set()),
        (D.UNKNOWN, None, {R.NO_CONSENT}),
        (D.UNKNOWN, BY_PARENT, {R.NOT_SIGNED_BY_WHO_DECIDES}),
        (D.MINOR_AND_PARENT, BY_CLIENT, {R.NOT_SIGNED_BY_WHO_DECIDES}),
        (D.MINOR_AND_PARENT, BY_PARENT, {R.NOT_SIGNED_BY_WHO_DECIDES}),
        (D.MINOR_AND_PARENT, BY_BOTH, set()),
        (D.PARENT, BY_PARENT, set()),
        # the child has come of age since
        (D.CLIENT, BY_PARENT, {R.NOT_SIGNED_BY_WHO_DECIDES}),
        (D.CLIENT, BY_CLIENT, set()),
    ],
)
def test_what_a_mother_is_told(part2: bool, who: Decides, signed: ConsentFact | None, reasons: set[Reason]) -> None:
    to = Recipient(RecipientKind.FAMILY, MOTHER)
    ask = Ask(1, part2, to, Purpose.SUPPORT, frozenset({item(Category.SCHEDULE)}), NOON)
    decision = decide(ask, Known((signed,) if signed else (), deciding=Deciding(who, who)))
    assert (decision.allowed, decision.reasons) == (not reasons, reasons)


@pytest.mark.parametrize(
    ("who", "basis"),
    [(D.CLIENT, Basis.HIPAA), (D.PARENT, Basis.HIPAA), (D.MINOR_AND_PARENT, Basis.HIPAA), (D.MINOR, None), (D.UNKNOWN, None)],
)  # fmt: skip
def test_a_plan_is_not_told_for_payment_what_would_reach_parents(who: Decides, basis: Basis | None) -> None:
    """Outside Part 2, where the law of ordinary health records would let it pass."""
    ask = Ask(1, False, Recipient(RecipientKind.PAYER), Purpose.PAYMENT, frozenset({item(Category.ATTENDANCE)}), NOON)
    decision = decide(ask, Known(deciding=Deciding(who, who)))
    assert [one.basis for one in decision.granted] == ([basis] if basis else [])
    assert decision.reasons == (set() if basis else {R.WOULD_REACH_PARENTS})
