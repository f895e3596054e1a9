"""Sites, programmes, rooms, services, and the people who work here."""

from __future__ import annotations

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from stepdown.agency.terms import (
    AccessKind,
    Concern,
    CriteriaEdition,
    Delivery,
    LicenseKind,
    Population,
    Role,
    ServiceCategory,
    ServiceScope,
)
from stepdown.audit.columns import choices, within_a_day
from stepdown.audit.record import only_in_actions, record
from stepdown.audit.terms import Kept
from stepdown.kernel.levels import LevelOfCare

SERVICE = "service:"
"""What the label of a service account begins with, in history and in the accounting."""


class Users(BaseUserManager["User"]):
    """Sign-ins are made by `agency.actions`, so there is no `create_superuser` here."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


@record(
    kept=Kept.SIGN_IN,
    guarded=False,  # signing in writes last_login, and a better hash of the same password, outside any action
    exclude=("password", "last_login"),
    staff="id email name is_active is_superuser last_login demo",
    secret="password groups user_permissions",
)
class User(AbstractBaseUser, PermissionsMixin):
    """A sign-in. What the person may do follows from the staff member and roles behind it."""

    email = models.EmailField(unique=True)
    name = models.TextField()
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = Users()

    class Meta:
        triggers = (
            only_in_actions(
                pgtrigger.Insert
                | pgtrigger.UpdateOf("id", "email", "name", "is_active", "is_superuser", "demo")
                | pgtrigger.Delete
                | pgtrigger.Truncate
            ),
        )

    def get_full_name(self) -> str:
        return self.name


@record(kept=Kept.AGENCY_RECORD, public="id code name time_zone virtual jurisdiction address phone")
class Site(models.Model):
    """A building, or the virtual site where video groups meet."""

    code = models.TextField(unique=True)
    name = models.TextField()
    time_zone = models.TextField()
    virtual = models.BooleanField(default=False)
    jurisdiction = models.TextField(default="US")
    address = models.TextField(blank=True)
    phone = models.TextField(blank=True)

    class Meta:
        ordering = ("virtual", "name", "id")


def _substance_use() -> list[str]:
    return [Concern.SUBSTANCE_USE]


@record(kept=Kept.AGENCY_RECORD, public="id site name levels edition population treats part2")
class Program(models.Model):
    """What a site offers. A Part 2 programme makes everything it holds protected (42 CFR 2.11)."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="programs")
    name = models.TextField()
    levels = ArrayField(models.TextField(choices=choices(LevelOfCare)))
    edition = models.TextField(choices=choices(CriteriaEdition), default=CriteriaEdition.FOURTH)
    population = models.TextField(choices=choices(Population), default=Population.ADULT)
    treats = ArrayField(models.TextField(choices=choices(Concern)), default=_substance_use)
    part2 = models.BooleanField(default=True)

    class Meta:
        ordering = ("site", "name")
        constraints = (models.UniqueConstraint(fields=["site", "name"], name="program_once"),)


@record(kept=Kept.AGENCY_RECORD, public="id program weekday starts ends")
class ProgramHours(models.Model):
    """When a programme runs in an ordinary week: weekday 0 = Monday, minutes after local midnight."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("weekday", "starts")
        constraints = (within_a_day("program_hours"),)


@record(kept=Kept.AGENCY_RECORD, staff="id site code name capacity virtual active")
class Room(models.Model):
    """Where one group meets at a time; a virtual room is a video meeting. A retired one is on no form."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms")
    code = models.TextField()
    name = models.TextField()
    capacity = models.PositiveSmallIntegerField()
    virtual = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("site", "name", "id")
        constraints = (
            models.UniqueConstraint(fields=["site", "code"], name="room_once"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="room_has_capacity"),
        )


