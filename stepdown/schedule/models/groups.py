"""Groups: their places, topics, regular times and seats."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from stepdown.agency.terms import Population
from stepdown.audit.columns import DateSpan, choices, ends_after_start
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.kernel.levels import LevelOfCare
from stepdown.plan.terms import Modality
from stepdown.schedule.models.tracks import Track
from stepdown.schedule.terms import SessionRole

WAYS = [(way.value, way.value) for way in (Modality.IN_PERSON, Modality.VIDEO)]
"""How one person takes part in one session; a session itself may be both."""


@record(kept=Kept.AGENCY_RECORD, staff="id code name")
class Series(models.Model):
    """Groups of one curriculum that keep their order within the week."""

    code = models.TextField(unique=True)
    name = models.TextField()

    class Meta:
        ordering = ("name",)


@record(
    kept=Kept.AGENCY_RECORD,
    staff="id code name service track language site capacity minimum levels population closed modality series sequence"
    " starts_on ends_on",
)
class Group(models.Model):
    """One group: what it is, for whom, how many. `closed` groups take only who is enrolled.

    A group with patterns is a series: it meets by them from `starts_on` up to, not including, `ends_on`. An empty
    `population` means that of whoever comes first: adults and adolescents never share a room.
    """

    code = models.TextField(unique=True)
    name = models.TextField()
    service = models.ForeignKey("agency.ServiceKind", on_delete=models.PROTECT, related_name="groups")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="groups")
    language = models.TextField()
    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, related_name="groups")
    capacity = models.PositiveSmallIntegerField()
    minimum = models.PositiveSmallIntegerField(default=1)
    levels = ArrayField(models.TextField(choices=choices(LevelOfCare)))
    population = models.TextField(choices=choices(Population), blank=True)
    closed = models.BooleanField(default=False)
    modality = models.TextField(choices=choices(Modality), default=Modality.IN_PERSON)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="groups")
    sequence = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            ends_after_start("group", "starts_on", "ends_on"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="group_has_capacity"),
            models.CheckConstraint(condition=Q(minimum__lte=F("capacity")), name="group_minimum_fits"),
        )


@record(kept=Kept.AGENCY_RECORD, staff="id group weekday starts")
class GroupOption(models.Model):
    """A time at which a group may meet: weekday 0 = Monday, minutes after local midnight."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="options")
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("weekday", "starts")
        constraints = (
            models.UniqueConstraint(fields=["group", "weekday", "starts"], name="group_option_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6, starts__lt=1440), name="group_option_within_a_day"),
        )


@record(kept=Kept.AGENCY_RECORD, staff="id group place title")
class GroupTopic(models.Model):
    """One topic of a group's curriculum; `place` counts from 1. Each session carries the next, then it begins anew."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="topics")
    place = models.PositiveSmallIntegerField()
    title = models.TextField()

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=["group", "place"], name="group_topic_once"),)


@record(kept=Kept.AGENCY_RECORD, staff="id group weekday starts minutes room starts_on ends_on")
class GroupPattern(models.Model):
    """One weekly meeting of a group, from `starts_on` up to, not including, `ends_on`.

    Weekday 0 = Monday, minutes after local midnight at the group's site. It is never edited: to change a series from a
    date on, its patterns end there and others begin.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="patterns")
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    room = models.ForeignKey("agency.Room", on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ("weekday", "starts", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="group_pattern_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6, minutes__gt=0, starts__lte=1440 - F("minutes")),
                name="group_pattern_within_a_day",
            ),
        )


@record(kept=Kept.AGENCY_RECORD, staff="id pattern staff role")
class GroupPatternStaff(models.Model):
    """Who leads, and who else of the staff takes part in, the meetings of a pattern."""

    pattern = models.ForeignKey(GroupPattern, on_delete=models.PROTECT, related_name="staff")
    staff = models.ForeignKey("agency.StaffMember", on_delete=models.PROTECT, related_name="+")
    role = models.TextField(choices=choices(SessionRole), default=SessionRole.LEAD)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["pattern", "staff"], name="group_pattern_staff_once"),
            models.UniqueConstraint(
                fields=["pattern"], condition=Q(role=SessionRole.LEAD), name="group_pattern_one_lead"
            ),
        )


@record(kept=Kept.CLIENT_RECORD, says="schedule", staff="id group", part2="client modality starts ends kept_until")
class Enrollment(models.Model):
    """A client's regular seat in a group, from `starts` up to, not including, `ends`; for a closed group its roster.

    `kept_until`: they are on hold, and from that day on the seat may be given to somebody else.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="enrollments")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="enrollments")
    modality = models.TextField(choices=WAYS, default=Modality.IN_PERSON)
    starts = models.DateField()
    ends = models.DateField(null=True)
    kept_until = models.DateField(null=True)

    class Meta:
        constraints = (
            ends_after_start("enrollment", "starts", "ends"),
            ExclusionConstraint(
                name="enrollment_once",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    ("client", RangeOperators.EQUAL),
                    (DateSpan("starts", "ends", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        )
