"""Every action about consents and what is told, done once as it should be; part of the table in `cases`."""

from __future__ import annotations

from stepdown.consent import actions as consent
from stepdown.consent.terms import (
    TPO,
    AgreementKind,
    Category,
    CodeSystem,
    ConsentKind,
    CopyWay,
    Evidence,
    Item,
    Label,
    Leaving,
    LegalKind,
    LegalOutcome,
    LegalStep,
    NamedException,
    NewCodeList,
    NewConsent,
    NewLegalRequest,
    NewRestriction,
    NewWording,
    PaperKind,
    Purpose,
    RecipientKind,
    RestrictionOutcome,
    Telling,
    Whom,
)
from tests.actions.cases.case import DECIDE, Case, R, changed, one
from tests.actions.cases.people import moves
from tests.actions.cases.place import LATER, Place
from tests.factories.crowd import MONDAY
from tests.factories.papers import sitting

SIGN = DECIDE | {R.PRESCRIBER, R.NURSE, R.INTERN, R.CASE_MANAGER, R.ADMISSIONS_ADVISOR, R.COMPLIANCE}
REVOKE = SIGN | {R.PEER_SPECIALIST, R.BEHAVIORAL_TECHNICIAN, R.FRONT_DESK}
ASK = REVOKE | {R.UTILIZATION_REVIEWER, R.BILLER}
EVERYONE = set(R)
KEEP = {R.PROGRAM_DIRECTOR, R.COMPLIANCE}


def general(p: Place) -> NewConsent:
    """One consent for all future treatment, payment and operations."""
    return NewConsent(
        p.newcomer,
        p.program,
        ConsentKind.TPO,
        TPO,
        frozenset({Category.IDENTITY, Category.ATTENDANCE}),
        "Synthetic words",
        "Synthetic Client",
        kinds=frozenset({RecipientKind.PAYER}),
        told=True,
    )


def telling(p: Place) -> Telling:
    items = frozenset({Item(Category.IDENTITY)})
    return Telling(p.newcomer, p.program, Purpose.PAYMENT, items, "spoken", RecipientKind.PAYER)


def not_the_plan(p: Place) -> NewRestriction:
    return NewRestriction(p.newcomer, "Synthetic words", RecipientKind.PAYER)


def leaving(p: Place) -> Leaving:
    whom = Whom(Purpose.OPERATIONS)
    return Leaving("list", whom, frozenset({Category.IDENTITY}), {p.newcomer: None})


def came(p: Place) -> NewLegalRequest:
    return NewLegalRequest(p.site, LegalKind.SUBPOENA, "Synthetic County Court", "All records", MONDAY)


def by_order(p: Place) -> Telling:
    """What a court order with a subpoena carries."""
    items = frozenset({Item(Category.ATTENDANCE)})
    return Telling(
        p.newcomer, p.program, Purpose.PROCEEDINGS, items, "paper", RecipientKind.COURT_OR_COUNSEL,
        name="Synthetic County Court", exception=NamedException.COURT_ORDER,
        evidence=((Evidence.ORDER, "Synthetic order, 2.64"), (Evidence.SUBPOENA, "Synthetic subpoena")),
    )  # fmt: skip


WORDS = NewWording(
    PaperKind.NOTICE_PART2, LATER, "{program}, {since}", "{program}, {since}", material=True, change="Synthetic"
)
CODES = NewCodeList(CodeSystem.ICD_10_CM, Label.PART2, MONDAY, ("F10.20",), "a synthetic list")

