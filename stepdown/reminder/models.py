"""Messages that remind of an appointment, and who wants them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stepdown.audit.columns import choices
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.reminder.terms import Blocker


@record(
    kept=Kept.CLIENT_RECORD,
    says="contact schedule",
    staff="id queued_at queued_by send_after handed_at taken_at tries sent_at cancelled_at cancelled_by dropped_at",
    part2="client way about dropped_for",
)
class Reminder(models.Model):
    """A message on one way about one arrival. It is written when it is sent; until then there is nothing but this.

    `send_after`: not before. `handed_at`: given to the queue. `taken_at`: a worker has it in hand, and no other ever
    takes it, unless the mail server surely did not. `dropped_for` is why it was not sent.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="reminders")
    way = models.ForeignKey("people.Way", on_delete=models.PROTECT, related_name="reminders")
    about = models.DateTimeField()
    queued_at = models.DateTimeField()
    queued_by = models.TextField()
    send_after = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.TextField(blank=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_for = models.TextField(choices=choices(Blocker), blank=True)

    class Meta:
        ordering = ("-queued_at", "-id")
        indexes = (
            models.Index(fields=["client", "-queued_at"], name="reminder_of_client"),
            models.Index(
                fields=["send_after"],
                name="reminder_due",
                condition=Q(handed_at=None, taken_at=None, cancelled_at=None, dropped_at=None),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["way", "about"], condition=Q(cancelled_at=None, dropped_at=None), name="reminder_once"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(taken_at__isnull=False), name="reminder_sent_was_taken"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_for="") | (Q(dropped_at__isnull=False) & ~Q(dropped_for="")),
                name="reminder_dropped_says_why",
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="contact schedule",
    staff="id recorded_at recorded_by ended_at",
    part2="client way agreed_on",
)
class DayBefore(models.Model):
    """That a client wants a reminder the day before, on one way; agreed on a day. Over: `ended_at`."""

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="reminded_before")
    way = models.ForeignKey("people.Way", on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-recorded_at", "-id")
        constraints = (models.UniqueConstraint(fields=["client"], condition=Q(ended_at=None), name="day_before_once"),)
