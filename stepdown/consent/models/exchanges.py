"""Exchanges that pass records on: their members, and the lists of disclosures that clients ask them for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stepdown.audit.columns import choices, ends_after_start
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.consent.models.recipients import Recipient
from stepdown.consent.terms import RecipientKind


@record(kept=Kept.AGENCY_RECORD, staff="id exchange organization name kind starts ends recorded_by")
class Member(models.Model):
    """A participant of an exchange (an intermediary, 42 CFR 2.11) from `starts` up to, not including, `ends`.

    It is an organisation on record, or a `name` and what it is (`kind`).
    """

    exchange = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="members")
    organization = models.ForeignKey(Recipient, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.TextField(blank=True)
    kind = models.TextField(choices=choices(RecipientKind), blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True)
    recorded_by = models.TextField()

    class Meta:
        ordering = ("exchange", "starts", "id")
        constraints = (
            ends_after_start("member", "starts", "ends"),
            models.CheckConstraint(
                condition=Q(organization__isnull=False, name="", kind="")
                | Q(organization=None) & ~Q(name="") & ~Q(kind=""),
                name="member_on_record_or_by_name",
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id asked_on answered_on recorded_by",
    part2="client exchange",
)
class ListAsked(models.Model):
    """A client asked an exchange for its own list of those it passed their records on to (42 CFR 2.24)."""

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="lists_asked")
    exchange = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    answered_on = models.DateField(null=True)
    recorded_by = models.TextField()

    class Meta:
        ordering = ("-asked_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=models.F("asked_on")),
                name="listasked_answered_after_asked",
            ),
        )
