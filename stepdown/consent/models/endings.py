"""What ended a consent that ends with an event."""

from __future__ import annotations

from django.db import models

from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.consent.models.consents import Consent


@record(kept=Kept.CLIENT_RECORD, says="identity", staff="id happened_on ended_at recorded_by", part2="consent said_by")
class EventHappened(models.Model):
    """The event a consent ends with has happened: the consent carries nothing from `ended_at` on, the first moment of the
    local day it happened on. An earlier day may take the place of one to come, never a later one. `said_by` is empty
    where the program knows it by itself.
    """

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="happened")
    happened_on = models.DateField()
    ended_at = models.DateTimeField()
    said_by = models.TextField(blank=True)
    recorded_by = models.TextField()
