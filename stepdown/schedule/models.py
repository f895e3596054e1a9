"""The week: tracks, groups, planned sessions, who leads them and who takes part."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q, Value

from stepdown.agency.terms import Population
from stepdown.audit.columns import DateSpan, choices, ends_after_start, within_a_day
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.kernel.levels import LevelOfCare
from stepdown.plan.terms import Modality
from stepdown.schedule.terms import Freed, GuestKind, SessionRole, SessionState, WeekState

WAYS = [(way.value, way.value) for way in (Modality.IN_PERSON, Modality.VIDEO)]
"""How one person takes part in one session; a session itself may be both."""


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
    levels = ArrayField(models.TextField(choices=choices(LevelOfCare)), default=list)
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


@record(
    kept=Kept.AGENCY_RECORD,
    staff="id name monday time_zone days opens closes step_minutes state version published_version published_at",
)
class WeekPlan(models.Model):
    """One programme week: a Monday, the hours the programme runs, and whether it is published.

    `days` run from Monday; `opens`, `closes` are minutes after local midnight; `version` counts changes, and
    `published_version` is what it was when the week was published.
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
    published_version = models.PositiveIntegerField(null=True)
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
    staff="id week group pattern pattern_day changed repeats topic service site room period capacity modality state",
)
class PlannedSession(models.Model):
    """One session on the calendar: of a group, or individual (`group` is empty).

    Group and individual sessions share this table, so that one constraint sees both. A room holds one at a time.
    One made from a `pattern` keeps the day it was made for; `changed` says that somebody changed this one by hand, and
    no change of its series touches it any more. An individual session booked again every week points to the first.
    """

    week = models.ForeignKey(WeekPlan, on_delete=models.PROTECT, related_name="sessions")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="sessions")
    pattern = models.ForeignKey(GroupPattern, on_delete=models.PROTECT, null=True, related_name="sessions")
    pattern_day = models.DateField(null=True)
    changed = models.BooleanField(default=False)
    repeats = models.ForeignKey("schedule.PlannedSession", on_delete=models.PROTECT, null=True, related_name="again")
    topic = models.ForeignKey(GroupTopic, on_delete=models.PROTECT, null=True, related_name="sessions")
    service = models.ForeignKey("agency.ServiceKind", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, related_name="sessions")
    room = models.ForeignKey("agency.Room", on_delete=models.PROTECT, null=True, related_name="sessions")
    period = DateTimeRangeField()
    capacity = models.PositiveSmallIntegerField()
    modality = models.TextField(choices=choices(Modality), default=Modality.IN_PERSON)
    state = models.TextField(choices=choices(SessionState), default=SessionState.PLANNED)

    class Meta:
        ordering = ("period", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False, period__upper_inf=False),
                name="planned_session_period_is_bounded",
            ),
            models.CheckConstraint(
                condition=Q(pattern=None, pattern_day=None)
                | Q(pattern__isnull=False, pattern_day__isnull=False, group__isnull=False),
                name="planned_session_pattern_day",
            ),
            models.UniqueConstraint(fields=["pattern", "pattern_day"], name="planned_session_once_a_pattern_day"),
            models.UniqueConstraint(fields=["id", "period"], name="planned_session_id_period"),
            ExclusionConstraint(
                name="room_in_one_place",
                expressions=[("room", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(state=SessionState.PLANNED, room__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["site", "period"], name="planned_session_site_period"),
            GistIndex(fields=["site", "period"], name="planned_session_site_gist"),
        )


@record(kept=Kept.CLIENT_RECORD, staff="id session staff role period active freed")
class SessionStaff(models.Model):
    """Who is to lead or take part in a session. `period` is the session's, kept equal by the database."""

    session = models.ForeignKey(PlannedSession, on_delete=models.PROTECT, related_name="staff")
    staff = models.ForeignKey("agency.StaffMember", on_delete=models.PROTECT, related_name="sessions")
    role = models.TextField(choices=choices(SessionRole), default=SessionRole.LEAD)
    period = DateTimeRangeField()
    active = models.BooleanField(default=True)
    freed = models.TextField(choices=choices(Freed), blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "staff"], name="session_staff_once"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(role=SessionRole.LEAD, active=True), name="session_one_lead"
            ),
            models.CheckConstraint(condition=Q(active=False) | Q(freed=""), name="session_staff_active_or_freed"),
            ExclusionConstraint(
                name="staff_in_one_place",
                expressions=[("staff", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(active=True),
            ),
        )


@record(kept=Kept.CLIENT_RECORD, staff="id session staff role")
class ActualStaff(models.Model):
    """Who led and took part in a session as it really happened, once somebody said so; a stand-in among them."""

    session = models.ForeignKey(PlannedSession, on_delete=models.PROTECT, related_name="actual_staff")
    staff = models.ForeignKey("agency.StaffMember", on_delete=models.PROTECT, related_name="+")
    role = models.TextField(choices=choices(SessionRole), default=SessionRole.LEAD)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "staff"], name="actual_staff_once"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(role=SessionRole.LEAD), name="actual_staff_one_lead"
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="schedule",
    staff="id",
    part2="session client seat client_present modality period active freed",
)
class Participant(models.Model):
    """A client expected in a session, in one of its seats. `period` is the session's, kept equal by the database.

    `client_present` is false where a family meets without the client: the session is about them, and they may be
    elsewhere. `freed` says why a seat that is not `active` was given up.
    """

    session = models.ForeignKey(PlannedSession, on_delete=models.PROTECT, related_name="participants")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="sessions")
    seat = models.PositiveSmallIntegerField()
    client_present = models.BooleanField(default=True)
    modality = models.TextField(choices=WAYS, default=Modality.IN_PERSON)
    period = DateTimeRangeField()
    active = models.BooleanField(default=True)
    freed = models.TextField(choices=choices(Freed), blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "client"], name="participant_once"),
            models.UniqueConstraint(fields=["session", "seat"], condition=Q(active=True), name="seat_once"),
            models.CheckConstraint(condition=Q(seat__gte=1), name="seats_count_from_one"),
            models.CheckConstraint(condition=Q(active=False) | Q(freed=""), name="participant_active_or_freed"),
            ExclusionConstraint(
                name="client_in_one_place",
                expressions=[("client", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(active=True, client_present=True),
            ),
        )


@record(kept=Kept.CLIENT_RECORD, says="schedule contact", staff="id kind modality active", part2="session client name")
class SessionGuest(models.Model):
    """Somebody who takes part in a session and is no client of it: a relative, an interpreter, a speaker.

    `client` is whose relative or interpreter they are. Whoever comes in person takes a place in the room, no seat.
    """

    session = models.ForeignKey(PlannedSession, on_delete=models.PROTECT, related_name="guests")
    kind = models.TextField(choices=choices(GuestKind))
    name = models.TextField(blank=True)
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, null=True, related_name="+")
    modality = models.TextField(choices=WAYS, default=Modality.IN_PERSON)
    active = models.BooleanField(default=True)
