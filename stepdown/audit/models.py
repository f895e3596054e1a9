"""What people did and read, the seals over it, and what waits to leave the building."""

from __future__ import annotations

from django.db import models

from stepdown.audit.record import AppendOnly, append_only, record
from stepdown.audit.terms import Kept


@record(
    kept=Kept.HISTORY,
    tracked=False,
    staff="id action actor user request occurred_at recorded_at xact subject_kind subject_id details context_id",
    part2="client_id",
)
class Entry(AppendOnly):
    """One thing a person did, in a line. No foreign keys: it outlives what it describes."""

    action = models.TextField()
    actor = models.TextField()
    user = models.BigIntegerField(null=True)
    request = models.TextField(blank=True)
    context_id = models.UUIDField()
    occurred_at = models.DateTimeField()
    subject_kind = models.TextField()
    subject_id = models.BigIntegerField()
    client_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    class Meta(AppendOnly.Meta):
        indexes = (
            models.Index(fields=["client_id", "-occurred_at"], name="entry_client"),
            models.Index(fields=["subject_kind", "subject_id"], name="entry_subject"),
            models.Index(fields=["xact"], name="entry_xact"),
        )


@record(
    kept=Kept.HISTORY,
    tracked=False,
    guarded=False,
    staff="id actor user request page grounds recorded_at xact",
    part2="client_id",
)
class ChartRead(AppendOnly):
    """Somebody opened a client's chart, and for what they may (`grounds`; empty where a list named the client).

    Unguarded: a read is no action, and must be recorded all the same.
    """

    actor = models.TextField()
    user = models.BigIntegerField(null=True)
    request = models.TextField(blank=True)
    client_id = models.BigIntegerField()
    page = models.TextField()
    grounds = models.TextField(blank=True, default="")

    class Meta(AppendOnly.Meta):
        indexes = (
            models.Index(fields=["client_id", "-recorded_at"], name="chartread_client"),
            models.Index(fields=["xact"], name="chartread_xact"),
        )


@record(kept=Kept.HISTORY, tracked=False, staff="id began_at reason floors")
class Epoch(models.Model):
    """One life of the database's transaction numbers: migrating begins the first, a restore the next. By the owner.

    `floors` says, per sealed table, the highest row id that belongs to earlier epochs.
    """

    began_at = models.DateTimeField()
    reason = models.TextField()
    floors = models.JSONField(default=dict)

    class Meta:
        triggers = append_only()


@record(
    kept=Kept.HISTORY,
    tracked=False,
    staff="id epoch table columns from_xact to_xact rows sealed_at",
    secret="digest previous marks",
)
class Seal(models.Model):
    """One batch of committed rows of one table: their digest, chained to the seal before.

    `marks` are a few bytes of each row and field, to say which of them was changed (see `seals.tables`).
    """

    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT)
    table = models.TextField()
    columns = models.JSONField()
    from_xact = models.BigIntegerField()
    to_xact = models.BigIntegerField()
    rows = models.BigIntegerField()
    digest = models.BinaryField()
    previous = models.BinaryField()
    marks = models.BinaryField(default=b"")
    sealed_at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = (
            models.UniqueConstraint(fields=["epoch", "table", "from_xact"], name="seal_once"),
            models.CheckConstraint(condition=models.Q(from_xact__lt=models.F("to_xact")), name="seal_forwards"),
        )


@record(
    kept=Kept.QUEUE,
    tracked=False,
    staff="id kind action created_at drained_at attempts",
    part2="payload",
)
class OutboxMessage(models.Model):
    """Something that leaves the building or runs later, written with the change that caused it."""

    kind = models.TextField()
    payload = models.JSONField(default=dict)
    action = models.TextField()
    created_at = models.DateTimeField()
    drained_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["id"], condition=models.Q(drained_at=None), name="outbox_waiting"),)
