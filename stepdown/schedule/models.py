"""The week: tracks, groups, planned sessions, who leads them and who takes part."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from stepdown.audit.columns import DateSpan, choices, ends_after_start, within_a_day
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.kernel.levels import LevelOfCare
from stepdown.schedule.terms import SessionRole, SessionState, WeekState


@record(kept=Kept.AGENCY_RECORD, staff="id code name site language levels any_leader active")
class Track(models.Model):
    """Whom a set of groups is for (women, evening, Spanish); with blocks, also when it meets.

    An empty `site` means every site; empty `levels` or `language` mean any. `any_leader`: everybody qualified for
    the service may lead it, not only those named for the track.
    """

    code = models.TextField(unique=True)
    name = models.TextField()
    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, null=True, related_name="tracks")
    language = models.TextField(blank=True)
    levels = ArrayField(models.TextField(choices=choices(LevelOfCare)), default=list)
    any_leader = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)


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


@record(kept=Kept.CLIENT_RECORD, staff="id track", part2="client starts ends")
class TrackEnrollment(models.Model):
    """A client joined a track, from `starts` up to, not including, `ends`."""

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="tracks")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="clients")
    starts = models.DateField()
    ends = models.DateField(null=True)

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


@record(kept=Kept.CLIENT_RECORD, staff="id", part2="client weekday starts ends")
class ClientAvailability(models.Model):
    """When a client can come in an ordinary week; minutes after local midnight."""

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="availability")
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("weekday", "starts")
        constraints = (within_a_day("client_availability"),)


@record(kept=Kept.AGENCY_RECORD, staff="id code name")
class Series(models.Model):
    """Groups of one curriculum that keep their order within the week."""

    code = models.TextField(unique=True)
    name = models.TextField()

    class Meta:
        ordering = ("name",)


@record(
    kept=Kept.AGENCY_RECORD,
    staff="id code name service track language site capacity minimum levels closed series sequence active",
)
class Group(models.Model):
    """One weekly group: what it is, for whom, how many. `closed` groups take only who is enrolled."""

    code = models.TextField(unique=True)
    name = models.TextField()
    service = models.ForeignKey("agency.ServiceKind", on_delete=models.PROTECT, related_name="groups")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="groups")
    language = models.TextField()
    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, related_name="groups")
    capacity = models.PositiveSmallIntegerField()
    minimum = models.PositiveSmallIntegerField(default=1)
    levels = ArrayField(models.TextField(choices=choices(LevelOfCare)))
    closed = models.BooleanField(default=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="groups")
    sequence = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
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


@record(kept=Kept.CLIENT_RECORD, staff="id group", part2="client starts ends")
class Enrollment(models.Model):
    """A client on a closed group's roster, from `starts` up to, not including, `ends`."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="enrollments")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="enrollments")
    starts = models.DateField()
    ends = models.DateField(null=True)

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


@record(
    kept=Kept.AGENCY_RECORD,
    staff="id name monday time_zone days opens closes step_minutes state version published_at",
)
class WeekPlan(models.Model):
    """One programme week: a Monday, the hours the programme runs, and whether it is published.

    `days` run from Monday; `opens`, `closes` are minutes after local midnight; `version` counts changes.
    """

    name = models.TextField()
    monday = models.DateField()
    time_zone = models.TextField()
    days = models.PositiveSmallIntegerField()
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()
    step_minutes = models.PositiveSmallIntegerField()
    state = models.TextField(choices=choices(WeekState), default=WeekState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-monday", "name")
        constraints = (
            models.UniqueConstraint(fields=["name", "monday"], name="week_plan_once"),
            models.CheckConstraint(condition=Q(monday__week_day=2), name="week_plan_begins_on_monday"),
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes"), closes__lte=1440, days__gte=1, days__lte=7, step_minutes__gt=0),
                name="week_plan_hours",
            ),
            models.CheckConstraint(
                condition=Q(state=WeekState.DRAFT, published_at=None)
                | Q(state=WeekState.PUBLISHED, published_at__isnull=False),
                name="week_plan_published_at",
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    staff="id week group service site room period capacity state",
)
class PlannedSession(models.Model):
    """One session on the calendar: of a group, or individual (`group` is empty).

    Group and individual sessions share this table, so that one constraint sees both. A room holds one at a time.
    """

    week = models.ForeignKey(WeekPlan, on_delete=models.PROTECT, related_name="sessions")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="sessions")
    service = models.ForeignKey("agency.ServiceKind", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, related_name="sessions")
    room = models.ForeignKey("agency.Room", on_delete=models.PROTECT, null=True, related_name="sessions")
    period = DateTimeRangeField()
    capacity = models.PositiveSmallIntegerField()
    state = models.TextField(choices=choices(SessionState), default=SessionState.PLANNED)

    class Meta:
        ordering = ("period", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False, period__upper_inf=False),
                name="planned_session_period_is_bounded",
            ),
            models.UniqueConstraint(fields=["week", "group"], name="planned_session_once_a_week"),
            models.UniqueConstraint(fields=["id", "period"], name="planned_session_id_period"),
            ExclusionConstraint(
                name="room_in_one_place",
                expressions=[("room", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(state=SessionState.PLANNED, room__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["site", "period"], name="planned_session_site_period"),)


@record(kept=Kept.CLIENT_RECORD, staff="id session staff role period active")
class SessionStaff(models.Model):
    """Who leads a session. `period` is the session's, kept equal by the database (see migration 0002)."""

    session = models.ForeignKey(PlannedSession, on_delete=models.PROTECT, related_name="staff")
    staff = models.ForeignKey("agency.StaffMember", on_delete=models.PROTECT, related_name="sessions")
    role = models.TextField(choices=choices(SessionRole), default=SessionRole.LEAD)
    period = DateTimeRangeField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "staff"], name="session_staff_once"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(role=SessionRole.LEAD, active=True), name="session_one_lead"
            ),
            ExclusionConstraint(
                name="staff_in_one_place",
                expressions=[("staff", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(active=True),
            ),
        )


@record(kept=Kept.CLIENT_RECORD, staff="id", part2="session client seat period active")
class Participant(models.Model):
    """A client expected in a session, in one of its seats. `period` is the session's, kept equal by the database."""

    session = models.ForeignKey(PlannedSession, on_delete=models.PROTECT, related_name="participants")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="sessions")
    seat = models.PositiveSmallIntegerField()
    period = DateTimeRangeField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "client"], name="participant_once"),
            models.UniqueConstraint(fields=["session", "seat"], condition=Q(active=True), name="seat_once"),
            models.CheckConstraint(condition=Q(seat__gte=1), name="seats_count_from_one"),
            ExclusionConstraint(
                name="client_in_one_place",
                expressions=[("client", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(active=True),
            ),
        )
