"""What a client asked us not to tell somebody, and the answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stepdown.audit.columns import choices, ends_after_start, several
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.consent.models.recipients import Recipient
from stepdown.consent.terms import Category, Purpose, RecipientKind, RestrictionOutcome


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id asked_at recorded_by",
    part2="client kind recipient contact purposes categories first until paid_in_full words",
)
class RestrictionRequest(models.Model):
    """What a client asked us not to tell somebody, in their words (45 CFR 164.522(a); 42 CFR 2.26). It is never changed.

    `kind` is what the recipient is; it is for all of that kind where none is named. No purposes, no categories: all of
    them. It is about care from `first` up to, not including, `until`. One `paid_in_full` must be kept.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="restriction_requests")
    kind = models.TextField(choices=choices(RecipientKind))
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey("people.Contact", on_delete=models.PROTECT, null=True, related_name="+")
    purposes = several(Purpose)
    categories = several(Category)
    first = models.DateField(null=True)
    until = models.DateField(null=True)
    paid_in_full = models.BooleanField()
    words = models.TextField()
    asked_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            ends_after_start("restrictionrequest", "first", "until"),
            models.CheckConstraint(condition=~Q(words=""), name="restriction_says_what"),
            models.CheckConstraint(
                condition=Q(recipient=None) | Q(contact=None), name="restriction_names_one_recipient_at_most"
            ),
            models.CheckConstraint(
                condition=Q(paid_in_full=False) | Q(kind=RecipientKind.PAYER.value),
                name="restriction_of_what_was_paid_for_is_for_a_plan",
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id answered_at answered_on recorded_by",
    part2="request outcome words",
)
class RestrictionAnswer(models.Model):
    """One answer to such a request: agreed to, declined, ended. `answered_on` is the local day. Only added to."""

    request = models.ForeignKey(RestrictionRequest, on_delete=models.PROTECT, related_name="answers")
    outcome = models.TextField(choices=choices(RestrictionOutcome))
    words = models.TextField()
    answered_at = models.DateTimeField()
    answered_on = models.DateField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["request", "outcome"], name="restriction_answered_so_once"),
            models.CheckConstraint(condition=~Q(words=""), name="restriction_answer_says_why"),
        )
