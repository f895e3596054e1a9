"""Who must not meet."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from stepdown.audit.columns import ends_after_start
from stepdown.audit.record import record
from stepdown.audit.terms import Kept


@record(kept=Kept.CLIENT_RECORD, says="safety", staff="id", part2="first second reason starts ends ended_reason")
class ContactRestriction(models.Model):
    """Two clients who must not be in one room or call. Never shown to either; `first` has the lower id."""

    first = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            ends_after_start("restriction", "starts", "ends"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="restriction_lower_id_first"),
            models.UniqueConstraint(fields=["first", "second", "starts"], name="restriction_once"),
        )
