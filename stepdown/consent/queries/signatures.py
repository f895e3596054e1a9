"""Reading who signed a consent or an agreement and how, and whether the client had a copy."""

from __future__ import annotations

from stepdown.consent.models import Consent, Paper
from stepdown.consent.terms import Authority, Capacity, CopyRow, CopyWay, Manner, SignatureRow, Signer

BESIDE = ("signatures", "copies")
"""What is read beside a consent or an agreement, in a query each."""


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
