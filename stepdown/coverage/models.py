"""What a payer authorized. It caps what is billed, never what is given (law 2)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stepdown.audit.columns import choices, ends_after_start
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.coverage.terms import Outcome, UnitKind, UnitPeriod
from stepdown.kernel.levels import LevelOfCare


@record(kept=Kept.CLIENT_RECORD, says="coverage", staff="id", part2="client payer level number starts ends next_review")
class Authorization(models.Model):
    """A payer's yes for one level, from `starts` up to, not including, `ends`."""

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="authorizations")
    payer = models.TextField(blank=True)
    level = models.TextField(choices=choices(LevelOfCare))
    number = models.TextField(blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True)
    next_review = models.DateField(null=True)

    class Meta:
        ordering = ("starts", "id")
        constraints = (ends_after_start("authorization", "starts", "ends"),)
        indexes = (models.Index(fields=["client", "starts"], name="authorization_client_starts"),)


@record(kept=Kept.CLIENT_RECORD, says="coverage", staff="id", part2="authorization kind period units")
class AuthorizedUnits(models.Model):
    """How much of one kind of unit an authorization covers, a week or as a whole."""

    authorization = models.ForeignKey(Authorization, on_delete=models.PROTECT, related_name="units")
    kind = models.TextField(choices=choices(UnitKind))
    period = models.TextField(choices=choices(UnitPeriod))
    units = models.PositiveIntegerField()

    class Meta:
        ordering = ("kind",)
        constraints = (
            models.UniqueConstraint(fields=["authorization", "kind", "period"], name="authorized_units_once"),
            models.CheckConstraint(condition=~Q(kind=""), name="authorized_units_have_a_kind"),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="coverage",
    staff="id recorded_by",
    part2="authorization occurred_at spoke_with reference outcome told next_review",
)
class ReviewContact(models.Model):
    """One talk with a payer about an authorization: when, who called, with whom, what came of it. Only added to."""

    authorization = models.ForeignKey(Authorization, on_delete=models.PROTECT, related_name="contacts")
    occurred_at = models.DateTimeField()
    recorded_by = models.ForeignKey("agency.StaffMember", on_delete=models.PROTECT, null=True, related_name="+")
    spoke_with = models.TextField()
    reference = models.TextField(blank=True)
    outcome = models.TextField(choices=choices(Outcome))
    told = models.TextField(blank=True)
    next_review = models.DateField(null=True)

    class Meta:
        ordering = ("-occurred_at", "-id")
        constraints = (models.CheckConstraint(condition=~Q(spoke_with=""), name="review_contact_with_somebody"),)
