"""Weeks and the sessions planned in them: who leads, who has a seat, who comes along."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q

from stepdown.audit.columns import choices
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.plan.terms import Modality
from stepdown.schedule.models.groups import WAYS, Group, GroupPattern, GroupTopic
from stepdown.schedule.terms import Freed, GuestKind, SessionRole, SessionState, WeekState


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
