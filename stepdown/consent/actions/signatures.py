"""Keeping that the client had a copy of what they signed."""

from __future__ import annotations

from datetime import datetime

from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, NotFound
from stepdown.consent.access import MAY_SIGN_PAPERS
from stepdown.consent.models import Consent, CopyGiven, Paper
from stepdown.consent.terms import CopyWay
from stepdown.people.actions.steps import hold_within


@action
def give_copy(
    *,
    by: Actor,
    at: datetime,
    given_as: CopyWay,
    consent: int | None = None,
    paper: int | None = None,
    digest: bytes = b"",
) -> None:
    """Write down that the client had a copy of a consent or of an agreement, or did not want one.

    `digest` is the SHA-256 of the file that was made of it. Raises NotAllowed; NotFound beyond the actor's reach.
    """
    if not by.has_any(MAY_SIGN_PAPERS):
        raise NotAllowed
    row: Consent | Paper | None = (
        Consent.objects.filter(pk=consent).first()
        if consent is not None
        else Paper.objects.filter(pk=paper or 0).first()
    )
    if row is None:
        raise NotFound
    hold_within(by, MAY_SIGN_PAPERS, [row.client_id])
    CopyGiven.objects.create(
        consent_id=consent, paper_id=paper, given_as=given_as, given_at=at, digest=digest, recorded_by=by.label
    )
    subject = ("paper", row.pk) if isinstance(row, Paper) else ("consent", row.pk)
    note(by=by, at=at, subject=subject, client=row.client_id, details={"given_as": given_as})
