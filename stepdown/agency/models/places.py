"""Sites, programmes and their hours, rooms, days closed, licences, and the services offered."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from stepdown.agency.terms import Concern, CriteriaEdition, Delivery, LicenseKind, Population, ServiceCategory
from stepdown.audit.columns import choices, within_a_day
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.kernel.levels import LevelOfCare


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
