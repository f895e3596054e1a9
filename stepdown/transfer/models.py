"""Where imported things came from, so that importing twice changes nothing and export gives them back."""

from __future__ import annotations

from django.db import models

from stepdown.audit.record import record
from stepdown.audit.terms import Kept


@record(kept=Kept.AGENCY_RECORD, staff="id format name monday digest week imported_at")
class ImportedFile(models.Model):
    """A week file that was imported: `digest` is the SHA-256 of its canonical form, in hex."""

    format = models.TextField()
    name = models.TextField()
    monday = models.DateField()
    digest = models.TextField()
    week = models.ForeignKey("schedule.WeekPlan", on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["name", "monday"], name="imported_file_once"),)


@record(kept=Kept.AGENCY_RECORD, staff="id file kind key object_id")
class ImportedKey(models.Model):
    """The id a thing had in the file: `kind` is the model it became, `object_id` its row."""

    file = models.ForeignKey(ImportedFile, on_delete=models.PROTECT, related_name="keys")
    kind = models.TextField()
    key = models.TextField()
    object_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["file", "kind", "key"], name="imported_key_once"),
            models.UniqueConstraint(fields=["file", "kind", "object_id"], name="imported_object_once"),
        )
