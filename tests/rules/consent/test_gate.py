"""The gate's decisions, as tables a compliance officer can read. A letter is an allow, by what carries it; `.` is a deny.

c  the client's own record            i  needed inside the programme       k  a consent
h  the law of ordinary health records  (not Part 2: treatment and payment)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from stepdown.consent.rules import decide, decide_now
from stepdown.consent.terms import (
    TPO,
    Ask,
    Basis,
    Category,
    ConsentFact,
    ConsentKind,
    Element,
    Evidence,
    Item,
    Known,
    Label,
    NamedException,
    Notice,
    Purpose,
    Reason,
    Recipient,
    RecipientKind,
    Restriction,
)

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LETTERS = {"c": Basis.CLIENT, "i": Basis.INTERNAL, "k": Basis.CONSENT, "h": Basis.HIPAA, "e": Basis.EXCEPTION}

MOTHER = Recipient(RecipientKind.FAMILY, "contact:12")
FATHER = Recipient(RecipientKind.FAMILY, "contact:13")
HOUSE = Recipient(RecipientKind.RECOVERY_RESIDENCE, "recipient:7")
EXCHANGE = "recipient:40"

WHOLE = ConsentFact(
    id=1,
    kind=ConsentKind.TPO,
    program=1,
    purposes=TPO,
    categories=frozenset(Category) - {Category.COUNSELING_NOTES},
    kinds=frozenset({RecipientKind.TREATING_PROVIDER, RecipientKind.PAYER, RecipientKind.SERVICE_ORGANIZATION}),
    starts=NOW - 30 * DAY,
)
TO_MOTHER = ConsentFact(
    id=2,
    kind=ConsentKind.NAMED,
    program=1,
    purposes=frozenset({Purpose.SUPPORT}),
    categories=frozenset({Category.IDENTITY, Category.SCHEDULE, Category.ATTENDANCE}),
    recipients=frozenset({MOTHER.who}),
    starts=NOW - 30 * DAY,
    ends=NOW + 30 * DAY,
)


def ask(
    recipient: Recipient | RecipientKind,
    purpose: Purpose,
    *categories: Category,
    labels: frozenset[Label] = frozenset(),
    part2: bool = True,
    at: datetime = NOW,
    exception: NamedException | None = None,
    evidence: frozenset[Evidence] = frozenset(),
) -> Ask:
    to = recipient if isinstance(recipient, Recipient) else Recipient(recipient)
    items = frozenset(Item(category, labels) for category in categories or (Category.PROGRESS,))
    return Ask(1, part2, to, purpose, items, at, exception, evidence)


# -- who may have a note of progress, for what ---------------------------------------------------------------------------
COLUMNS = [
    "treatment",
    "payment",
    "operations",
    "support",
    "housing",
    "work_or_school",
    "proceedings",
    "research",
    "audit",
]
NO_CONSENT_PART2 = """
                       trea paym oper supp hous work proc rese audi
client                 c    c    c    c    c    c    c    c    c
program_staff          i    i    i    .    .    .    .    .    .
treating_provider      .    .    .    .    .    .    .    .    .
payer                  .    .    .    .    .    .    .    .    .
service_organization   .    .    .    .    .    .    .    .    .
intermediary           .    .    .    .    .    .    .    .    .
medical_personnel      .    .    .    .    .    .    .    .    .
family                 .    .    .    .    .    .    .    .    .
recovery_residence     .    .    .    .    .    .    .    .    .
employer_or_school     .    .    .    .    .    .    .    .    .
benefits_agency        .    .    .    .    .    .    .    .    .
justice                .    .    .    .    .    .    .    .    .
court_or_counsel       .    .    .    .    .    .    .    .    .
law_enforcement        .    .    .    .    .    .    .    .    .
auditor                .    .    .    .    .    .    .    .    .
researcher             .    .    .    .    .    .    .    .    .
"""
TPO_CONSENT_PART2 = """
                       trea paym oper supp hous work proc rese audi
