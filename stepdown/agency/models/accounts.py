"""Programs that sign in for a person, and what changed in what people may do."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from stepdown.agency.models.places import Site
from stepdown.agency.models.staff import StaffMember
from stepdown.agency.terms import AccessKind, Role, ServiceScope
from stepdown.audit.columns import choices, several
from stepdown.audit.record import record
from stepdown.audit.terms import Kept

SERVICE = "service:"
"""What the label of a service account begins with, in history and in the accounting."""


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
    given = several(Role)
    taken = several(Role)
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
