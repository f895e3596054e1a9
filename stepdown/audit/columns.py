"""Column kit for the models of every app: enum choices, dated rows, spans of time."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Func, Q


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """The values of an enum as Django choices; wording lives in templates."""
    return [(member.value, member.value) for member in enum]


def several(enum: type[StrEnum]) -> ArrayField[list[str], list[str]]:
    """A column for some of the values of an enum; none of them where nothing is said."""
    return ArrayField(models.TextField(choices=choices(enum)), default=list)


class DateSpan(Func):
    """`DateSpan("starts", "ends", Value("[)"))`: the days a dated row holds; an empty end is open."""

    function = "DATERANGE"
    output_field = DateRangeField()


def ends_after_start(name: str, start: str, end: str) -> models.CheckConstraint:
    """The end, when there is one, comes after the start."""
    condition = Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": F(start)})
    return models.CheckConstraint(condition=condition, name=f"{name}_ends_after_start")


def within_a_day(name: str) -> models.CheckConstraint:
    """`weekday` 0 (Monday) to 6; `starts` and `ends` are minutes after local midnight, in order."""
    return models.CheckConstraint(
        condition=Q(weekday__lte=6, starts__lt=F("ends"), ends__lte=1440), name=f"{name}_within_a_day"
    )