client                 c    c    c    c    c    c    c    c    c
program_staff          i    i    i    .    .    .    .    .    .
treating_provider      k    k    k    .    .    .    .    .    .
payer                  k    k    k    .    .    .    .    .    .
service_organization   k    k    k    .    .    .    .    .    .
intermediary           .    .    .    .    .    .    .    .    .
medical_personnel      .    .    .    .    .    .    .    .    .
family                 .    .    .    .    .    .    .    .    .
recovery_residence     .    .    .    .    .    .    .    .    .
employer_or_school     .    .    .    .    .    .    .    .    .
justice                .    .    .    .    .    .    .    .    .
court_or_counsel       .    .    .    .    .    .    .    .    .
law_enforcement        .    .    .    .    .    .    .    .    .
"""
NO_CONSENT_ORDINARY = """
                       trea paym oper supp hous work proc rese audi
client                 c    c    c    c    c    c    c    c    c
program_staff          i    i    i    .    .    .    .    .    .
treating_provider      h    h    .    .    .    .    .    .    .
payer                  .    h    .    .    .    .    .    .    .
service_organization   .    .    .    .    .    .    .    .    .
intermediary           h    .    .    .    .    .    .    .    .
medical_personnel      h    .    .    .    .    .    .    .    .
family                 .    .    .    .    .    .    .    .    .
recovery_residence     .    .    .    .    .    .    .    .    .
employer_or_school     .    .    .    .    .    .    .    .    .
justice                .    .    .    .    .    .    .    .    .
court_or_counsel       .    .    .    .    .    .    .    .    .
law_enforcement        .    .    .    .    .    .    .    .    .
"""


def cells(grid: str) -> Iterator[tuple[RecipientKind, Purpose, str]]:
    """(recipient, purpose, letter) of each cell of a grid."""
    for line in grid.strip().splitlines()[1:]:
        kind, *letters = line.split()
        yield from ((RecipientKind(kind), Purpose(name), one) for name, one in zip(COLUMNS, letters, strict=True))


GRIDS = [
    *((True, (), *cell) for cell in cells(NO_CONSENT_PART2)),
    *((True, (WHOLE,), *cell) for cell in cells(TPO_CONSENT_PART2)),
    *((False, (), *cell) for cell in cells(NO_CONSENT_ORDINARY)),
]


@pytest.mark.parametrize(("part2", "consents", "kind", "purpose", "letter"), GRIDS)
def test_who_may_have_it_for_what(
    part2: bool, consents: tuple[ConsentFact, ...], kind: RecipientKind, purpose: Purpose, letter: str
) -> None:
    decision = decide(ask(kind, purpose, part2=part2), Known(consents))
    assert [one.basis for one in decision.granted] == ([LETTERS[letter]] if letter in LETTERS else [])
    assert decision.allowed is (letter in LETTERS)
    assert bool(decision.withheld) is (letter == ".")


# -- the state of one consent, and the day it is asked -------------------------------------------------------------------
SAID = Category.ATTENDANCE
STATES = [
    # what is different about the consent, or about what is asked                       what is missing
    ("nothing", {}, {}, set()),
    ("asked on the last day it holds", {}, {"at": NOW + 30 * DAY - timedelta(seconds=1)}, set()),
    ("asked the moment it begins", {}, {"at": NOW - 30 * DAY}, set()),
    ("asked the moment before it begins", {}, {"at": NOW - 30 * DAY - timedelta(seconds=1)}, {Reason.NOT_YET}),
    ("asked the moment it ends", {}, {"at": NOW + 30 * DAY}, {Reason.EXPIRED}),
    ("asked a year after", {}, {"at": NOW + 365 * DAY}, {Reason.EXPIRED}),
    ("without an end, a year after", {"ends": None}, {"at": NOW + 365 * DAY}, set()),
    ("revoked this minute", {"revoked_at": NOW}, {}, {Reason.REVOKED}),
    ("revoked yesterday", {"revoked_at": NOW - DAY}, {}, {Reason.REVOKED}),
    ("to be revoked tomorrow", {"revoked_at": NOW + DAY}, {}, set()),
    ("revoked and ended", {"revoked_at": NOW, "ends": NOW}, {}, {Reason.REVOKED, Reason.EXPIRED}),
    *((f"without {one.value}", {"lacking": frozenset({one})}, {}, {Reason.INCOMPLETE}) for one in Element),
    ("of another programme", {"program": 2}, {}, {Reason.OTHER_DISCLOSER}),
    ("for the father", {}, {"to": FATHER}, {Reason.OTHER_RECIPIENT}),
    ("for any of the family", {"kinds": frozenset({RecipientKind.FAMILY})}, {"to": FATHER}, set()),
    ("for the house", {}, {"to": HOUSE}, {Reason.OTHER_RECIPIENT}),
    ("for treatment", {}, {"purpose": Purpose.TREATMENT}, {Reason.OTHER_PURPOSE}),
    ("for housing, at the house", {}, {"to": HOUSE, "purpose": Purpose.HOUSING}, {Reason.OTHER_RECIPIENT, Reason.OTHER_PURPOSE}),
    ("about the plan", {}, {"category": Category.PLAN}, {Reason.CATEGORY_NOT_NAMED}),
    ("about test results", {}, {"category": Category.TEST_RESULTS}, {Reason.CATEGORY_NOT_NAMED}),
    ("about when groups are", {}, {"category": Category.SCHEDULE}, set()),
    ("labelled HIV", {}, {"labels": {Label.HIV}}, {Reason.LABEL_NOT_NAMED}),
    ("labelled HIV, which it names", {"labels": frozenset({Label.HIV})}, {"labels": {Label.HIV}}, set()),
    ("labelled reproductive, it names HIV", {"labels": frozenset({Label.HIV})}, {"labels": {Label.REPRODUCTIVE}}, {Reason.LABEL_NOT_NAMED}),
    ("labelled mental health", {}, {"labels": {Label.MENTAL_HEALTH}}, {Reason.LABEL_NOT_NAMED}),
    ("labelled restricted", {}, {"labels": {Label.RESTRICTED}}, {Reason.LABEL_NOT_NAMED}),
    ("labelled Part 2", {}, {"labels": {Label.PART2}}, set()),
    ("labelled a counselling note", {}, {"labels": {Label.COUNSELING_NOTE}}, {Reason.NEEDS_ITS_OWN_CONSENT}),
    ("a counselling note", {}, {"category": Category.COUNSELING_NOTES}, {Reason.NEEDS_ITS_OWN_CONSENT, Reason.CATEGORY_NOT_NAMED}),
    ("for proceedings", {}, {"purpose": Purpose.PROCEEDINGS}, {Reason.NEEDS_ITS_OWN_CONSENT, Reason.OTHER_PURPOSE}),
    ("for proceedings, which it names", {"purposes": frozenset({Purpose.PROCEEDINGS})}, {"purpose": Purpose.PROCEEDINGS}, {Reason.NEEDS_ITS_OWN_CONSENT}),
    ("through an exchange", {}, {"through": EXCHANGE}, {Reason.NOT_THROUGH_AN_INTERMEDIARY}),
    ("through the exchange it names", {"intermediary": EXCHANGE}, {"through": EXCHANGE}, set()),
    ("directly, it names an exchange for her", {"intermediary": EXCHANGE}, {}, {Reason.OTHER_RECIPIENT}),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "asked", "reasons"), [row[1:] for row in STATES], ids=[row[0] for row in STATES])
@pytest.mark.parametrize("part2", [True, False], ids=["part 2", "ordinary"])
def test_what_a_consent_lacks(
    part2: bool, changed: dict[str, object], asked: dict[str, object], reasons: set[Reason]
) -> None:
    """All that is missing is told at once. It is the same outside Part 2: nobody's mother is told for want of a law."""
    consent = replace(TO_MOTHER, **changed)  # type: ignore[arg-type]
    to = asked.get("to", MOTHER)
    wanted = ask(
        replace(to, through=asked.get("through", "")),  # type: ignore[type-var]
        asked.get("purpose", Purpose.SUPPORT),  # type: ignore[arg-type]
        asked.get("category", SAID),  # type: ignore[arg-type]
        labels=frozenset(asked.get("labels", ())),  # type: ignore[call-overload]
        part2=part2,
        at=asked.get("at", NOW),  # type: ignore[arg-type]
    )
    decision = decide(wanted, Known((consent,), members=frozenset({(EXCHANGE, MOTHER.who)})))
    assert (decision.reasons, decision.allowed) == (reasons, not reasons)


