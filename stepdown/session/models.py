"""What happened: visits from door to door, the sessions attended within them, and what the leaders said."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from stepdown.audit.columns import choices
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.session.terms import AwayReason, Joined, MissedReason


class TimeSpan(Func):
    """The time a row holds; an empty end is open."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


@record(
    kept=Kept.CLIENT_RECORD,
    says="attendance",
    staff="id site",
    part2="client joined arrived_at arrived_recorded_at departed_at departed_recorded_at undone_at corrects reason",
)
class Visit(models.Model):
    """Door in, door out: when it happened, and when it was recorded. Undone visits stay, and count for nothing.

    By video it is joined and left. A correction is a visit of its own that `corrects` another, with the reason.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="visits")
    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, related_name="visits")
    joined = models.TextField(choices=choices(Joined))
    arrived_at = models.DateTimeField()
    arrived_recorded_at = models.DateTimeField()
    departed_at = models.DateTimeField(null=True)
    departed_recorded_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("arrived_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(departed_at=None, departed_recorded_at=None)
                | Q(departed_at__gt=F("arrived_at"), departed_recorded_at__isnull=False),
                name="visit_departs_after_arriving",
            ),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(reason=""), name="visit_corrected_with_a_reason"),
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
            models.Index(fields=["client", "-arrived_at"], condition=Q(undone_at=None), name="visit_latest"),
            models.Index(fields=["site"], condition=Q(departed_at=None, undone_at=None), name="visit_open"),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="attendance contact",
    staff="id",
    part2="visit state address callback private asked_at",
)
class VideoJoining(models.Model):
    """Where a client was when they joined by video; kept per joining, asked again only when it changed."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="place")
    state = models.TextField()
    address = models.TextField()
    callback = models.TextField()
    private = models.BooleanField()
    asked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(private=True) & ~Q(state="") & ~Q(address="") & ~Q(callback=""),
                name="video_joining_says_where",
            ),
        )


@record(kept=Kept.CLIENT_RECORD, says="attendance", staff="id", part2="visit session client joined period undone_at")
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


@record(
    kept=Kept.CLIENT_RECORD,
    says="attendance",
    staff="id",
    part2="client session reason left_at left_recorded_at returned_at returned_recorded_at undone_at",
)
class Away(models.Model):
    """Somebody was asked out of a group and came back; the minutes in between come off every session they touch."""

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey("schedule.PlannedSession", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(choices=choices(AwayReason))
    left_at = models.DateTimeField()
    left_recorded_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    returned_recorded_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("left_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_recorded_at=None)
                | Q(returned_at__gt=F("left_at"), returned_recorded_at__isnull=False),
                name="away_returns_after_leaving",
            ),
            ExclusionConstraint(
                name="away_one_at_a_time",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    (TimeSpan("left_at", "returned_at", Value("[)")), RangeOperators.OVERLAPS),
                ],
                condition=Q(undone_at=None),
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    staff="id session site staff period since recorded_at ended_at closed_at in_room guests undone_at",
)
class Leading(models.Model):
    """Who in fact leads a session and, once closed, when it ended and how many were in the room.

    Somebody who takes over, and a close that is taken back, are rows of their own; the earlier row is undone.
    `period` is the session's at that moment.
    """

    session = models.ForeignKey("schedule.PlannedSession", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("agency.StaffMember", on_delete=models.PROTECT, null=True, related_name="+")
    period = DateTimeRangeField()
    since = models.DateTimeField()
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    in_room = models.PositiveSmallIntegerField(null=True)
    guests = models.PositiveSmallIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at=None, closed_at=None, in_room=None)
                | Q(ended_at__isnull=False, closed_at__isnull=False, in_room__isnull=False),
                name="leading_closed_whole",
            ),
            models.UniqueConstraint(fields=["session"], condition=Q(undone_at=None), name="leading_one_leads"),
            ExclusionConstraint(
                name="leader_in_one_place",
                expressions=[("staff", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(undone_at=None, staff__isnull=False),
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="attendance",
    staff="id leading session",
    part2="client there came_at left_at desk_minutes leader_minutes settled_at settled_by reason undone_at",
)
class Said(models.Model):
    """What the leader says of one client at the close; where the door says otherwise, the minutes each has, worked out.

    Settling appends a row with the reason and who decided; the leader's stays, undone.
    """

    leading = models.ForeignKey(Leading, on_delete=models.PROTECT, related_name="words")
    session = models.ForeignKey("schedule.PlannedSession", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    there = models.BooleanField()
    came_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    desk_minutes = models.PositiveSmallIntegerField(null=True)
    leader_minutes = models.PositiveSmallIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["session", "client"], condition=Q(undone_at=None), name="said_once_of_each"
            ),
            models.CheckConstraint(
                condition=Q(desk_minutes=None, leader_minutes=None)
                | Q(desk_minutes__isnull=False, leader_minutes__isnull=False),
                name="said_apart_by_both",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, reason="") | (Q(settled_at__isnull=False) & ~Q(reason="")),
                name="said_settled_with_a_reason",
            ),
        )
        indexes = (
            models.Index(
                fields=["leading"], condition=Q(desk_minutes__isnull=False, undone_at=None), name="said_apart"
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="attendance",
    staff="id site",
    part2="client day reason told_at recorded_at undone_at",
)
class Missed(models.Model):
    """Why somebody does not come on a local day; told beforehand when `told_at` lies before their first session."""

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    reason = models.TextField(choices=choices(MissedReason))
    told_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["client", "day"], condition=Q(undone_at=None), name="missed_once_a_day"),
        )


@record(kept=Kept.AGENCY_RECORD, staff="id service starts")
class RunSheet(models.Model):
    """How an agency runs a kind of group, from `starts` until the next version."""

    service = models.ForeignKey("agency.ServiceKind", on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()

    class Meta:
        ordering = ("service", "-starts")
        constraints = (models.UniqueConstraint(fields=["service", "starts"], name="run_sheet_once_a_day"),)


@record(kept=Kept.AGENCY_RECORD, staff="id sheet place title prompt share")
class RunSheetStep(models.Model):
    """One step of a run-sheet; `share` is its part of the session's time against the other steps."""

    sheet = models.ForeignKey(RunSheet, on_delete=models.PROTECT, related_name="steps")
    place = models.PositiveSmallIntegerField()
    title = models.TextField()
    prompt = models.TextField(blank=True)
    share = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("sheet", "place")
        constraints = (
            models.UniqueConstraint(fields=["sheet", "place"], name="run_sheet_step_once"),
            models.CheckConstraint(condition=Q(share__gt=0), name="run_sheet_step_has_a_share"),
        )
