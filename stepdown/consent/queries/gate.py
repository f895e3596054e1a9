"""What the gate needs to know of a client, and what it would answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from stepdown.agency import queries as agency
from stepdown.audit.terms import Actor, Obstacle
from stepdown.consent import rules
from stepdown.consent.models import Agreement, Consent, Recipient
from stepdown.consent.queries import exchanges
from stepdown.consent.queries.consents import ends_of
from stepdown.consent.queries.legal import open_by_client
from stepdown.consent.queries.minors import deciding_of, today, who_decides
from stepdown.consent.queries.restrictions import kept_of, who
from stepdown.consent.queries.signatures import signatures
from stepdown.consent.terms import (
    AgreementKind,
    Ask,
    Category,
    ConsentFact,
    ConsentKind,
    Decides,
    Deciding,
    Decision,
    Element,
    Evidence,
    Known,
    Label,
    NewConsent,
    Purpose,
    RecipientKind,
    Signer,
    Telling,
)
from stepdown.consent.terms import Recipient as To
from stepdown.people import queries as people
from stepdown.people.terms import CirclePerson

NOBODY_KNOWS = Deciding(Decides.UNKNOWN, Decides.UNKNOWN)


def known(client: int, day: date) -> Known:
    """What is on file about a client that bears on telling something. `day` is today. Seven queries."""
    return known_of([client], day)[client]


def known_of(clients: Collection[int], day: date) -> dict[int, Known]:
    """What is on file about each of `clients`. Seven queries, however many."""
    holding = Agreement.objects.filter(Q(ends=None) | Q(ends__gt=day), starts__lte=day, kind=AgreementKind.QSOA)
    agreements = frozenset(who(recipient=number) for number in holding.values_list("recipient", flat=True))
    consents: dict[int, list[ConsentFact]] = {}
    for row in (
        Consent.objects.filter(client__in=clients)
        .select_related("revocation", "happened", "recipient")
        .prefetch_related("signatures")
    ):
        consents.setdefault(row.client_id, []).append(_fact(row))
    legal, kept, deciding = open_by_client(clients), kept_of(clients), deciding_of(clients, day)
    return {
        client: Known(
            consents=tuple(consents.get(client, ())),
            restrictions=kept.get(client, ()),
            agreements=agreements,
            legal=legal.get(client, frozenset()),
            deciding=deciding.get(client, NOBODY_KNOWS),
        )
        for client in clients
    }


def answer(telling: Telling, kind: RecipientKind, *, at: datetime, day: date) -> Decision:
    """What of it such a recipient (see `whom`) may be told at `at`, a local `day`. Eight queries, ten through an exchange; `actions.tell` records."""
    facts = known(telling.client, day)
    if telling.member is not None:
        facts = replace(facts, members=exchanges.members_on(day))
    return rules.decide_now(_asked(telling, kind, at), facts)


def as_the_circle_sees(
    by: Actor, client: int, *, program: int, at: datetime, day: date
) -> tuple[tuple[CirclePerson, Decision], ...]:
    """Everybody around a client, and what each may be told at `at`, a local `day`, item by item. Nine queries.

    Nothing is told by it, and nothing recorded.
    """
    circle = people.people_around(client)
    part2, facts = agency.is_part2(program), known(client, day)
    items = frozenset(rules.item(category) for category in Category)

    def seen(one: CirclePerson) -> Decision:
        to = To(RecipientKind.FAMILY, who(contact=one.id))
        return rules.decide_now(Ask(program, part2, to, Purpose.SUPPORT, items, at), facts)

    return tuple((one, seen(one)) for one in circle)


def whom(by: Actor, told: Telling | NewConsent) -> tuple[RecipientKind, str] | None:
    """What the one recipient is that is named, and its name; None where none on record is named. One query.

    What goes to a member of an exchange is told to the exchange. Raises NotFound for a member that is not on record.
    """
    if isinstance(told, Telling) and told.member is not None:
        return RecipientKind.INTERMEDIARY, exchanges.through(told.member)[1]
    if told.recipient is not None:
        row = Recipient.objects.filter(pk=told.recipient).values_list("kind", "name").first()
        return (RecipientKind(row[0]), row[1]) if row else None
    around = people.people_around(told.client)
    return next(((RecipientKind.FAMILY, one.name) for one in around if one.id == told.contact), None)


def _asked(telling: Telling, kind: RecipientKind, at: datetime) -> Ask:
    to = To(kind, who(telling.recipient, telling.contact))
    return Ask(
        program=telling.program,
        part2=agency.is_part2(telling.program),
        recipient=to if telling.member is None else exchanges.through(telling.member)[0],
        purpose=telling.purpose,
        items=telling.items,
        at=at,
        exception=telling.exception,
        evidence=frozenset(kind for kind, words in telling.evidence if words.strip()),
        answers=telling.answers,
    )


def unwritable(by: Actor, new: NewConsent, *, at: datetime) -> tuple[Obstacle, ...]:
    """Everything that keeps a consent from being read and signed at `at`. Three queries at most."""
    around = {one.id for one in people.people_around(new.client)}
    kind, _ = whom(by, new) or (None, "")
    now: set[str] = set()
    if new.members and new.recipient is not None:
        now = {row.who for row in exchanges.members(new.recipient) if row.on(today(new.client, at))}
    naming = rules.naming_obstacles(new, kind, now)
    return (*rules.writing_obstacles(new, at=at, in_circle=new.contact in around), *naming)


def unsignable(by: Actor, new: NewConsent, *, at: datetime) -> tuple[Obstacle, ...]:
    """Everything that keeps a consent from being signed at `at`, as it is written and as it is signed. Seven queries at most."""
    who, day, _ = who_decides(new.client, new.program, at)
    speaks = people.languages_of([new.client])[new.client]
    return (*unwritable(by, new, at=at), *rules.signing_obstacles(new, on=day, who=who, speaks=speaks))


def would_tell(by: Actor, new: NewConsent, *, at: datetime) -> Decision:
    """What the recipient would be told by this consent alone, were it signed now: "view as"; restrictions are kept. Three queries at most.

    Of a class of recipients, and of the members of an exchange, a treating provider is the one who sees.
    """
    kind, _ = whom(by, new) or (RecipientKind.TREATING_PROVIDER, "")
    fact = ConsentFact(
        id=0,
        kind=new.kind,
        program=new.program,
        purposes=new.purposes,
        categories=new.categories,
        starts=at,
        **_named(kind, who(new.recipient, new.contact), new.members, new.kinds, treating=new.treating),
        labels=new.labels,
        ends=new.ends,
    )
    purpose = min(new.purposes, default=Purpose.OWN_REQUEST)
    items = frozenset(rules.item(category) for category in Category)
    part2 = agency.is_part2(new.program)
    to = To(kind, who(new.recipient, new.contact))
    if kind == RecipientKind.INTERMEDIARY:
        to = To(RecipientKind.TREATING_PROVIDER, min(new.members, default=""), to.who)
    sure = frozenset({Evidence.TREATING_RELATIONSHIP})
    asked = Ask(new.program, part2, to, purpose, items, at, evidence=sure)
    kept = kept_of([new.client]).get(new.client, ())
    return rules.decide(asked, Known((fact,), kept, members=frozenset({(to.through, to.who)})))


def _named(
    kind: RecipientKind | None, name: str, members: Collection[str], kinds: Collection[RecipientKind], *, treating: bool
) -> dict[str, Any]:
    """Whom a consent names, as a fact says it, and what it lacks: one to an exchange without its members carries nothing."""
    if kind != RecipientKind.INTERMEDIARY:
        return {"recipients": frozenset(filter(None, [name])), "kinds": frozenset(kinds)}
    return {
        "intermediary": name,
        "recipients": frozenset(members),
        "kinds": frozenset({RecipientKind.TREATING_PROVIDER} if treating else ()),
        "lacking": frozenset(() if members or treating else {Element.MEMBERS}),
    }


def _fact(row: Consent) -> ConsentFact:
    revocation, signed = getattr(row, "revocation", None), signatures(row)
    return ConsentFact(
        id=row.pk,
        kind=ConsentKind(row.kind),
        program=row.program_id,
        purposes=frozenset(Purpose(one) for one in row.purposes),
        categories=frozenset(Category(one) for one in row.categories),
        starts=row.signed_at,
        **_named(
            RecipientKind(row.recipient.kind) if row.recipient else None,
            who(row.recipient_id, row.contact_id),
            row.members,
            [RecipientKind(one) for one in row.kinds],
            treating=row.treating,
        ),
        labels=frozenset(Label(one) for one in row.labels),
        ends=ends_of(row),
        revoked_at=revocation.revoked_at if revocation else None,
        signers=frozenset(one.signer for one in signed),
        authority=next((one.authority for one in signed if one.signer == Signer.REPRESENTATIVE), None),
    )
