"""Signing a consent and taking it back, telling what the gate allows, and whom we may tell at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.agency.queries import programs_at
from stepdown.audit.actions import last_word, lock_setup, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Obstacle, refuse
from stepdown.consent import queries, rules
from stepdown.consent.access import MAY_ASK, MAY_DECIDE_LEGAL_REQUESTS, MAY_KEEP_RECIPIENTS, MAY_REVOKE, MAY_SIGN
from stepdown.consent.actions.steps import under
from stepdown.consent.actions.steps_answers import Asked, answered
from stepdown.consent.models import (
    Agreement,
    Consent,
    LegalRequest,
    ListAsked,
    Paper,
    Recipient,
    RestrictionRequest,
    Revocation,
    Signature,
)
from stepdown.consent.queries.consents import ends_of
from stepdown.consent.terms import (
    AgreementKind,
    Blocker,
    Decision,
    LegalBlocker,
    NewConsent,
    RecipientKind,
    Telling,
)
from stepdown.people.actions.moving import Link, move_rows
from stepdown.people.actions.steps import hold_records
from stepdown.people.queries import sites_of
from stepdown.people.terms import Moved, Moving


@action
def sign(*, by: Actor, at: datetime, consent: NewConsent) -> int:
    """Record that a consent was signed just now, with the text that was read; returns its id.

    Raises NotAllowed; NotFound beyond the actor's reach, for a programme of another site and an unknown organisation;
    Refused with every element that is missing, when what must stand alone is combined (42 CFR 2.31), and when the same was
    signed a moment ago: a second one would go on when the first is taken back.
    """
    _reach(by, MAY_SIGN, consent.client, consent.program, consent.recipient)
    refuse(queries.unsignable(by, consent, at=at))
    row = Consent(
        client_id=consent.client,
        program_id=consent.program,
        kind=consent.kind,
        recipient_id=consent.recipient,
        contact_id=consent.contact,
        kinds=sorted(consent.kinds),
        members=sorted(consent.members),
        treating=consent.treating,
        purposes=sorted(consent.purposes),
        categories=sorted(consent.categories),
        labels=sorted(consent.labels),
        signed_at=at,
        ends=consent.ends,
        event=consent.event.strip(),
        at_discharge=consent.at_discharge,
        language=consent.language,
        signer=consent.signer,
        signer_name=consent.signer_name.strip(),
        witness=consent.witness.strip(),
        interpreter=consent.interpreter.strip(),
        recorded_by=by.label,
        text=consent.text,
        digest=rules.fingerprint(consent.text, consent.hand.drawing, consent.hand.second_drawing),
    )
    refuse(queries.sent_twice([row]))
    row.save()
    Signature.objects.bulk_create(under(consent, consent=row.pk))
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
    ends = ends_of(row)
    ended = ends is not None and ends <= at
    refuse(rules.revoking_obstacles(revoked=revoked, ended=ended, signer_name=signer_name))
    Revocation.objects.create(
        consent=row, revoked_at=at, signer_name=signer_name.strip(), in_writing=in_writing, recorded_by=by.label
    )
    note(by=by, at=at, subject=("consent", row.pk), client=row.client_id, details={"in_writing": in_writing})


@action
def tell(*, by: Actor, at: datetime, day: date, telling: Telling) -> Decision:
    """Ask the gate, and keep its answer, yes or no, in the accounting of disclosures; `day` is today at the site.

    A yes is what may be told now; it is not asked again. Raises NotAllowed, also for a legal request answered by anybody
    but compliance; NotFound beyond the actor's reach, for a programme of another site and a recipient that is not on
    record.
    """
    if telling.answers is not None:
        demand(by, MAY_DECIDE_LEGAL_REQUESTS)
    _reach(by, MAY_ASK, telling.client, telling.program, telling.recipient)
    kind, name = _whom(by, telling)
    decision = queries.answer(telling, kind, at=at, day=day)
    asked = Asked(by, at, day, telling.door, kind, name, telling.purpose, telling.exception, telling.evidence)
    categories = [item.category for item in telling.items]
    answered(asked, telling.client, categories, decision, allowed=decision.allowed).save()
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
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`.

    Refused while a legal request about either record is open: both stay as they are.
    """
    moved = move_rows(
        by, [Link(Consent), Link(Paper), Link(RestrictionRequest), Link(LegalRequest), Link(ListAsked)], moving
    )
    held = [Obstacle(LegalBlocker.ON_HOLD)] if queries.open_about([moving.source, moving.target]) else []
    return replace(moved, obstacles=(*moved.obstacles, *held))


def _reach(
    by: Actor, roles: frozenset[str], client: int, program: int | None = None, recipient: int | None = None
) -> None:
    """Hold the client, within the actor's rights and reach; a programme is of the client's site, a recipient on record."""
    sites = sites_of([client]).values()
    demand(by, roles, sites)
    if program is not None and program not in {one.id for one in programs_at(sites)}:
        raise NotFound
    if recipient is not None and not Recipient.objects.filter(pk=recipient, ended_at=None).exists():
        raise NotFound
    hold_records([client])


def _whom(by: Actor, telling: Telling) -> tuple[RecipientKind, str]:
    """What the recipient is, and its name: as on record, else as said."""
    if found := queries.whom(by, telling):
        return found
    if telling.kind is None or telling.contact is not None:
        raise NotFound
    return telling.kind, telling.name.strip()