# -- what stands alone ---------------------------------------------------------------------------------------------------
OWN_NOTES = replace(
    WHOLE,
    kind=ConsentKind.COUNSELING_NOTES,
    purposes=frozenset({Purpose.TREATMENT}),
    categories=frozenset({Category.COUNSELING_NOTES}),
)
OWN_COURT = replace(
    WHOLE,
    kind=ConsentKind.PROCEEDINGS,
    purposes=frozenset({Purpose.PROCEEDINGS}),
    kinds=frozenset({RecipientKind.COURT_OR_COUNSEL}),
)


@pytest.mark.parametrize(
    ("consent", "kind", "purpose", "category", "allowed"),
    [
        (OWN_NOTES, RecipientKind.TREATING_PROVIDER, Purpose.TREATMENT, Category.COUNSELING_NOTES, True),
        (OWN_NOTES, RecipientKind.TREATING_PROVIDER, Purpose.TREATMENT, Category.PROGRESS, False),
        (OWN_NOTES, RecipientKind.FAMILY, Purpose.TREATMENT, Category.COUNSELING_NOTES, False),
        (WHOLE, RecipientKind.TREATING_PROVIDER, Purpose.TREATMENT, Category.COUNSELING_NOTES, False),
        (OWN_COURT, RecipientKind.COURT_OR_COUNSEL, Purpose.PROCEEDINGS, Category.PROGRESS, True),
        (OWN_COURT, RecipientKind.COURT_OR_COUNSEL, Purpose.TREATMENT, Category.PROGRESS, False),
        (OWN_COURT, RecipientKind.LAW_ENFORCEMENT, Purpose.PROCEEDINGS, Category.PROGRESS, False),
        (WHOLE, RecipientKind.COURT_OR_COUNSEL, Purpose.PROCEEDINGS, Category.PROGRESS, False),
    ],
)
def test_what_stands_alone(
    consent: ConsentFact, kind: RecipientKind, purpose: Purpose, category: Category, allowed: bool
) -> None:
    assert decide(ask(kind, purpose, category), Known((consent,))).allowed is allowed


