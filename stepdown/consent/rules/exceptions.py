"""The ways out that need no consent (42 CFR 2.12, 2.15, 2.51-2.53, 2.61-2.67): each with its own evidence and reach."""

from __future__ import annotations

from dataclasses import dataclass

from stepdown.consent.terms import (
    Ask,
    Category,
    Evidence,
    Item,
    Known,
    Label,
    NamedException,
    Purpose,
    Reason,
    RecipientKind,
)

ALL = frozenset(Category)
ORDINARY = ALL - {Category.COUNSELING_NOTES}


@dataclass(frozen=True, slots=True)
class Way:
    """To whom, for what, how much, and what must be on file."""

    to: frozenset[RecipientKind]
    purposes: frozenset[Purpose]
    categories: frozenset[Category]
    evidence: frozenset[Evidence]


WAYS: dict[NamedException, Way] = {
    NamedException.EMERGENCY: Way(
        to=frozenset({RecipientKind.MEDICAL_PERSONNEL}),
        purposes=frozenset({Purpose.TREATMENT}),
        categories=ALL,
        evidence=frozenset({Evidence.NATURE_OF_EMERGENCY, Evidence.RECIPIENT_AND_AFFILIATION}),
    ),
    NamedException.RESEARCH: Way(
        to=frozenset({RecipientKind.RESEARCHER}),
        purposes=frozenset({Purpose.RESEARCH}),
        categories=ORDINARY,
        evidence=frozenset({Evidence.BOARD_APPROVAL, Evidence.WRITTEN_AGREEMENT}),
    ),
    NamedException.AUDIT: Way(
        to=frozenset({RecipientKind.AUDITOR}),
        purposes=frozenset({Purpose.AUDIT}),
        categories=ORDINARY,
        evidence=frozenset({Evidence.WRITTEN_AGREEMENT}),
    ),
    NamedException.SERVICE_AGREEMENT: Way(
        to=frozenset({RecipientKind.SERVICE_ORGANIZATION}),
        purposes=frozenset({Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS}),
        categories=ORDINARY,
        evidence=frozenset({Evidence.WRITTEN_AGREEMENT}),
    ),
    NamedException.DEATH: Way(
        to=frozenset({RecipientKind.MEDICAL_EXAMINER}),
        purposes=frozenset({Purpose.REPORT_REQUIRED_BY_LAW}),
        categories=frozenset({Category.IDENTITY, Category.DIAGNOSIS, Category.MEDICATION, Category.TEST_RESULTS}),
        evidence=frozenset({Evidence.LEGAL_DUTY}),
    ),
    NamedException.CHILD_ABUSE_REPORT: Way(
        to=frozenset({RecipientKind.CHILD_PROTECTION}),
        purposes=frozenset({Purpose.REPORT_REQUIRED_BY_LAW}),
        categories=frozenset({Category.IDENTITY, Category.CONTACT}),
        evidence=frozenset({Evidence.LEGAL_DUTY, Evidence.FIRST_REPORT}),
    ),
    NamedException.CRIME_ON_PREMISES: Way(
        to=frozenset({RecipientKind.LAW_ENFORCEMENT}),
        purposes=frozenset({Purpose.REPORT_REQUIRED_BY_LAW}),
        categories=frozenset({Category.IDENTITY, Category.CONTACT}),
        evidence=frozenset({Evidence.ACT_AND_PLACE}),
    ),
    NamedException.COURT_ORDER: Way(
        to=frozenset({RecipientKind.COURT_OR_COUNSEL, RecipientKind.LAW_ENFORCEMENT}),
        purposes=frozenset({Purpose.PROCEEDINGS}),
        categories=ALL,
        evidence=frozenset({Evidence.ORDER, Evidence.SUBPOENA}),
    ),
}

ABOVE_RESTRICTIONS = frozenset(
    {NamedException.EMERGENCY, NamedException.CHILD_ABUSE_REPORT, NamedException.DEATH, NamedException.COURT_ORDER}
)
"""What a restriction we agreed to does not hold back (45 CFR 164.522(a)(1)(iii), (v))."""


def missing(ask: Ask, item: Item, known: Known) -> tuple[frozenset[Reason], frozenset[Evidence]]:
    """What keeps the exception that is claimed from carrying this item, and the evidence that is not on file."""
    assert ask.exception is not None
    way = WAYS[ask.exception]
    there = ask.evidence
    if ask.exception == NamedException.SERVICE_AGREEMENT:  # never claimed by hand: it is on file, or it is not
        there = frozenset({Evidence.WRITTEN_AGREEMENT}) if ask.recipient.who in known.agreements else frozenset()
    lacking = way.evidence - there
    reasons = set()
    if ask.recipient.kind not in way.to or ask.purpose not in way.purposes:
        reasons.add(Reason.BEYOND_THE_EXCEPTION)
    if item.category not in way.categories or (
        Label.COUNSELING_NOTE in item.labels and Category.COUNSELING_NOTES not in way.categories
    ):
        reasons.add(Reason.BEYOND_THE_EXCEPTION)
    if lacking:
        reasons.add(Reason.EVIDENCE_MISSING)
    if ask.exception == NamedException.COURT_ORDER and lacking == {Evidence.ORDER}:
        reasons.add(Reason.SUBPOENA_ALONE)
    return frozenset(reasons), lacking
