"""Tracks, who is on them, and when clients can come."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from stepdown.agency.terms import Population
from stepdown.audit.columns import DateSpan, choices, ends_after_start, several, within_a_day
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.kernel.levels import LevelOfCare


@record(
    kept=Kept.AGENCY_RECORD,
    staff="id code name site language levels population home_group capacity any_leader ends_on",
)
class Track(models.Model):
    """Whom a set of groups is for (women, evening, Spanish); with blocks, also when it meets.

    An empty `site` means every site; empty `levels`, `language` or `population` mean any. `home_group` is the group its
    clients belong to; `capacity` is how many clients it takes at a time, null for no limit of its own. `any_leader`:
    everybody qualified for the service may lead it, not only those named for the track. It goes on up to, not including,
    `ends_on`.
    """

    code = models.TextField(unique=True)
    name = models.TextField()
    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, null=True, related_name="tracks")
    language = models.TextField(blank=True)
    levels = several(LevelOfCare)
    population = models.TextField(choices=choices(Population), blank=True)
    home_group = models.ForeignKey("schedule.Group", on_delete=models.PROTECT, null=True, related_name="+")
    capacity = models.PositiveSmallIntegerField(null=True)
    any_leader = models.BooleanField(default=False)
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gt=0), name="track_has_capacity"),
        )


@record(kept=Kept.AGENCY_RECORD, staff="id track weekday starts ends break_starts break_ends")
class TrackBlock(models.Model):
    """One block of a track's week, with its break; minutes after local midnight."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="blocks")
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    break_starts = models.PositiveSmallIntegerField(null=True)
    break_ends = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ("weekday", "starts")
        constraints = (
            within_a_day("track_block"),
            models.CheckConstraint(
                condition=Q(break_starts=None, break_ends=None)
                | Q(break_starts__gte=F("starts"), break_starts__lt=F("break_ends"), break_ends__lte=F("ends")),
                name="track_block_break_inside",
            ),
        )


@record(kept=Kept.AGENCY_RECORD, staff="id staff track")
class StaffTrack(models.Model):
    """A track a member of staff may lead."""

    staff = models.ForeignKey("agency.StaffMember", on_delete=models.PROTECT, related_name="tracks")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="staff")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["staff", "track"], name="staff_track_once"),)


@record(kept=Kept.CLIENT_RECORD, says="schedule", staff="id track", part2="client starts ends kept_until")
class TrackEnrollment(models.Model):
    """A client joined a track, from `starts` up to, not including, `ends`.

    `kept_until`: they are on hold, and from that day on their place may be given to somebody else.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="tracks")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="clients")
    starts = models.DateField()
    ends = models.DateField(null=True)
    kept_until = models.DateField(null=True)

    class Meta:
        constraints = (
            ends_after_start("track_enrollment", "starts", "ends"),
            ExclusionConstraint(
                name="track_enrollment_once",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    ("track", RangeOperators.EQUAL),
                    (DateSpan("starts", "ends", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        )


@record(kept=Kept.CLIENT_RECORD, says="schedule", staff="id", part2="client weekday starts ends")
class ClientAvailability(models.Model):
    """When a client can come in an ordinary week; minutes after local midnight."""

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="availability")
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("weekday", "starts")
        constraints = (within_a_day("client_availability"),)
