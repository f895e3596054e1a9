"""Consents to a disclosure, and taking them back."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from stepdown.audit.columns import choices, several
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.consent.models.recipients import Recipient
from stepdown.consent.terms import Category, ConsentKind, Label, Purpose, RecipientKind, Signer


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id signed_at recorded_by language",
    part2="client program kind recipient contact kinds members treating purposes categories labels ends event at_discharge"
    " signer signer_name witness interpreter text digest",
)
class Consent(models.Model):
    """A signed consent to a disclosure. It is never changed: a narrower one is a new one, and the old one is revoked.

    The recipient is an organisation, somebody of the circle, or `kinds` of recipients. To an exchange it names `members`
    as the gate calls them, or those `treating` the client, or both (42 CFR 2.31(a)(4)(ii)). It holds from `signed_at` up
    to, not including, `ends`; `event` says in words what ends it; one `at_discharge` ends when the client leaves. `text`
    is what was signed, word for word, and `digest` its SHA-256.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="consents")
    program = models.ForeignKey("agency.Program", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=choices(ConsentKind))
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, null=True, related_name="consents")
    contact = models.ForeignKey("people.Contact", on_delete=models.PROTECT, null=True, related_name="consents")
    kinds = several(RecipientKind)
    members = ArrayField(models.TextField(), default=list)
    treating = models.BooleanField(default=False)
    purposes = several(Purpose)
    categories = several(Category)
    labels = several(Label)
    signed_at = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    event = models.TextField(blank=True)
    at_discharge = models.BooleanField(default=False)
    language = models.TextField()
    signer = models.TextField(choices=choices(Signer))
    signer_name = models.TextField()
    witness = models.TextField(blank=True)
    interpreter = models.TextField(blank=True)
    recorded_by = models.TextField()
    text = models.TextField()
    digest = models.BinaryField()

    class Meta:
        ordering = ("-signed_at", "-id")
        indexes = (models.Index(fields=["client", "-signed_at"], name="consent_client"),)
        constraints = (
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gt=F("signed_at")), name="consent_ends_later"),
            models.CheckConstraint(condition=~Q(signer_name=""), name="consent_is_signed"),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, contact=None, kinds=[])
                | Q(recipient=None, contact__isnull=False, kinds=[])
                | Q(recipient=None, contact=None) & ~Q(kinds=[]),
                name="consent_has_one_recipient",
            ),
            models.CheckConstraint(condition=~Q(purposes=[]) & ~Q(categories=[]), name="consent_says_what_for"),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False) | Q(members=[], treating=False),
                name="consent_members_are_of_a_recipient",
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD, says="identity", staff="id revoked_at recorded_by", part2="consent signer_name in_writing"
)
class Revocation(models.Model):
    """A consent was taken back, at once and for everything to come. What left before stays told, and on record."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="revocation")
    revoked_at = models.DateTimeField()
    signer_name = models.TextField()
    in_writing = models.BooleanField()
    recorded_by = models.TextField()
