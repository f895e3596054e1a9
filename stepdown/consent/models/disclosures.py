"""Every answer of the gate; the codes that make what bears them more than ordinarily private."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from stepdown.audit.columns import choices, ends_after_start, several
from stepdown.audit.record import AppendOnly, record
from stepdown.audit.terms import Kept
from stepdown.consent.terms import Basis, Category, CodeSystem, Label, NamedException, Purpose, RecipientKind


@record(kept=Kept.AGENCY_RECORD, public="id system code bears starts ends source")
class SensitiveCode(models.Model):
    """A code on a list that makes what bears it more than ordinarily private, for facts dated in [starts, ends)."""

    system = models.TextField(choices=choices(CodeSystem))
    code = models.TextField()
    bears = models.TextField(choices=choices(Label))
    starts = models.DateField()
    ends = models.DateField(null=True)
    source = models.TextField()

    class Meta:
        ordering = ("system", "code", "starts")
        constraints = (
            models.UniqueConstraint(fields=["system", "code", "bears", "starts"], name="sensitive_code_once"),
            ends_after_start("sensitivecode", "starts", "ends"),
        )


@record(
    kept=Kept.HISTORY,
    tracked=False,
    staff="id actor user request at recorded_at xact door",
    part2="client_id to_kind to_name purpose categories allowed bases consents exception evidence reasons notice notice_version",
)
class Disclosure(AppendOnly):
    """One answer of the gate, yes or no, as it was given. No foreign keys: it outlives what it is about.

    `bases` and `consents` are all that carried a yes; `notice_version` is the wording of the statement that went along.
    """

    client_id = models.BigIntegerField()
    actor = models.TextField()
    user = models.BigIntegerField(null=True)
    request = models.TextField(blank=True)
    at = models.DateTimeField()
    door = models.TextField()
    to_kind = models.TextField(choices=choices(RecipientKind))
    to_name = models.TextField()
    purpose = models.TextField(choices=choices(Purpose))
    categories = several(Category)
    allowed = models.BooleanField()
    bases = several(Basis)
    consents = ArrayField(models.BigIntegerField(), default=list)
    exception = models.TextField(choices=choices(NamedException), blank=True)
    evidence = models.JSONField(default=dict)
    reasons = ArrayField(models.TextField(), default=list)
    notice = models.TextField()
    notice_version = models.TextField(blank=True)

    class Meta(AppendOnly.Meta):
        indexes = (
            models.Index(fields=["client_id", "-at"], name="disclosure_client"),
            models.Index(fields=["xact"], name="disclosure_xact"),
        )
