"""Organisations that records may go to, and agreements with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stepdown.audit.columns import choices, ends_after_start
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.consent.terms import AgreementKind, RecipientKind


@record(kept=Kept.AGENCY_RECORD, staff="id name kind address phone verified_at verified_by ended_at")
class Recipient(models.Model):
    """An organisation records may go to. `verified_at`: somebody made sure that the address is theirs."""

    name = models.TextField(unique=True)
    kind = models.TextField(choices=choices(RecipientKind))
    address = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="recipient_has_a_name"),)


@record(kept=Kept.AGENCY_RECORD, staff="id recipient kind starts ends")
class Agreement(models.Model):
    """A written agreement with a service organisation, from `starts` up to, not including, `ends` (42 CFR 2.11)."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="agreements")
    kind = models.TextField(choices=choices(AgreementKind))
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        ordering = ("-starts",)
        constraints = (ends_after_start("agreement", "starts", "ends"),)
