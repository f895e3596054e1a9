"""Reading consents as they were signed, and when they end."""

from __future__ import annotations

from datetime import date, datetime, time

from stepdown.agency.access import demand
from stepdown.audit.terms import Actor
from stepdown.consent import rules
from stepdown.consent.access import MAY_SIGN
from stepdown.consent.models import Consent
from stepdown.consent.queries.restrictions import who
from stepdown.consent.queries.signatures import BESIDE, copies, signatures
from stepdown.consent.terms import Category, ConsentKind, ConsentRow, EndingRow, Label, Purpose, RecipientKind, Signer
from stepdown.kernel.week import zone_of
from stepdown.people import queries as people

ROW = ("revocation", "happened", "recipient", "contact", "program")


def midnight(day: date, zone: str) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time(), zone_of(zone))


def consents_of(client: int, *, beside: bool = True) -> tuple[ConsentRow, ...]:
    """Every consent of a client, the latest first, with what ended it. One query; two more for the signatures and copies
    `beside` it.
    """
    rows = Consent.objects.filter(client=client).select_related(*ROW)
    return tuple(_row(row, beside=beside) for row in rows.prefetch_related(*(BESIDE if beside else ())))


def ending(by: Actor, site: int, *, at: datetime, until: datetime) -> tuple[EndingRow, ...]:
    """Consents of a site's clients that end from `at` up to, not including, `until`, the first to end on top; without
    those that were taken back, and those that a later one goes on from. Four queries. Raises NotAllowed, NotFound.
    """
    demand(by, MAY_SIGN, [site])
    soon = Consent.objects.filter(client__site=site, ends__gte=at, ends__lt=until, revocation=None).values("client")
    rows = Consent.objects.filter(client__in=soon, revocation=None).exclude(ends__lt=at)
    read = rows.select_related(*ROW).prefetch_related(*BESIDE)
    found = [(row.client_id, _row(row)) for row in read]
    names = people.names_of({client for client, _ in found})
    near = rules.ending(found, at=at, until=until)
    return tuple(EndingRow(names[client], client, row) for client, row in near)


def ends_of(row: Consent) -> datetime | None:
    """When it ends: by its date, or with what has happened, whichever is first."""
    happened = getattr(row, "happened", None)
    return min(filter(None, [row.ends, happened and happened.ended_at]), default=None)


def _row(row: Consent, *, beside: bool = True) -> ConsentRow:
    revocation = getattr(row, "revocation", None)
    named = row.recipient or row.contact
    return ConsentRow(
        id=row.pk,
        kind=ConsentKind(row.kind),
        to=named.name if named else "",
        kinds=tuple(RecipientKind(one) for one in row.kinds),
        purposes=tuple(one for one in Purpose if one in row.purposes),
        categories=tuple(one for one in Category if one in row.categories),
        labels=tuple(one for one in Label if one in row.labels),
        signed_at=row.signed_at,
        ends=ends_of(row),
        until=row.event,
        signer=Signer(row.signer),
        signer_name=row.signer_name,
        witness=row.witness,
        interpreter=row.interpreter,
        language=row.language,
        text=row.text,
        digest=bytes(row.digest).hex(),
        recorded_by=row.recorded_by,
        revoked_at=revocation.revoked_at if revocation else None,
        revoked_by=revocation.recorded_by if revocation else "",
        program_id=row.program_id,
        notice=rules.notice_on(row.signed_at.date()).statement if row.program.part2 else "",
        signatures=signatures(row) if beside else (),
        copies=copies(row) if beside else (),
        who=who(row.recipient_id, row.contact_id),
        members=tuple(row.members),
        treating=row.treating,
        at_discharge=row.at_discharge,
        happened_on=row.happened.happened_on if hasattr(row, "happened") else None,
        happened_said_by=row.happened.said_by if hasattr(row, "happened") else "",
    )
