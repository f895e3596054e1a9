"""Where imported things came from, so that importing twice changes nothing and export gives them back."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from stepdown.audit.columns import choices
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.transfer.terms import Problem, Task


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


@record(
    kept=Kept.QUEUE,
    tracked=False,
    staff="id sheet file_name digest by user rows read_at task ordered_at taken_at done ended_at added same faults"
    " cancelled_at problem",
)
class ImportRun(models.Model):
    """One CSV file on its way in: read, checked, written. Where it stands is worked out from these moments.

    `task` is what was asked for last (`check`, `write`), at `ordered_at`; the worker took it at `taken_at` and ended at
    `ended_at`. `rows` were read, `done` of them are through, `added` are new, `same` stand here already. Without
    history: what it writes has its own.
    """

    sheet = models.TextField()
    file_name = models.TextField()
    digest = models.TextField()
    by = models.TextField()
    user = models.BigIntegerField(null=True)
    rows = models.PositiveIntegerField()
    read_at = models.DateTimeField()
    task = models.TextField(choices=choices(Task))
    ordered_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    added = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True, choices=choices(Problem))

    class Meta:
        ordering = ("-id",)


@record(kept=Kept.QUEUE, tracked=False, staff="id run line key", part2="cells")
class StagedRow(models.Model):
    """A row of a file that is on its way in, as text, in the order of the sheet's columns (null: not in the file); gone
    once it is written.

    `key` is a digest of the columns that name it: two rows of a file that name one thing have the same.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="staged")
    line = models.PositiveIntegerField()
    key = models.UUIDField()
    cells = ArrayField(models.TextField())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "line"], name="staged_row_once"),)
        indexes = (models.Index(fields=["run", "key"], name="staged_row_key"),)


@record(kept=Kept.QUEUE, tracked=False, staff="id run line column problem mend reading", part2="value")
class ImportFault(models.Model):
    """What is wrong in a file. Shown to who may import it, gone with the run. `reading`: found while it was read."""

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="found")
    line = models.PositiveIntegerField()
    column = models.TextField()
    value = models.TextField()
    problem = models.TextField()
    mend = models.TextField()
    reading = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["run", "line"], name="import_fault_line"),)
