"""Signing a consent and taking it back, telling what the gate allows, and whom we may tell at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import last_word, lock_setup, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Obstacle, refuse
from stepdown.consent import queries, rules
from stepdown.consent.access import MAY_ASK, MAY_KEEP_RECIPIENTS, MAY_REVOKE, MAY_SIGN
from stepdown.consent.models import Agreement, Consent, Disclosure, Recipient, Revocation
from stepdown.consent.terms import AgreementKind, Blocker, Decision, NewConsent, RecipientKind, Telling
from stepdown.people.actions.moving import Link, move_rows
from stepdown.people.actions.steps import hold_records
from stepdown.people.queries import circle_of, sites_of
from stepdown.people.terms import Moved, Moving


@action
def sign(*, by: Actor, at: datetime, consent: NewConsent) -> int:
    """Record that a consent was signed just now, with the text that was read; returns its id.

    Raises NotAllowed; NotFound beyond the actor's reach; Refused with every element that is missing, and when what must
    stand alone is combined (42 CFR 2.31).
    """
    _reach(by, MAY_SIGN, consent.client)
    refuse(queries.unsignable(by, consent, at=at))
    row = Consent.objects.create(
        client_id=consent.client,
        program_id=consent.program,
        kind=consent.kind,
        recipient_id=consent.recipient,
        contact_id=consent.contact,
        kinds=sorted(consent.kinds),
        purposes=sorted(consent.purposes),
        categories=sorted(consent.categories),
        labels=sorted(consent.labels),
        signed_at=at,
        ends=consent.ends,
        event=consent.event.strip(),
        language=consent.language,
        signer=consent.signer,
        signer_name=consent.signer_name.strip(),
        witness=consent.witness.strip(),
        interpreter=consent.interpreter.strip(),
        recorded_by=by.label,
        text=consent.text,
        digest=hashlib.sha256(consent.text.encode()).digest(),
    )
    note(by=by, at=at, subject=("consent", row.pk), client=row.client_id, details={"kind": consent.kind})
    return row.pk


@action
def revoke(*, by: Actor, at: datetime, consent: int, signer_name: str, in_writing: bool) -> None:
    """Take a consent back, at once, for everything to come; what left before stays told. Spoken is enough.

    Raises NotAllowed; NotFound beyond the actor's reach; Refused when it is taken back or over already, or nobody named.
    """
    if not by.has_any(MAY_REVOKE):
        raise NotAllowed
    row = Consent.objects.filter(pk=consent).first()
    if row is None:
        raise NotFound
    _reach(by, MAY_REVOKE, row.client_id)
    revoked = Revocation.objects.filter(consent=row).exists()
    ended = row.ends is not None and row.ends <= at
    refuse(rules.revoking_obstacles(revoked=revoked, ended=ended, signer_name=signer_name))
    Revocation.objects.create(
        consent=row, revoked_at=at, signer_name=signer_name.strip(), in_writing=in_writing, recorded_by=by.label
    )
    note(by=by, at=at, subject=("consent", row.pk), client=row.client_id, details={"in_writing": in_writing})


@action
def tell(*, by: Actor, at: datetime, day: date, telling: Telling) -> Decision:
    """Ask the gate, and keep its answer, yes or no, in the accounting of disclosures; `day` is today at the site.

    A yes is what may be told now; it is not asked again. Raises NotAllowed; NotFound beyond the actor's reach.
    """
    _reach(by, MAY_ASK, telling.client)
    decision = queries.answer(telling, at=at, day=day)
    carried = decision.granted[0] if decision.granted else None
    Disclosure.objects.create(
        client_id=telling.client,
        actor=by.label,
        user=by.user,
        request=by.request,
        at=at,
        door=telling.door,
        to_kind=telling.kind,
        to_name=_name(by, telling),
        purpose=telling.purpose,
        categories=sorted(item.category for item in telling.items),
        allowed=decision.allowed,
        basis=carried.basis if carried and decision.allowed else "",
        consent_id=carried.consent if carried and decision.allowed else None,
        exception=telling.exception or "",
        evidence={kind.value: words.strip() for kind, words in telling.evidence},
        reasons=sorted(decision.reasons),
        notice=decision.notice,
    )
    note(by=by, at=at, subject=("client", telling.client), client=telling.client, details={"allowed": decision.allowed})
    return decision


@action
def keep_recipient(
    *,
    by: Actor,
    at: datetime,
    name: str,
    kind: RecipientKind,
    address: str = "",
    phone: str = "",
    verified: bool = False,
) -> int:
    """Write down an organisation that records may go to; `verified`: the address was made sure of. Returns its id.

    Raises NotAllowed; Refused without a name, or with one that is taken.
    """
    demand(by, MAY_KEEP_RECIPIENTS)
    lock_setup()
    refuse([] if name.strip() else [Obstacle(Blocker.NAME_MISSING)])
    with last_word(Obstacle(Blocker.NAME_TAKEN)):
        row = Recipient.objects.create(
            name=name.strip(),
            kind=kind,
            address=address.strip(),
            phone=phone.strip(),
            verified_at=at if verified else None,
            verified_by=by.label if verified else "",
        )
    note(by=by, at=at, subject=("recipient", row.pk))
    return row.pk


@action
def agree(
    *, by: Actor, at: datetime, recipient: int, kind: AgreementKind, starts: date, ends: date | None = None
) -> int:
    """Keep a written agreement with a service organisation, from `starts` up to, not including, `ends`; returns its id.

    Raises NotAllowed; NotFound; Refused when it ends before it starts.
    """
    demand(by, MAY_KEEP_RECIPIENTS)
    lock_setup()
    if not Recipient.objects.filter(pk=recipient, ended_at=None).exists():
        raise NotFound
    refuse([Obstacle(Blocker.ENDS_BEFORE_START)] if ends is not None and ends <= starts else [])
    row = Agreement.objects.create(recipient_id=recipient, kind=kind, starts=starts, ends=ends)
    note(by=by, at=at, subject=("recipient", recipient), details={"agreement": row.pk})
    return row.pk


@action
def move_client(*, by: Actor, at: datetime, moving: Moving) -> Moved:
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`."""
    return move_rows(by, [Link(Consent)], moving)


def _reach(by: Actor, roles: frozenset[str], client: int) -> None:
    """Hold the client, within the actor's rights and reach."""
    demand(by, roles, sites_of([client]).values())
    hold_records([client])


def _name(by: Actor, telling: Telling) -> str:
    """Whom it was told, by name, as the accounting keeps it."""
    if telling.recipient is not None:
        return Recipient.objects.values_list("name", flat=True).get(pk=telling.recipient)
    _, circle = circle_of(by, telling.client)
    named: Mapping[int, str] = {one.id: one.name for one in circle}
    return named.get(telling.contact, "") if telling.contact is not None else telling.name.strip()
