"""Clients, the people around them, how they can be reached, and who cares for them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value

from stepdown.audit.columns import DateSpan, choices, ends_after_start
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.people.terms import CallOutcome, CallReason, CareRole, EmergencyKind, Found, OpeningReason, WayKind


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id site synthetic created_at version",
    part2="record_number legal_name used_name plain_legal plain_used name_keys pronouns languages interpreter"
    " date_of_birth merged_into",
)
class Client(models.Model):
    """A person served here. That they are is itself Part 2; `site` is the one that serves them now.

    `plain_legal`, `plain_used` and `name_keys` are what other records are compared with (`rules.alike`), kept so that a
    database of many years is not read through. `merged_into`: this record turned out to be about the same person as that one, which is kept. `version` counts
    changes, so that of two who edit at once the second is told.
    """

    record_number = models.TextField(unique=True)
    legal_name = models.TextField()
    used_name = models.TextField()
    plain_legal = models.TextField(default="")
    plain_used = models.TextField(default="")
    name_keys = ArrayField(models.TextField(), default=list)
    pronouns = models.TextField(blank=True)
    languages = ArrayField(models.TextField())
    interpreter = models.BooleanField(default=False)
    date_of_birth = models.DateField(null=True)
    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, related_name="clients")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="duplicates")
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("used_name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="client_not_merged_into_itself"
            ),
        )
        indexes = (
            GinIndex(
                name="client_search",
                fields=["used_name", "legal_name", "record_number"],
                opclasses=["gin_trgm_ops"] * 3,
            ),
            GinIndex(name="client_looks_alike", fields=["plain_used", "plain_legal"], opclasses=["gin_trgm_ops"] * 2),
            GinIndex(name="client_sounds_alike", fields=["name_keys"]),
            models.Index(name="client_born", fields=["date_of_birth"]),
        )


@record(
    kept=Kept.CLIENT_RECORD, says="contact", staff="id", part2="client name relationship emergency lives_with ended_at"
)
class Contact(models.Model):
    """Somebody in a client's circle; `ended_at` when they were taken off it."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contacts")
    name = models.TextField()
    relationship = models.TextField()
    emergency = models.BooleanField(default=False)
    lives_with = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)


@record(
    kept=Kept.CLIENT_RECORD,
    says="contact",
    staff="id",
    part2="client contact kind value key may_use may_leave_message may_say_who best_times ended_at",
)
class Way(models.Model):
    """A number or address of a client, or of somebody in their circle (`contact`), and what is safe on it.

    `key` is what two spellings of one number or e-mail address share (`rules.alike.way_key`).
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="ways")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="ways")
    kind = models.TextField(choices=choices(WayKind))
    value = models.TextField()
    key = models.TextField(blank=True, default="")
    may_use = models.BooleanField(default=True)
    may_leave_message = models.BooleanField(default=False)
    may_say_who = models.BooleanField(default=False)
    best_times = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["key"], condition=~Q(key=""), name="way_key"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(may_use=True) | Q(may_leave_message=False, may_say_who=False), name="way_never_means_never"
            ),
        )


@record(kept=Kept.CLIENT_RECORD, says="plan", staff="id staff role", part2="client starts ends")
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


@record(
    kept=Kept.CLIENT_RECORD,
    says="medication safety",
    staff="id recorded_at recorded_by withdrawn_at withdrawn_by",
    part2="client kind what detail",
)
class EmergencyFact(models.Model):
    """A line of a client's emergency sheet. A correction withdraws it and adds another."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="emergency_facts")
    kind = models.TextField(choices=choices(EmergencyKind))
    what = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.TextField(blank=True)

    class Meta:
        ordering = ("kind", "what")
        constraints = (
            models.UniqueConstraint(
                fields=["client", "kind", "what"], condition=Q(withdrawn_at=None), name="emergency_fact_once"
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="contact",
    staff="id called_at called_by undone_at",
    part2="client way reason outcome try_again_at",
)
class ContactAttempt(models.Model):
    """A call that was made, why, and what came of it. Taken back: `undone_at`."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contact_attempts")
    way = models.ForeignKey(Way, on_delete=models.PROTECT, null=True, related_name="attempts")
    reason = models.TextField(choices=choices(CallReason))
    outcome = models.TextField(choices=choices(CallOutcome))
    called_at = models.DateTimeField()
    called_by = models.TextField()
    try_again_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-called_at", "-id")
        indexes = (models.Index(fields=["client", "-called_at"], name="contact_attempt_latest"),)


@record(kept=Kept.SIGN_IN, staff="id owner name query shared opens_first dropped_at")
class SavedView(models.Model):
    """Filters of the list of clients under a name; `shared` with whoever works where its owner works.

    `opens_first`: its owner's list opens with it. Dropped views stay, so that dropping one can be taken back.
    """

    owner = models.ForeignKey("agency.User", on_delete=models.PROTECT, related_name="saved_views")
    name = models.TextField()
    query = models.TextField()
    shared = models.BooleanField(default=False)
    opens_first = models.BooleanField(default=False)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=["owner", "name"], condition=Q(dropped_at=None), name="saved_view_once"),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(opens_first=True, dropped_at=None), name="saved_view_one_opens_first"
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id merged_at merged_by undone_at undone_by",
    part2="kept_client duplicate moved",
)
class Merge(models.Model):
    """Two records about one person made one: which rows moved (ids by table), so that undoing moves exactly those."""

    kept_client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="merges")
    duplicate = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="merged_by")
    moved = models.JSONField()
    merged_at = models.DateTimeField()
    merged_by = models.TextField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(blank=True)

    class Meta:
        ordering = ("-merged_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(undone_at=None), name="merge_of_a_duplicate_once"
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity safety",
    staff="id user opened_by reason glass opened_at ends_at found reviewed_at reviewed_by",
    part2="client words note",
)
class ChartPass(models.Model):
    """That a chart opens to somebody who is neither on the care team nor on the staff of a session: the reason, from
    when, until when, and what a reviewer found. `glass`: they broke the glass.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="passes")
    user = models.ForeignKey("agency.User", on_delete=models.PROTECT, related_name="+")
    opened_by = models.TextField()
    reason = models.TextField(choices=choices(OpeningReason))
    words = models.TextField(blank=True)
    glass = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    found = models.TextField(choices=choices(Found), blank=True)
    note = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.TextField(blank=True)

    class Meta:
        ordering = ("-opened_at", "-id")
        indexes = (
            models.Index(fields=["client", "user", "ends_at"], name="chart_pass_holds"),
            models.Index(fields=["found", "-opened_at"], name="chart_pass_found"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="chart_pass_lasts"),
            models.CheckConstraint(
                condition=Q(glass=False) | Q(reason=OpeningReason.EMERGENCY.value), name="chart_pass_glass_is_emergency"
            ),
            models.CheckConstraint(
                condition=Q(found="", reviewed_at=None) | (~Q(found="") & Q(reviewed_at__isnull=False)),
                name="chart_pass_found_by_review",
            ),
        )
