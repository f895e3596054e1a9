"""Legal requests, what was done about them, and what was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from stepdown.audit.columns import choices, several
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.consent.models.disclosures import Disclosure
from stepdown.consent.terms import LegalKind, LegalOutcome, LegalPaper, LegalStep, LegalWay


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id site received_on recorded_at recorded_by",
    part2="client kind sender reply_to came_by due_on name_written asks papers",
)
class LegalRequest(models.Model):
    """A subpoena, an order, an officer at the door, a letter: as it was taken in, by whoever stood there.

    `name_written` is whom it is about as the paper says it. `client` is whom compliance found it to be about; while the
    request is open, that record stays as it is.
    """

    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, null=True, related_name="legal_requests")
    kind = models.TextField(choices=choices(LegalKind))
    sender = models.TextField()
    reply_to = models.TextField(blank=True)
    came_by = models.TextField(choices=choices(LegalWay))
    received_on = models.DateField()
    due_on = models.DateField(null=True)
    name_written = models.TextField(blank=True)
    asks = models.TextField()
    papers = several(LegalPaper)
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("-received_on", "-id")
        constraints = (
            models.CheckConstraint(condition=~Q(sender="") & ~Q(asks=""), name="legal_request_says_who_and_what"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("received_on")), name="legal_request_due_later"
            ),
        )


@record(kept=Kept.CLIENT_RECORD, says="identity", staff="id recorded_at recorded_by", part2="request legal_step words")
class LegalNote(models.Model):
    """One thing compliance did about a legal request."""

    request = models.ForeignKey(LegalRequest, on_delete=models.PROTECT, related_name="notes")
    legal_step = models.TextField(choices=choices(LegalStep))
    words = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("recorded_at", "id")


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id decided_at recorded_by",
    part2="request outcome words disclosure",
)
class LegalDecision(models.Model):
    """How a legal request ended, once. `disclosure` is the row of the accounting by which something was told."""

    request = models.OneToOneField(LegalRequest, on_delete=models.PROTECT, related_name="decision")
    outcome = models.TextField(choices=choices(LegalOutcome))
    words = models.TextField()
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome=LegalOutcome.DISCLOSED.value, disclosure__isnull=False)
                | ~Q(outcome=LegalOutcome.DISCLOSED.value) & Q(disclosure=None),
                name="legal_decision_disclosed_by_the_gate",
            ),
        )
