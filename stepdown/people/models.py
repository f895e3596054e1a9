"""Clients, the people around them, and who cares for them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Value

from stepdown.audit.columns import DateSpan, choices, ends_after_start
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.people.terms import CareRole


@record(
    kept=Kept.CLIENT_RECORD,
    staff="id site synthetic created_at",
    part2="record_number legal_name used_name pronouns languages interpreter date_of_birth phone",
)
class Client(models.Model):
    """A person served here. That they are is itself Part 2; `site` is the one that serves them now."""

    record_number = models.TextField(unique=True)
    legal_name = models.TextField()
    used_name = models.TextField()
    pronouns = models.TextField(blank=True)
    languages = ArrayField(models.TextField())
    interpreter = models.BooleanField(default=False)
    date_of_birth = models.DateField(null=True)
    phone = models.TextField(blank=True)
    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, related_name="clients")
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("used_name", "id")
        indexes = (
            GinIndex(
                name="client_search",
                fields=["used_name", "legal_name", "record_number"],
                opclasses=["gin_trgm_ops"] * 3,
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    staff="id",
    part2="client name relationship phone may_call may_leave_message",
)
class Contact(models.Model):
    """Somebody in a client's circle, with what is safe: whether to call, whether to leave a message."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contacts")
    name = models.TextField()
    relationship = models.TextField()
    phone = models.TextField(blank=True)
    may_call = models.BooleanField(default=False)
    may_leave_message = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)


@record(kept=Kept.CLIENT_RECORD, staff="id staff role", part2="client starts ends")
class CareTeamMember(models.Model):
    """Who holds which place on a client's care team, from `starts` up to, not including, `ends`."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="care_team")
    staff = models.ForeignKey("agency.StaffMember", on_delete=models.PROTECT, related_name="care_team_places")
    role = models.TextField(choices=choices(CareRole))
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        constraints = (
            ends_after_start("care_team", "starts", "ends"),
            ExclusionConstraint(
                name="care_team_one_at_a_time",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (DateSpan("starts", "ends", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        )