@pytest.mark.parametrize(
    ("kind", "purpose", "reason"),
    [
        (RecipientKind.CLIENT, Purpose.OWN_REQUEST, Reason.NOT_FOR_ACCESS),
        (RecipientKind.PROGRAM_STAFF, Purpose.TREATMENT, Reason.NOT_NEEDED_FOR_THE_WORK),
        (RecipientKind.PAYER, Purpose.PAYMENT, Reason.NO_CONSENT),
    ],
)
@pytest.mark.parametrize("part2", [True, False])
def test_counseling_notes_stay_with_their_author(
    kind: RecipientKind, purpose: Purpose, reason: Reason, part2: bool
) -> None:
    asked = ask(kind, purpose, Category.COUNSELING_NOTES, part2=part2)
    assert decide(asked, Known()).reasons == {reason}
    labelled = ask(kind, purpose, labels=frozenset({Label.COUNSELING_NOTE}), part2=part2)
    assert decide(labelled, Known()).reasons == {reason}


# -- labels on ordinary records ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("label", list(Label))
def test_a_label_ends_what_needs_no_consent(label: Label) -> None:
    """Outside Part 2 an ordinary record goes to the next doctor; one that bears any label asks the client first."""
    asked = ask(RecipientKind.TREATING_PROVIDER, Purpose.TREATMENT, labels=frozenset({label}), part2=False)
    assert decide(asked, Known()).reasons == {Reason.NO_CONSENT}
    named = replace(WHOLE, labels=frozenset({label}))
    assert decide(asked, Known((named,))).allowed is (label != Label.COUNSELING_NOTE)


