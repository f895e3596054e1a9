"""Reading who signed a consent or an agreement and how, and whether the client had a copy."""

from __future__ import annotations

from collections.abc import Sequence

from stepdown.audit.terms import Obstacle
from stepdown.consent.models import Consent, Paper
from stepdown.consent.rules import SENT_TWICE
from stepdown.consent.terms import Authority, Blocker, Capacity, CopyRow, CopyWay, Manner, SignatureRow, Signer

BESIDE = ("signatures", "copies")
"""What is read beside a consent or an agreement, in a query each."""
SAME = {
    Consent: (
        "kind",
        "recipient_id",
        "contact_id",
        "purposes",
        "categories",
        "labels",
        "ends",
        "event",
        "at_discharge",
        "members",
        "treating",
        "signer_name",
        "digest",
    ),
    Paper: ("kind", "signer_name", "digest"),
}
"""What makes two of them the same, beside whose they are: the digest is of the words and the drawing."""


def signatures(row: Consent | Paper) -> tuple[SignatureRow, ...]:
    """The signatures under it. One that was signed before drawings and representatives were kept has its one name."""
    found = tuple(
        SignatureRow(
            Signer(one.signer),
            one.name,
            Manner(one.manner),
            one.drawing,
            Authority(one.authority) if one.authority else None,
            one.evidence,
            one.authority_ends,
            Capacity(one.taken_in) if one.taken_in else None,
        )
        for one in row.signatures.all()
    )
    return found or (SignatureRow(Signer(row.signer), row.signer_name, Manner.TYPED, "", None, "", None),)


def copies(row: Consent | Paper) -> tuple[CopyRow, ...]:
    """When the client had a copy, the first first."""
    return tuple(
        CopyRow(CopyWay(one.given_as), one.given_at, one.recorded_by, bytes(one.digest).hex())
        for one in row.copies.all()
    )


def sent_twice(rows: Sequence[Consent | Paper]) -> list[Obstacle]:
    """What stands in the way of saving these, of one client by one hand: one of them was signed a moment ago and holds.

    One query. Whoever signs has the client's record locked, so a form that is sent twice at once finds the first.
    """
    if not rows:
        return []
    one = rows[0]
    hold = (
        Consent.objects.filter(revocation=None, happened=None)
        if isinstance(one, Consent)
        else Paper.objects.filter(withdrawal=None)
    )
    since = one.signed_at - SENT_TWICE
    before = hold.filter(client=one.client_id, program=one.program_id, signed_at__gt=since)
    kept = [_same(row) for row in before]
    return [Obstacle(Blocker.SENT_TWICE)] if any(_same(row) in kept for row in rows) else []


def _same(row: Consent | Paper) -> tuple[object, ...]:
    """What a consent or an agreement says, to be compared."""
    values = (getattr(row, name) for name in SAME[type(row)])
    return tuple(bytes(one) if isinstance(one, memoryview) else one for one in values)