CONSENT: dict[str, Case] = {
    "consent.sign": Case(
        lambda p, by, at: consent.sign(by=by, at=at, consent=general(p)),
        SIGN, one("consent_consent") | one("consent_signature"), [("consent", "newcomer")],
    ),
    "consent.revoke": Case(
        lambda p, by, at: consent.revoke(
            by=by, at=at, consent=p.known.consent, signer_name="Synthetic Client", in_writing=False
        ),
        REVOKE, one("consent_revocation"), [("consent", "newcomer")],
    ),
    "consent.end_by_event": Case(
        lambda p, by, at: consent.end_by_event(
            by=by, at=at, day=LATER, consent=p.known.consent, on=MONDAY, said_by="Synthetic lawyer"
        ),
        REVOKE, one("consent_eventhappened"), [("consent", "newcomer")],
    ),
    "consent.end_at_discharge": Case(
        lambda p, by, at: consent.end_at_discharge(by=by, at=at, client=p.newcomer, on=MONDAY),
        REVOKE, one("consent_eventhappened"), [("consent", "newcomer")],
    ),
    "consent.sign_papers": Case(
        lambda p, by, at: consent.sign_papers(by=by, at=at, sitting=sitting(p.newcomer, p.program, PaperKind.TESTING)),
        SIGN | {R.FRONT_DESK}, one("consent_paper") | one("consent_signature"), [("paper", "newcomer")],
    ),
    "consent.give_copy": Case(
        lambda p, by, at: consent.give_copy(by=by, at=at, given_as=CopyWay.PRINTED, paper=p.known.paper),
        SIGN | {R.FRONT_DESK}, one("consent_copygiven"), [("paper", "newcomer")],
    ),
    "consent.withdraw_paper": Case(
        lambda p, by, at: consent.withdraw_paper(
            by=by, at=at, paper=p.known.paper, signer_name="Synthetic Client", in_writing=False
        ),
        REVOKE, one("consent_withdrawal"), [("paper", "newcomer")],
    ),
    "consent.write_wording": Case(
        lambda p, by, at: consent.write_wording(by=by, at=at, day=MONDAY, wording=WORDS),
        KEEP, one("consent_wording"), [("wording", "")], anywhere=True,
    ),
    "consent.tell": Case(
        lambda p, by, at: consent.tell(by=by, at=at, day=MONDAY, telling=telling(p)),
        ASK, {}, [("client", "newcomer")],
    ),
    "consent.release": Case(
        lambda p, by, at: consent.release(by=by, at=at, day=MONDAY, leaving=leaving(p)),
        EVERYONE, {}, [("recipient", "")],
    ),
    "consent.ask_restriction": Case(
        lambda p, by, at: consent.ask_restriction(by=by, at=at, restriction=not_the_plan(p)),
        REVOKE | {R.BILLER}, one("consent_restrictionrequest"), [("restriction", "newcomer")],
    ),
    "consent.answer_restriction": Case(
        lambda p, by, at: consent.answer_restriction(
            by=by, at=at, day=MONDAY, request=p.known.restricted, outcome=RestrictionOutcome.AGREED, words="Synthetic"
        ),
        KEEP, one("consent_restrictionanswer"), [("restriction", "newcomer")],
    ),
    "consent.load_codes": Case(
        lambda p, by, at: consent.load_codes(by=by, at=at, edition=CODES),
        KEEP, one("consent_sensitivecode"), [("code_list", "")], anywhere=True,
    ),
    "consent.keep_recipient": Case(
        lambda p, by, at: consent.keep_recipient(by=by, at=at, name="Synthetic House", kind=RecipientKind.PAYER),
        KEEP, one("consent_recipient"), [("recipient", "")], anywhere=True,
    ),
    "consent.add_member": Case(
        lambda p, by, at: consent.add_member(
            by=by, at=at, exchange=p.known.exchange, organization=p.known.recipient, starts=MONDAY
        ),
        KEEP, one("consent_member"), [("recipient", "")], anywhere=True,
    ),
    "consent.end_member": Case(
        lambda p, by, at: consent.end_member(by=by, at=at, member=p.known.member, ends=LATER),
        KEEP, changed("consent_member"), [("recipient", "")], anywhere=True,
    ),
    "consent.ask_list": Case(
        lambda p, by, at: consent.ask_list(
            by=by, at=at, day=MONDAY, client=p.newcomer, exchange=p.known.exchange, asked_on=MONDAY
        ),
        SIGN, one("consent_listasked"), [("list_asked", "newcomer")],
    ),
    "consent.list_came": Case(
        lambda p, by, at: consent.list_came(by=by, at=at, day=MONDAY, asked=p.known.list_asked, answered_on=MONDAY),
        SIGN, changed("consent_listasked"), [("list_asked", "newcomer")],
    ),
    "consent.agree": Case(
        lambda p, by, at: consent.agree(
            by=by, at=at, recipient=p.known.recipient, kind=AgreementKind.QSOA, starts=MONDAY, ends=LATER
        ),
        KEEP, one("consent_agreement"), [("recipient", "")], anywhere=True,
    ),
    "consent.take_legal_request": Case(
        lambda p, by, at: consent.take_legal_request(by=by, at=at, day=MONDAY, request=came(p)),
        set(R), one("consent_legalrequest"), [("legal_request", "")],
    ),
    "consent.link_legal_request": Case(
        lambda p, by, at: consent.link_legal_request(by=by, at=at, request=p.known.legal, client=p.crowd.clients[2]),
        KEEP, changed("consent_legalrequest"), [("legal_request", "2"), ("legal_request", "newcomer")],
    ),
    "consent.note_legal_step": Case(
        lambda p, by, at: consent.note_legal_step(
            by=by, at=at, request=p.known.legal, step=LegalStep.OBJECTED, words="Synthetic letter sent"
        ),
        KEEP, one("consent_legalnote"), [("legal_request", "newcomer")],
    ),
    "consent.decide_legal_request": Case(
        lambda p, by, at: consent.decide_legal_request(
            by=by, at=at, request=p.known.legal, outcome=LegalOutcome.NOTHING_SAID, words="Synthetic answer"
        ),
        KEEP, one("consent_legaldecision"), [("legal_request", "newcomer")],
    ),
    "consent.answer_legal_request": Case(
        lambda p, by, at: consent.answer_legal_request(
            by=by, at=at, day=MONDAY, request=p.known.legal, telling=by_order(p), words="Synthetic answer"
        ),
        KEEP, one("consent_legaldecision"), [("client", "newcomer"), ("legal_request", "newcomer")],
        through=("consent.tell", "consent.answer_legal_request"),
    ),
    "consent.move_client": moves(
        consent, lambda p: p.newcomer, "consent_consent", "consent_paper", "consent_restrictionrequest", "consent_legalrequest",
        "consent_listasked",
    ),
}  # fmt: skip
