"""Agreements and notices of an admission, and the agency's own words of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stepdown.audit.columns import choices
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.consent.terms import NOTICES, Capacity, PaperKind, Signer


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id version signed_at recorded_by language",
    part2="client program kind signer signer_name relation witness interpreter taken_in declined text digest",
)
class Paper(models.Model):
    """A signed agreement of an admission, or a notice that was given. It is never changed; it holds until it is taken
    back, or the client leaves.

    `text` is `version` of its words as they were signed, names and all, and `digest` its SHA-256. `declined` says why a
    notice was not acknowledged: then nobody signed it.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="papers")
    program = models.ForeignKey("agency.Program", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=choices(PaperKind))
    version = models.PositiveSmallIntegerField()
    signed_at = models.DateTimeField()
    language = models.TextField()
    signer = models.TextField(choices=choices(Signer))
    signer_name = models.TextField()
    relation = models.TextField(blank=True)
    witness = models.TextField(blank=True)
    interpreter = models.TextField(blank=True)
    taken_in = models.TextField(choices=choices(Capacity))
    declined = models.TextField(blank=True)
    recorded_by = models.TextField()
    text = models.TextField()
    digest = models.BinaryField()

    class Meta:
        ordering = ("-signed_at", "-id")
        indexes = (models.Index(fields=["client", "-signed_at"], name="paper_client"),)
        constraints = (
            models.CheckConstraint(
                condition=(~Q(signer_name="") | ~Q(declined="")) & ~Q(text=""), name="paper_is_signed"
            ),
            models.CheckConstraint(
                condition=Q(declined="") | Q(kind__in=sorted(one.value for one in NOTICES)),
                name="paper_declined_is_a_notice",
            ),
            models.CheckConstraint(condition=~Q(taken_in=Capacity.IN_DOUBT.value), name="paper_was_understood"),
            models.CheckConstraint(
                condition=Q(signer=Signer.CLIENT.value) | ~Q(relation=""), name="paper_says_who_a_representative_is"
            ),
        )


@record(
    kept=Kept.AGENCY_RECORD,
    public="id kind version starts english spanish material change",
    staff="recorded_at recorded_by",
)
class Wording(models.Model):
    """The agency's own words of a paper of an admission: a version, from the day `starts`. Never changed.

    Version 1 is ours (`terms.paper_text`). `material`: who signed or was given earlier words goes through these.
    """

    kind = models.TextField(choices=choices(PaperKind))
    version = models.PositiveSmallIntegerField()
    starts = models.DateField()
    english = models.TextField()
    spanish = models.TextField()
    material = models.BooleanField()
    change = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("kind", "version")
        constraints = (
            models.UniqueConstraint(fields=["kind", "version"], name="wording_version_once"),
            models.CheckConstraint(condition=Q(version__gt=1), name="wording_follows_ours"),
            models.CheckConstraint(condition=~Q(english="") & ~Q(spanish="") & ~Q(change=""), name="wording_is_whole"),
        )


@record(
    kept=Kept.CLIENT_RECORD, says="identity", staff="id withdrawn_at recorded_by", part2="paper signer_name in_writing"
)
class Withdrawal(models.Model):
    """An agreement of an admission was taken back."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField()
    signer_name = models.TextField()
    in_writing = models.BooleanField()
    recorded_by = models.TextField()
