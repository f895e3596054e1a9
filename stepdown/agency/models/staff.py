"""Members of staff: roles, credentials, hours, days off, and who is on call."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from stepdown.agency.models.places import Site
from stepdown.agency.models.users import User
from stepdown.agency.terms import Role
from stepdown.audit.columns import choices, within_a_day
from stepdown.audit.record import record
from stepdown.audit.terms import Kept


@record(
    kept=Kept.AGENCY_RECORD,
    staff="id user name site telehealth languages max_groups_a_day max_individual_a_day max_minutes_a_week"
    " max_run_minutes caseload_limit active last_day",
)
class StaffMember(models.Model):
    """Somebody who works here, with or without a sign-in. Limits are agreed with the person; null means none.

    `last_day` of an active one is announced: from the midnight after it they work here no longer.
    """

    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, related_name="staff_member")
    name = models.TextField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="staff")
    telehealth = models.BooleanField(default=False)
    languages = ArrayField(models.TextField())
    max_groups_a_day = models.PositiveSmallIntegerField(null=True)
    max_individual_a_day = models.PositiveSmallIntegerField(null=True)
    max_minutes_a_week = models.PositiveSmallIntegerField(null=True)
    max_run_minutes = models.PositiveSmallIntegerField(null=True)
    caseload_limit = models.PositiveSmallIntegerField(null=True)
    active = models.BooleanField(default=True)
    last_day = models.DateField(null=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.CheckConstraint(condition=Q(active=True) | Q(last_day__isnull=False), name="staff_left_on_a_day"),
        )


@record(kept=Kept.AGENCY_RECORD, staff="id staff role")
class RoleGrant(models.Model):
    """One role of one member of staff."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="role_grants")
    role = models.TextField(choices=choices(Role))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["staff", "role"], name="role_once"),)


@record(kept=Kept.AGENCY_RECORD, staff="id staff type state number valid_from valid_until supervision_required")
class Credential(models.Model):
    """A licence or certificate, valid on dates; scheduling and signing look at the service date, not at today."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="credentials")
    type = models.TextField()
    state = models.TextField(blank=True)
    number = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    supervision_required = models.BooleanField(default=False)

    class Meta:
        ordering = ("type", "valid_from")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="credential_ends_after_start"
            ),
        )


@record(kept=Kept.AGENCY_RECORD, staff="id staff weekday starts ends")
class WorkingHours(models.Model):
    """When somebody works in an ordinary week: weekday 0 = Monday, minutes after local midnight."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("weekday", "starts")
        constraints = (within_a_day("working_hours"),)


@record(kept=Kept.AGENCY_RECORD, staff="id staff first_day last_day reason")
class TimeOff(models.Model):
    """Days somebody is away; whole local days, both included."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="time_off")
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("first_day",)
        constraints = (
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="time_off_ends_after_start"),
        )


@record(kept=Kept.AGENCY_RECORD, staff="id site staff period reach rank")
class OnCallDuty(models.Model):
    """Who answers for a site outside its hours, when, and at which number. `rank` 1 is called first."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="on_call")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="on_call")
    period = DateTimeRangeField()
    reach = models.TextField()
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("period", "rank")
        constraints = (
            models.CheckConstraint(condition=~Q(reach=""), name="on_call_has_a_number"),
            ExclusionConstraint(
                name="on_call_one_at_a_time",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("rank", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        )
