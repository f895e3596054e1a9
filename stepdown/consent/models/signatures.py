"""How a consent or a paper was signed, and the client's copies."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stepdown.audit.columns import choices
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.consent.models.consents import Consent
from stepdown.consent.models.papers import Paper
from stepdown.consent.terms import Authority, Capacity, CopyWay, Manner, Signer

_OF_ONE = Q(consent__isnull=False, paper=None) | Q(consent=None, paper__isnull=False)


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id",
    part2="consent paper signer name manner drawing authority evidence authority_ends taken_in",
)
class Signature(models.Model):
    """One signature under a consent or an agreement: the client's, or that of whoever may sign for or beside them.

    `drawing` is a path on a sheet of `terms.PAD`. `authority` and `evidence` say what lets a representative sign;
    `authority_ends` is the first day it no longer does.
    """

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="signatures")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="signatures")
    signer = models.TextField(choices=choices(Signer))
    name = models.TextField()
    manner = models.TextField(choices=choices(Manner))
    drawing = models.TextField(blank=True)
    authority = models.TextField(choices=choices(Authority), blank=True)
    evidence = models.TextField(blank=True)
    authority_ends = models.DateField(null=True)
    taken_in = models.TextField(choices=choices(Capacity), blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=_OF_ONE, name="signature_of_one_paper"),
            models.CheckConstraint(condition=~Q(name=""), name="signature_says_whose"),
            models.CheckConstraint(condition=~Q(manner="drawn", drawing=""), name="signature_drawn_is_there"),
            models.UniqueConstraint(fields=["consent", "signer"], name="signature_once_a_consent"),
            models.UniqueConstraint(fields=["paper", "signer"], name="signature_once_a_paper"),
        )


@record(
    kept=Kept.CLIENT_RECORD, says="identity", staff="id given_at recorded_by", part2="consent paper given_as digest"
)
class CopyGiven(models.Model):
    """The client had a copy of what they signed, or did not want one. `digest` is the SHA-256 of the file, where one was made."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="copies")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="copies")
    given_as = models.TextField(choices=choices(CopyWay))
    given_at = models.DateTimeField()
    digest = models.BinaryField(default=b"")
    recorded_by = models.TextField()

    class Meta:
        ordering = ("given_at", "id")
        constraints = (models.CheckConstraint(condition=_OF_ONE, name="copy_of_one_paper"),)