# -- exceptions ----------------------------------------------------------------------------------------------------------
E, R = Evidence, RecipientKind
P = Purpose
EXCEPTIONS = [
    # exception, to, for, evidence on file, category, what is missing
    (NamedException.EMERGENCY, R.MEDICAL_PERSONNEL, P.TREATMENT, {E.NATURE_OF_EMERGENCY, E.RECIPIENT_AND_AFFILIATION}, Category.MEDICATION, set()),
    (NamedException.EMERGENCY, R.MEDICAL_PERSONNEL, P.TREATMENT, {E.NATURE_OF_EMERGENCY}, Category.MEDICATION, {Reason.EVIDENCE_MISSING}),
    (NamedException.EMERGENCY, R.MEDICAL_PERSONNEL, P.TREATMENT, set(), Category.MEDICATION, {Reason.EVIDENCE_MISSING}),
    (NamedException.EMERGENCY, R.FAMILY, P.TREATMENT, {E.NATURE_OF_EMERGENCY, E.RECIPIENT_AND_AFFILIATION}, Category.MEDICATION, {Reason.BEYOND_THE_EXCEPTION}),
    (NamedException.EMERGENCY, R.MEDICAL_PERSONNEL, P.PAYMENT, {E.NATURE_OF_EMERGENCY, E.RECIPIENT_AND_AFFILIATION}, Category.MEDICATION, {Reason.BEYOND_THE_EXCEPTION}),
    (NamedException.AUDIT, R.AUDITOR, P.AUDIT, {E.WRITTEN_AGREEMENT}, Category.ATTENDANCE, set()),
    (NamedException.AUDIT, R.AUDITOR, P.AUDIT, set(), Category.ATTENDANCE, {Reason.EVIDENCE_MISSING}),
    (NamedException.AUDIT, R.AUDITOR, P.AUDIT, {E.WRITTEN_AGREEMENT}, Category.COUNSELING_NOTES, {Reason.BEYOND_THE_EXCEPTION}),
    (NamedException.AUDIT, R.PAYER, P.PAYMENT, {E.WRITTEN_AGREEMENT}, Category.ATTENDANCE, {Reason.BEYOND_THE_EXCEPTION}),
    (NamedException.RESEARCH, R.RESEARCHER, P.RESEARCH, {E.BOARD_APPROVAL, E.WRITTEN_AGREEMENT}, Category.PROGRESS, set()),
    (NamedException.RESEARCH, R.RESEARCHER, P.RESEARCH, {E.WRITTEN_AGREEMENT}, Category.PROGRESS, {Reason.EVIDENCE_MISSING}),
    (NamedException.RESEARCH, R.RESEARCHER, P.FUNDRAISING, {E.BOARD_APPROVAL, E.WRITTEN_AGREEMENT}, Category.PROGRESS, {Reason.BEYOND_THE_EXCEPTION}),
    (NamedException.DEATH, R.MEDICAL_EXAMINER, P.REPORT_REQUIRED_BY_LAW, {E.LEGAL_DUTY}, Category.TEST_RESULTS, set()),
    (NamedException.DEATH, R.MEDICAL_EXAMINER, P.REPORT_REQUIRED_BY_LAW, {E.LEGAL_DUTY}, Category.PROGRESS, {Reason.BEYOND_THE_EXCEPTION}),
    (NamedException.CHILD_ABUSE_REPORT, R.CHILD_PROTECTION, P.REPORT_REQUIRED_BY_LAW, {E.LEGAL_DUTY, E.FIRST_REPORT}, Category.IDENTITY, set()),
    (NamedException.CHILD_ABUSE_REPORT, R.CHILD_PROTECTION, P.REPORT_REQUIRED_BY_LAW, {E.LEGAL_DUTY}, Category.IDENTITY, {Reason.EVIDENCE_MISSING}),
    (NamedException.CHILD_ABUSE_REPORT, R.CHILD_PROTECTION, P.REPORT_REQUIRED_BY_LAW, {E.LEGAL_DUTY, E.FIRST_REPORT}, Category.PROGRESS, {Reason.BEYOND_THE_EXCEPTION}),
    (NamedException.CRIME_ON_PREMISES, R.LAW_ENFORCEMENT, P.REPORT_REQUIRED_BY_LAW, {E.ACT_AND_PLACE}, Category.IDENTITY, set()),
    (NamedException.CRIME_ON_PREMISES, R.LAW_ENFORCEMENT, P.REPORT_REQUIRED_BY_LAW, {E.ACT_AND_PLACE}, Category.DIAGNOSIS, {Reason.BEYOND_THE_EXCEPTION}),
    (NamedException.COURT_ORDER, R.COURT_OR_COUNSEL, P.PROCEEDINGS, {E.ORDER, E.SUBPOENA}, Category.PROGRESS, set()),
    (NamedException.COURT_ORDER, R.COURT_OR_COUNSEL, P.PROCEEDINGS, {E.SUBPOENA}, Category.PROGRESS, {Reason.EVIDENCE_MISSING, Reason.SUBPOENA_ALONE}),
    (NamedException.COURT_ORDER, R.COURT_OR_COUNSEL, P.PROCEEDINGS, {E.ORDER}, Category.PROGRESS, {Reason.EVIDENCE_MISSING}),
    (NamedException.COURT_ORDER, R.LAW_ENFORCEMENT, P.PROCEEDINGS, set(), Category.IDENTITY, {Reason.EVIDENCE_MISSING}),
    (NamedException.COURT_ORDER, R.EMPLOYER_OR_SCHOOL, P.PROCEEDINGS, {E.ORDER, E.SUBPOENA}, Category.PROGRESS, {Reason.BEYOND_THE_EXCEPTION}),
    (NamedException.SERVICE_AGREEMENT, R.SERVICE_ORGANIZATION, P.OPERATIONS, {E.WRITTEN_AGREEMENT}, Category.SCHEDULE, {Reason.EVIDENCE_MISSING}),
]  # fmt: skip