@record(
    kept=Kept.AGENCY_RECORD,
    public="id delivery minutes credential_types hue room_needed clients_per_staff active",
    staff="code name category discreet",
)
class ServiceKind(models.Model):
    """A kind of service, and the credentials that may lead it (any one of them).

    A discreet kind is shown by its public name outside clinical screens; a retired one (`active` false) is on no form,
    and stays where it was given.
    """

    code = models.TextField(unique=True)
    name = models.TextField()
    delivery = models.TextField(choices=choices(Delivery))
    minutes = models.PositiveSmallIntegerField()
    credential_types = ArrayField(models.TextField())
    hue = models.PositiveSmallIntegerField(default=0)
    category = models.TextField(choices=choices(ServiceCategory), default=ServiceCategory.OTHER)
    discreet = models.BooleanField(default=False)
    room_needed = models.BooleanField(default=True)
    clients_per_staff = models.PositiveSmallIntegerField(null=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("delivery", "name")
        constraints = (
            models.CheckConstraint(condition=Q(minutes__gt=0), name="service_has_minutes"),
            models.CheckConstraint(
                condition=Q(clients_per_staff=None) | Q(clients_per_staff__gt=0), name="service_has_ratio"
            ),
        )


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


@record(kept=Kept.AGENCY_RECORD, public="id site first_day last_day reason")
class Closure(models.Model):
    """Days a site is closed; whole local days, both included."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="closures")
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.TextField()

    class Meta:
        ordering = ("first_day",)
        constraints = (
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="closure_ends_after_start"),
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


@record(kept=Kept.AGENCY_RECORD, public="id site kind name issuer number valid_from valid_until")
class OwnLicense(models.Model):
    """A licence, accreditation, certification or registration of the agency, of one site or of all.

    A renewal is a new row: what held on a day is read from the dates.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="licenses")
    kind = models.TextField(choices=choices(LicenseKind))
    name = models.TextField()
    issuer = models.TextField()
    number = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        ordering = ("valid_until", "name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="license_ends_after_start"
            ),
        )


@record(
    kept=Kept.AGENCY_RECORD,
    exclude=("digest", "last_used_at"),
    staff="id name purpose owner scopes made_at expires_at ended_at last_used_at",
    secret="digest",
)
class ServiceAccount(models.Model):
    """A program that fetches files by itself, for the member of staff who owns it: it does less than they may, never more.

    `digest` is the SHA-256 of a token nobody can read again; `expires_at` is the first moment it holds no more.
    """

    name = models.TextField()
    purpose = models.TextField()
    owner = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="service_accounts")
    scopes = ArrayField(models.TextField(choices=choices(ServiceScope)))
    digest = models.BinaryField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    @property
    def label(self) -> str:
        """What history and the accounting call it."""
        return f"{SERVICE}{self.name}"

    class Meta:
        ordering = (Lower("name"),)
        constraints = (
            models.UniqueConstraint(Lower("name"), name="service_account_once"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")) & ~Q(name="") & ~Q(purpose="") & ~Q(scopes=[]),
                name="service_account_is_whole",
            ),
        )


@record(
    kept=Kept.AGENCY_RECORD,
    staff="id kind changed_at changed_by changer staff given taken site site_before service settled_at settled_by undone",
)
class AccessChange(models.Model):
    """That somebody changed who may do what, as a second person is told it; settled once they found it fine, or undid it."""

    kind = models.TextField(choices=choices(AccessKind))
    changed_at = models.DateTimeField()
    changed_by = models.TextField()
    changer = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="access_changes")
    given = ArrayField(models.TextField(choices=choices(Role)), default=list)
    taken = ArrayField(models.TextField(choices=choices(Role)), default=list)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    site_before = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(ServiceAccount, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(blank=True)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ("-changed_at", "-id")
        indexes = (models.Index(fields=["-changed_at"], condition=Q(settled_at=None), name="access_change_waits"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by="", undone=False)
                | (Q(settled_at__isnull=False) & ~Q(settled_by="")),
                name="access_change_settled_by_somebody",
            ),
        )


@record(kept=Kept.DRAFT, tracked=False, staff="id user place kept_at", secret="text")
class Draft(models.Model):
    """What somebody had typed into a page when it was about to sign them out: theirs alone, under the field keys."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    place = models.TextField()
    text = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "place"], name="draft_once"),)
