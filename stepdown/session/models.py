"""What happened: visits from door to door, and the sessions attended within them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from stepdown.audit.columns import choices
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.session.terms import Joined


class TimeSpan(Func):
    """The time a row holds; an empty end is open."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


@record(
    kept=Kept.CLIENT_RECORD,
    staff="id site",
    part2="client joined arrived_at arrived_recorded_at departed_at departed_recorded_at undone_at",
)
class Visit(models.Model):
    """Door in, door out: when it happened, and when it was recorded. Undone visits stay, and count for nothing."""

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="visits")
    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, related_name="visits")
    joined = models.TextField(choices=choices(Joined))
    arrived_at = models.DateTimeField()
    arrived_recorded_at = models.DateTimeField()
    departed_at = models.DateTimeField(null=True)
    departed_recorded_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("arrived_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(departed_at=None, departed_recorded_at=None)
                | Q(departed_at__gt=F("arrived_at"), departed_recorded_at__isnull=False),
                name="visit_departs_after_arriving",
            ),
            ExclusionConstraint(
                name="visit_one_at_a_time",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    (TimeSpan("arrived_at", "departed_at", Value("[)")), RangeOperators.OVERLAPS),
                ],
                condition=Q(undone_at=None),
            ),
        )
        indexes = (
            models.Index(fields=["site", "arrived_at"], name="visit_site_day"),
            models.Index(fields=["site"], condition=Q(departed_at=None, undone_at=None), name="visit_open"),
        )


@record(kept=Kept.CLIENT_RECORD, staff="id", part2="visit session client joined period undone_at")
class Segment(models.Model):
    """The part of one planned session that a client attended. A minute is counted once (law 2)."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="segments")
    session = models.ForeignKey("schedule.PlannedSession", on_delete=models.PROTECT, related_name="segments")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="segments")
    joined = models.TextField(choices=choices(Joined))
    period = DateTimeRangeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("period", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False, period__upper_inf=False),
                name="segment_period_is_bounded",
            ),
            ExclusionConstraint(
                name="segment_counts_a_minute_once",
                expressions=[("client", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(undone_at=None),
            ),
        )