@pytest.mark.parametrize(("exception", "kind", "purpose", "evidence", "category", "reasons"), EXCEPTIONS)
def test_each_exception_wants_its_evidence(
    exception: NamedException,
    kind: RecipientKind,
    purpose: Purpose,
    evidence: set[Evidence],
    category: Category,
    reasons: set[Reason],
) -> None:
    """A court order is claimed by compliance, for a legal request that is open; see test_legal.py."""
    asked = replace(ask(kind, purpose, category, exception=exception, evidence=frozenset(evidence)), answers=7)
    decision = decide(asked, Known(legal=frozenset({7})))
    assert (decision.reasons, decision.notice) == (reasons, Notice.NONE)
    assert [one.exception for one in decision.granted] == ([] if reasons else [exception])


def test_a_service_agreement_is_on_file_or_it_is_not() -> None:
    """Nobody claims one by hand: it carries the organisation it was made with, as long as it holds."""
    lab = Recipient(RecipientKind.SERVICE_ORGANIZATION, "recipient:9")
    asked = ask(lab, Purpose.OPERATIONS, Category.IDENTITY, exception=NamedException.SERVICE_AGREEMENT)
    assert decide(asked, Known(agreements=frozenset({"recipient:9"}))).allowed
    assert decide(asked, Known(agreements=frozenset({"recipient:8"}))).reasons == {Reason.EVIDENCE_MISSING}
    notes = ask(lab, Purpose.OPERATIONS, Category.COUNSELING_NOTES, exception=NamedException.SERVICE_AGREEMENT)
    assert decide(notes, Known(agreements=frozenset({"recipient:9"}))).reasons == {Reason.BEYOND_THE_EXCEPTION}


# -- restrictions --------------------------------------------------------------------------------------------------------
SELF_PAID = Restriction(frozenset({RecipientKind.PAYER}), frozenset({Category.ATTENDANCE, Category.COVERAGE}))


