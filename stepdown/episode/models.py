"""Admission to discharge, and the stays at one level within it."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q, Value

from stepdown.audit.columns import DateSpan, choices, ends_after_start
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.episode.terms import DischargeReason, HoldReason
from stepdown.kernel.levels import LevelOfCare


@record(kept=Kept.CLIENT_RECORD, staff="id", part2="client admitted_on discharged_on discharge_reason")
class Episode(models.Model):
    """One course of treatment, from the day of admission to the day of discharge (its first day out)."""

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="episodes")
    admitted_on = models.DateField()
    discharged_on = models.DateField(null=True)
    discharge_reason = models.TextField(blank=True, choices=choices(DischargeReason))

    class Meta:
        ordering = ("admitted_on",)
        constraints = (
            ends_after_start("episode", "admitted_on", "discharged_on"),
            models.CheckConstraint(
                condition=Q(discharged_on__isnull=True, discharge_reason="")
                | (Q(discharged_on__isnull=False) & ~Q(discharge_reason="")),
                name="episode_discharge_has_a_reason",
            ),
            ExclusionConstraint(
                name="episode_one_at_a_time",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    (DateSpan("admitted_on", "discharged_on", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        )


@record(kept=Kept.CLIENT_RECORD, staff="id", part2="episode program level starts ends")
class LevelOfCareStay(models.Model):
    """Time at one level of care in one programme, from `starts` up to, not including, `ends`."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="stays")
    program = models.ForeignKey("agency.Program", on_delete=models.PROTECT, related_name="stays")
    level = models.TextField(choices=choices(LevelOfCare))
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        ordering = ("starts",)
        constraints = (
            ends_after_start("stay", "starts", "ends"),
            ExclusionConstraint(
                name="stay_one_at_a_time",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    (DateSpan("starts", "ends", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        )


@record(kept=Kept.CLIENT_RECORD, staff="id", part2="episode reason starts ends seat_kept_until")
class Hold(models.Model):
    """Days on which no hours are expected: the person is in hospital, in jail, travelling."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField(choices=choices(HoldReason))
    starts = models.DateField()
    ends = models.DateField(null=True)
    seat_kept_until = models.DateField(null=True)

    class Meta:
        ordering = ("starts",)
        constraints = (ends_after_start("hold", "starts", "ends"),)
