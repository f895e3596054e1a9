"""Who may open which page about consents; part of the table in `permissions`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from stepdown.agency import queries as agency
from stepdown.agency.terms import Role
from stepdown.consent import actions, queries
from stepdown.consent.terms import TPO, Category, ConsentKind, NewConsent, NewRestriction, Purpose, RecipientKind
from tests.factories.agency import BY, Agency
from tests.factories.legal import subpoena
from tests.factories.papers import agreed
from tests.pages.table import EVERYONE, TREATS, Page

R = Role
ASK = EVERYONE - {R.ADMINISTRATOR}
SIGN = TREATS | {R.ADMISSIONS_ADVISOR, R.COMPLIANCE}
REVOKE = SIGN | {R.PEER_SPECIALIST, R.BEHAVIORAL_TECHNICIAN, R.FRONT_DESK}
KEEP = frozenset({R.PROGRAM_DIRECTOR, R.COMPLIANCE})
WENT_ON = frozenset({302})


def one_client(a: Agency) -> list[int]:
    return [a.clients[0]]


def signed(a: Agency) -> list[int]:
    """A client, and a consent they signed that holds."""
    now = timezone.now()
    for row in queries.consents_of(a.clients[0]):
        if row.holds(now):
            return [a.clients[0], row.id]
    shows = frozenset({Category.IDENTITY, Category.ATTENDANCE})
    (program, *_) = agency.programs_at([a.site])
    kinds = frozenset({RecipientKind.PAYER})
    new = NewConsent(
        a.clients[0], program.id, ConsentKind.TPO, TPO, shows, "Synthetic words", "Synthetic", kinds=kinds, told=True
    )
    return [a.clients[0], actions.sign(by=BY, at=now, consent=new)]


def paper(a: Agency) -> list[int]:
    """A client, and an agreement they signed that nobody took back."""
    for row in queries.papers_of(a.clients[0]):
        if row.withdrawn_at is None:
            return [a.clients[0], row.id]
    (program, *_) = agency.programs_at([a.site])
    return [a.clients[0], *agreed(a.clients[0], program.id, timezone.now())]


def restriction(a: Agency) -> list[int]:
    """A client, and what they asked not to be told."""
    if rows := queries.restrictions_of(a.clients[0]):
        return [a.clients[0], rows[0].id]
    new = NewRestriction(a.clients[0], "Synthetic words", RecipientKind.FAMILY)
    return [a.clients[0], actions.ask_restriction(by=BY, at=timezone.now(), restriction=new)]


def recipient(a: Agency) -> list[int]:
    if rows := queries.recipients():
        return [rows[0].id]
    kind = RecipientKind.SERVICE_ORGANIZATION
    return [actions.keep_recipient(by=BY, at=timezone.now(), name="Synthetic Laboratory", kind=kind)]


def exchange(a: Agency) -> list[int]:
    """An exchange, which a consent of a client names."""
    if rows := queries.recipients(frozenset({RecipientKind.INTERMEDIARY})):
        return [rows[0].id]
    now, kind = timezone.now(), RecipientKind.INTERMEDIARY
    number = actions.keep_recipient(by=BY, at=now, name="Synthetic Exchange", kind=kind)
    (program, *_) = agency.programs_at([a.site])
    actions.sign(
        by=BY,
        at=now,
        consent=NewConsent(
            a.clients[0], program.id, ConsentKind.NAMED, frozenset({Purpose.TREATMENT}),
            frozenset({Category.IDENTITY}), "Synthetic words", "Synthetic", recipient=number, treating=True,
            event="the end of treatment", told=True,
        ),
    )  # fmt: skip
    return [number]


def membership(a: Agency) -> list[int]:
    """An exchange, and a member that stays."""
    (number,) = exchange(a)
    stay = (row.id for row in queries.members(number) if row.ends is None)
    joins = timezone.now().date()
    member = next(stay, None) or actions.add_member(
        by=BY, at=timezone.now(), exchange=number, name="Synthetic Clinic", starts=joins
    )
    return [number, member]


def legal(a: Agency) -> list[int]:
    """A subpoena that is open, linked to a client of the site."""
    if number := min(queries.open_about(a.clients), default=None):
        return [number]
    now = timezone.now()
    return [subpoena(a.site, now.date(), now, a.clients[0])]


def step(a: Agency) -> Mapping[str, object]:
    return {"step": "noted", "words": "Synthetic"}


def decision(a: Agency) -> Mapping[str, object]:
    return {"outcome": "withdrawn", "words": "Synthetic"}


def takes_it_back(a: Agency) -> Mapping[str, object]:
    return {"signer_name": "Synthetic"}


def house(a: Agency) -> int:
    name, kind = "Synthetic House", RecipientKind.RECOVERY_RESIDENCE
    found = (row.id for row in queries.recipients(frozenset({kind})))
    return next(found, None) or actions.keep_recipient(by=BY, at=timezone.now(), name=name, kind=kind)


def by_event(a: Agency) -> list[int]:
    """A client, and a consent they signed that ends with an event."""
    now = timezone.now()
    for row in queries.consents_of(a.clients[0]):
        if row.holds(now) and row.until:
            return [a.clients[0], row.id]
    (program, *_) = agency.programs_at([a.site])
    new = NewConsent(
        a.clients[0], program.id, ConsentKind.NAMED, frozenset({Purpose.TREATMENT}), frozenset({Category.IDENTITY}),
        "Synthetic words", "Synthetic", recipient=house(a), event="this matter is closed", told=True,
    )  # fmt: skip
    return [a.clients[0], actions.sign(by=BY, at=timezone.now(), consent=new)]


def it_happened(a: Agency) -> Mapping[str, object]:
    return {"on": timezone.localdate().isoformat(), "said_by": "Synthetic"}


def no_copy(a: Agency) -> Mapping[str, object]:
    return {"given_as": "declined"}


CONSENT = [
    Page("desk:client-consents", ASK, one_client),
    Page("desk:new-consent", SIGN, one_client),
    Page("desk:ending-consents", SIGN),
    Page("desk:one-consent", ASK, signed),
    Page("desk:revoke-consent", REVOKE, signed, takes_it_back, WENT_ON),
    Page("desk:end-consent", REVOKE, by_event, it_happened, WENT_ON),
    Page("desk:consent-copy", SIGN | {R.FRONT_DESK}, signed, no_copy, WENT_ON),
    Page("desk:agreement-copy", SIGN | {R.FRONT_DESK}, paper, no_copy, WENT_ON),
    Page("desk:client-agreements", ASK, one_client),
    Page("desk:sign-agreements", SIGN | {R.FRONT_DESK}, one_client),
    Page("desk:one-agreement", ASK, paper),
    Page("desk:agreements-copy", ASK, one_client),
    Page("desk:take-back-agreement", REVOKE, paper, takes_it_back, WENT_ON),
    Page("desk:as-seen", ASK, one_client),
    Page("desk:ask-restriction", REVOKE | {R.BILLER}, one_client),
    Page("desk:one-restriction", ASK, restriction),
    Page("desk:accounting", SIGN, one_client),
    Page("desk:ask-list", SIGN, lambda a: [a.clients[0], *exchange(a)], lambda a: {"on": "2020-01-01"}, WENT_ON),
    Page("desk:legal", EVERYONE),
    Page("desk:take-legal", EVERYONE),
    Page("desk:legal-request", KEEP, legal),
    Page("desk:find-legal-client", KEEP, legal, lambda a: {"q": "Synthetic"}),
    Page("desk:link-legal", KEEP, legal, lambda a: {"client": str(a.clients[0])}, WENT_ON),
    Page("desk:note-legal", KEEP, legal, step, WENT_ON),
    Page("desk:decide-legal", KEEP, legal, decision, WENT_ON),
    Page("desk:answer-legal", KEEP, legal, lambda a: {}, frozenset({422})),
    Page("desk:recipients", ASK),
    Page("desk:wordings", KEEP),
    Page("desk:wording", KEEP, lambda a: ["notice_part2"]),
    Page("desk:new-wording", KEEP, lambda a: ["notice_part2"]),
    Page("desk:add-recipient", KEEP),
    Page("desk:add-agreement", KEEP, recipient),
    Page("desk:exchange", KEEP, exchange),
    Page("desk:add-member", KEEP, exchange),
    Page("desk:end-member", KEEP, membership),
]