@pytest.mark.parametrize(
    ("kind", "purpose", "category", "allowed"),
    [
        (RecipientKind.PAYER, Purpose.PAYMENT, Category.ATTENDANCE, False),
        (RecipientKind.PAYER, Purpose.PAYMENT, Category.DIAGNOSIS, True),
        (RecipientKind.TREATING_PROVIDER, Purpose.TREATMENT, Category.ATTENDANCE, True),
    ],
)
def test_a_restriction_holds_against_any_consent(
    kind: RecipientKind, purpose: Purpose, category: Category, allowed: bool
) -> None:
    decision = decide(ask(kind, purpose, category), Known((WHOLE,), (SELF_PAID,)))
    assert (decision.allowed, decision.reasons) == (allowed, set() if allowed else {Reason.RESTRICTED})


def test_a_restriction_gives_way_to_an_emergency() -> None:
    everything = Restriction(frozenset(RecipientKind), frozenset(Category))
    asked = ask(
        RecipientKind.MEDICAL_PERSONNEL,
        Purpose.TREATMENT,
        exception=NamedException.EMERGENCY,
        evidence=frozenset({Evidence.NATURE_OF_EMERGENCY, Evidence.RECIPIENT_AND_AFFILIATION}),
    )
    assert decide(asked, Known((), (everything,))).allowed


# -- bundles, notices ----------------------------------------------------------------------------------------------------
def test_a_bundle_says_what_may_be_given_instead() -> None:
    asked = ask(MOTHER, Purpose.SUPPORT, Category.SCHEDULE, Category.ATTENDANCE, Category.TEST_RESULTS)
    decision = decide(asked, Known((TO_MOTHER,)))
    assert not decision.allowed
    assert [one.item.category for one in decision.granted] == [Category.SCHEDULE, Category.ATTENDANCE]
    assert [(one.item.category, one.reasons) for one in decision.withheld] == [
        (Category.TEST_RESULTS, {Reason.CATEGORY_NOT_NAMED})
    ]


@pytest.mark.parametrize(
    ("asked", "notice"),
    [
        (ask(MOTHER, Purpose.SUPPORT, SAID), Notice.REDISCLOSURE),
        (ask(MOTHER, Purpose.SUPPORT, SAID, part2=False), Notice.NONE),
        (ask(MOTHER, Purpose.SUPPORT, SAID, part2=False, labels=frozenset({Label.PART2})), Notice.REDISCLOSURE),
        (ask(MOTHER, Purpose.SUPPORT, Category.PLAN), Notice.NONE),
        (ask(RecipientKind.CLIENT, Purpose.OWN_REQUEST), Notice.NONE),
        (ask(RecipientKind.PROGRAM_STAFF, Purpose.TREATMENT), Notice.NONE),
    ],
)
def test_the_notice_that_goes_along(asked: Ask, notice: Notice) -> None:
    assert decide(asked, Known((TO_MOTHER,))).notice == notice


def test_nothing_asked_is_nothing_allowed() -> None:
    assert not decide(replace(ask(RecipientKind.CLIENT, Purpose.OWN_REQUEST), items=frozenset()), Known()).allowed


def test_of_several_consents_the_one_that_carries_is_named_else_the_nearest_is_told() -> None:
    revoked = replace(TO_MOTHER, id=1, revoked_at=NOW)
    asked = ask(MOTHER, Purpose.SUPPORT, SAID)
    assert decide(asked, Known((revoked, TO_MOTHER))).granted[0].consent == TO_MOTHER.id
    assert decide(asked, Known((revoked, WHOLE))).reasons == {Reason.REVOKED}


def test_what_was_taken_back_while_the_question_waited_counts() -> None:
    """On file it is; a question is not answered as of the moment before."""
    asked = ask(MOTHER, Purpose.SUPPORT, SAID)
    meanwhile = Known((replace(TO_MOTHER, revoked_at=NOW + timedelta(seconds=1)),))
    assert decide(asked, meanwhile).allowed
    assert decide_now(asked, meanwhile).reasons == {Reason.REVOKED}
    assert decide_now(asked, Known((TO_MOTHER,))).allowed
    assert decide_now(replace(asked, at=NOW + 30 * DAY), meanwhile).reasons == {Reason.REVOKED, Reason.EXPIRED}
