"""What was prescribed: services, sessions a week, minutes."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q, Value

from stepdown.audit.columns import DateSpan, choices, ends_after_start
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.plan.terms import Modality


@record(
    kept=Kept.CLIENT_RECORD,
    says="plan",
    staff="id",
    part2="client starts ends modality minimum_week_minutes minimum_day_minutes ordered_by ordered_on"
    " below_minimum_reason ended_reason",
)
class Prescription(models.Model):
    """The week a client is promised, from `starts` up to, not including, `ends`.

    The minimums are the level's hours as ordered: minutes a week, and minutes that make a day count. Fewer hours than
    the level asks for have a reason; so has an order that ended with no other in its place.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="prescriptions")
    starts = models.DateField()
    ends = models.DateField(null=True)
    modality = models.TextField(choices=choices(Modality))
    minimum_week_minutes = models.PositiveSmallIntegerField()
    minimum_day_minutes = models.PositiveSmallIntegerField()
    ordered_by = models.ForeignKey("agency.StaffMember", on_delete=models.PROTECT, null=True, related_name="+")
    ordered_on = models.DateField(null=True)
    below_minimum_reason = models.TextField(blank=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("starts",)
        constraints = (
            ends_after_start("prescription", "starts", "ends"),
            ExclusionConstraint(
                name="prescription_one_at_a_time",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    (DateSpan("starts", "ends", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        )


@record(kept=Kept.CLIENT_RECORD, says="plan", staff="id", part2="prescription service sessions_a_week minutes")
class PrescribedService(models.Model):
    """One line: a kind of service, how many sessions a week, how many minutes each."""

    prescription = models.ForeignKey(Prescription, on_delete=models.PROTECT, related_name="services")
    service = models.ForeignKey("agency.ServiceKind", on_delete=models.PROTECT, related_name="+")
    sessions_a_week = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("service",)
        constraints = (
            models.UniqueConstraint(fields=["prescription", "service"], name="prescribed_service_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="prescribed_service_has_minutes"),
        )
