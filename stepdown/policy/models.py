"""Numbers that come from a law, a payer or a state: dated, sourced, never in code."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q, Value

from stepdown.audit.columns import DateSpan, ends_after_start
from stepdown.audit.record import record
from stepdown.audit.terms import Kept


@record(
    kept=Kept.AGENCY_RECORD,
    public="id key value unit jurisdiction payer edition level_of_care population effective_from effective_to"
    " source verified note",
)
class Parameter(models.Model):
    """One number and where it holds. An empty scope means everywhere; the most specific row in force wins."""

    key = models.TextField()
    value = models.DecimalField(max_digits=12, decimal_places=3)
    unit = models.TextField()
    jurisdiction = models.TextField(default="US")
    payer = models.TextField(blank=True)
    edition = models.TextField(blank=True)
    level_of_care = models.TextField(blank=True)
    population = models.TextField(blank=True)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    source = models.TextField()
    verified = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("key", "jurisdiction", "payer", "edition", "level_of_care", "population", "effective_from")
        constraints = (
            models.CheckConstraint(condition=~Q(source=""), name="policy_has_a_source"),
            ends_after_start("policy", "effective_from", "effective_to"),
            ExclusionConstraint(
                name="policy_one_value_a_day",
                expressions=[
                    *(
                        (name, RangeOperators.EQUAL)
                        for name in (
                            "key",
                            "jurisdiction",
                            "payer",
                            "edition",
                            "level_of_care",
                            "population",
                        )
                    ),
                    (DateSpan("effective_from", "effective_to", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        )
