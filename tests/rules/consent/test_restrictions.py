"""What a client asks us not to tell: what a restriction reaches, whether it is kept, and how it can be answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from stepdown.consent.rules import answer_obstacles, decide, restriction_obstacles, restriction_standing
from stepdown.consent.terms import (
    PLAN_PURPOSES,
    Ask,
    Blocker,
    Category,
    Evidence,
    Item,
    Known,
    NamedException,
    NewRestriction,
    Purpose,
    Reason,
    Recipient,
    RecipientKind,
    Restriction,
    RestrictionOutcome,
    RestrictionStanding,
)
from tests.rules.consent.test_gate import EXCHANGE, FATHER, MOTHER, NOW, TO_MOTHER, WHOLE

S = RestrictionStanding
ALL = frozenset(Category)
PLAN, OTHER_PLAN = Recipient(RecipientKind.PAYER, "recipient:3"), Recipient(RecipientKind.PAYER, "recipient:4")
A_PLAN, DOCTOR = Recipient(RecipientKind.PAYER), Recipient(RecipientKind.TREATING_PROVIDER)
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)

EVERY_PLAN = Restriction(frozenset({RecipientKind.PAYER}), ALL)
ONE_PLAN = replace(EVERY_PLAN, recipients=frozenset({PLAN.who}))
PAID = replace(EVERY_PLAN, purposes=PLAN_PURPOSES)
IN_JUNE = replace(PAID, first=JUNE, until=JULY)
UNTIL_JULY = replace(EVERY_PLAN, until=JULY)
NO_DIAGNOSIS = replace(EVERY_PLAN, categories=frozenset({Category.DIAGNOSIS}))
NOT_MOTHER = Restriction(frozenset({RecipientKind.FAMILY}), ALL, frozenset({MOTHER.who}))

# With a consent for all treatment, payment and operations on file, and one for the mother: y may be told, . may not.
REACHES = [
    # restriction, to whom, for what, what, the day of the care, told
    (EVERY_PLAN, PLAN, Purpose.PAYMENT, Category.COVERAGE, None, "."),
    (EVERY_PLAN, A_PLAN, Purpose.PAYMENT, Category.COVERAGE, None, "."),
    (EVERY_PLAN, PLAN, Purpose.TREATMENT, Category.COVERAGE, None, "."),
    (EVERY_PLAN, DOCTOR, Purpose.TREATMENT, Category.COVERAGE, None, "y"),
    (ONE_PLAN, PLAN, Purpose.PAYMENT, Category.COVERAGE, None, "."),
    (ONE_PLAN, OTHER_PLAN, Purpose.PAYMENT, Category.COVERAGE, None, "y"),
    (ONE_PLAN, A_PLAN, Purpose.PAYMENT, Category.COVERAGE, None, "."),  # nobody says which: it might be that one
    (PAID, PLAN, Purpose.PAYMENT, Category.COVERAGE, None, "."),
    (PAID, PLAN, Purpose.OPERATIONS, Category.COVERAGE, None, "."),
    (PAID, PLAN, Purpose.TREATMENT, Category.COVERAGE, None, "y"),
    (IN_JUNE, PLAN, Purpose.PAYMENT, Category.ATTENDANCE, date(2026, 5, 31), "y"),
    (IN_JUNE, PLAN, Purpose.PAYMENT, Category.ATTENDANCE, JUNE, "."),
    (IN_JUNE, PLAN, Purpose.PAYMENT, Category.ATTENDANCE, date(2026, 6, 30), "."),
    (IN_JUNE, PLAN, Purpose.PAYMENT, Category.ATTENDANCE, JULY, "y"),
    (IN_JUNE, PLAN, Purpose.PAYMENT, Category.ATTENDANCE, None, "."),  # nobody says when: it might be in June
    (UNTIL_JULY, PLAN, Purpose.PAYMENT, Category.ATTENDANCE, JUNE, "."),
    (UNTIL_JULY, PLAN, Purpose.PAYMENT, Category.ATTENDANCE, JULY, "y"),
    (NO_DIAGNOSIS, PLAN, Purpose.PAYMENT, Category.DIAGNOSIS, None, "."),
    (NO_DIAGNOSIS, PLAN, Purpose.PAYMENT, Category.ATTENDANCE, None, "y"),
    (NOT_MOTHER, MOTHER, Purpose.SUPPORT, Category.ATTENDANCE, None, "."),
    (NOT_MOTHER, Recipient(RecipientKind.FAMILY), Purpose.SUPPORT, Category.ATTENDANCE, None, "."),
    (NOT_MOTHER, FATHER, Purpose.SUPPORT, Category.ATTENDANCE, None, "y"),
    (Restriction(frozenset({RecipientKind.INTERMEDIARY}), ALL, frozenset({EXCHANGE})),
     replace(DOCTOR, through=EXCHANGE), Purpose.TREATMENT, Category.PLAN, None, "."),
]  # fmt: skip
CONSENTS = (
    replace(WHOLE, intermediary=""),
    replace(TO_MOTHER, recipients=frozenset({MOTHER.who, FATHER.who}), kinds=frozenset({RecipientKind.FAMILY})),
)


@pytest.mark.parametrize(("restriction", "to", "purpose", "category", "on", "told"), REACHES)
def test_what_a_restriction_reaches(
    restriction: Restriction, to: Recipient, purpose: Purpose, category: Category, on: date | None, told: str
) -> None:
    """It holds back what a consent would carry, and nothing else."""
    ask = Ask(1, True, to, purpose, frozenset({Item(category, on=on)}), NOW)
    if not to.through:
        assert decide(ask, Known(CONSENTS)).allowed
    decision = decide(ask, Known(CONSENTS, (restriction,)))
    assert (decision.allowed, decision.reasons) == (told == "y", frozenset() if told == "y" else {Reason.RESTRICTED})


def test_a_later_consent_does_not_lift_it_and_an_emergency_does() -> None:
    later = (*CONSENTS, replace(WHOLE, id=9, starts=NOW))
    ask = Ask(1, True, PLAN, Purpose.PAYMENT, frozenset({Item(Category.COVERAGE)}), NOW)
    assert decide(ask, Known(later, (PAID,))).reasons == {Reason.RESTRICTED}
    hospital = Restriction(frozenset({RecipientKind.MEDICAL_PERSONNEL}), ALL)
    call = replace(
        ask,
        recipient=Recipient(RecipientKind.MEDICAL_PERSONNEL),
        purpose=Purpose.TREATMENT,
        exception=NamedException.EMERGENCY,
        evidence=frozenset({Evidence.NATURE_OF_EMERGENCY, Evidence.RECIPIENT_AND_AFFILIATION}),
    )
    assert decide(call, Known((), (hospital,))).allowed
    assert decide(replace(call, recipient=Recipient(RecipientKind.CLIENT)), Known((), (hospital,))).allowed


@pytest.mark.parametrize(
    ("latest", "paid", "standing"),
    [
        (None, False, S.ASKED),
        (None, True, S.REQUIRED),
        (RestrictionOutcome.AGREED, False, S.AGREED),
        (RestrictionOutcome.DECLINED, False, S.DECLINED),
        (RestrictionOutcome.ENDED_BY_NOTICE, False, S.ENDED_FROM_A_DAY),
        (RestrictionOutcome.ENDED_AT_THEIR_WISH, False, S.ENDED),
        (RestrictionOutcome.ENDED_AT_THEIR_WISH, True, S.ENDED),
    ],
)
def test_whether_it_is_kept(latest: RestrictionOutcome | None, paid: bool, standing: S) -> None:
    assert restriction_standing(latest, paid_in_full=paid) == standing


# Rows: how a request stands; columns: how it is answered. y it can; a letter says why not:
# m it must be kept, a answered already, n it is not kept.
ANSWERS = """
standing           paid  agreed  declined  ended_at_their_wish  ended_by_notice
asked              no    y       y         y                    n
agreed             no    a       a         y                    y
declined           no    a       a         n                    n
ended_from_a_day   no    a       a         y                    n
ended              no    a       a         n                    n
required           yes   m       m         y                    m
ended              yes   a       a         n                    n
"""
WHY = {"y": set(), "m": {Blocker.MUST_BE_KEPT}, "a": {Blocker.ANSWERED_ALREADY}, "n": {Blocker.NOT_KEPT}}
HEAD, *ROWS = [line.split() for line in ANSWERS.strip().splitlines()]
CASES = [
    (S(standing), paid == "yes", RestrictionOutcome(outcome), WHY[mark])
    for standing, paid, *marks in ROWS
    for outcome, mark in zip(HEAD[2:], marks, strict=True)
]


@pytest.mark.parametrize(("standing", "paid", "outcome", "why"), CASES)
def test_how_it_can_be_answered(standing: S, paid: bool, outcome: RestrictionOutcome, why: set[Blocker]) -> None:
    found = answer_obstacles(standing, outcome, words="Synthetic", paid_in_full=paid)
    assert {one.blocker for one in found} == why
    silent = answer_obstacles(standing, outcome, words=" ", paid_in_full=paid)
    assert {one.blocker for one in silent} == why | {Blocker.NOT_SAID}


ASKED = NewRestriction(1, "Do not tell the plan.", RecipientKind.PAYER, purposes=PLAN_PURPOSES, paid_in_full=True)


@pytest.mark.parametrize(
    ("change", "kind", "why"),
    [
        ({}, RecipientKind.PAYER, set()),
        ({"kind": None}, None, {Blocker.NO_RECIPIENT, Blocker.NOT_A_PLAN}),
        ({"recipient": 3}, RecipientKind.PAYER, {Blocker.NO_RECIPIENT}),
        ({"kind": None, "recipient": 3}, RecipientKind.PAYER, set()),
        ({"kind": None, "recipient": 3}, RecipientKind.EMPLOYER_OR_SCHOOL, {Blocker.NOT_A_PLAN}),
        ({"purposes": frozenset()}, RecipientKind.PAYER, {Blocker.NOT_A_PLAN}),
        ({"purposes": frozenset(), "paid_in_full": False}, RecipientKind.PAYER, set()),
        ({"words": " "}, RecipientKind.PAYER, {Blocker.NOT_SAID}),
        ({"first": JULY, "until": JUNE}, RecipientKind.PAYER, {Blocker.ENDS_BEFORE_START}),
        ({"kind": None, "contact": 5, "paid_in_full": False}, RecipientKind.FAMILY, {Blocker.NOT_IN_THE_CIRCLE}),
        ({"kind": RecipientKind.CLIENT, "paid_in_full": False}, RecipientKind.CLIENT, {Blocker.NO_RECIPIENT}),
    ],
)
def test_what_keeps_it_from_being_written_down(
    change: dict[str, object], kind: RecipientKind | None, why: set[Blocker]
) -> None:
    new = replace(ASKED, **change)  # type: ignore[arg-type]
    assert {one.blocker for one in restriction_obstacles(new, kind, in_circle=False)} == why
