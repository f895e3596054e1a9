"""What happened on each client's way, and what it comes to: episodes, stays and holds.

`Step` is what is written; `Episode`, `LevelOfCareStay` and `Hold` are what the steps make (`rules.lifecycle.courses`),
kept as dated rows so that the database has the last word and pages ask one table.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q, Value

from stepdown.audit.columns import DateSpan, choices, ends_after_start
from stepdown.audit.record import record
from stepdown.audit.terms import Kept
from stepdown.episode.terms import (
    ClearanceBasis,
    CloseReason,
    ContactOutcome,
    DischargeReason,
    Event,
    HoldReason,
    WaitReason,
)
from stepdown.kernel import teds
from stepdown.kernel.levels import LevelOfCare


@record(
    kept=Kept.CLIENT_RECORD,
    says="progress",
    staff="id recorded_by recorded_at",
    part2="client event on program level reason where at owner due seat_until text call",
)
class Step(models.Model):
    """One thing that happened on a client's way, from the day `on`. Never changed; taken back by a `TakenBack`.

    `reason` is a value of the event's own enum; `owner` does what comes next, by `due`. `call` is the call that a contact
    was: they are taken back together.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="steps")
    event = models.TextField(choices=choices(Event))
    on = models.DateField()
    program = models.ForeignKey("agency.Program", on_delete=models.PROTECT, null=True, related_name="+")
    level = models.TextField(blank=True, choices=choices(LevelOfCare))
    reason = models.TextField(
        blank=True,
        choices=sorted(
            {
                pair
                for kind in (WaitReason, CloseReason, ContactOutcome, ClearanceBasis, HoldReason, DischargeReason)
                for pair in choices(kind)
            }
        ),
    )
    where = models.TextField(blank=True)
    at = models.DateTimeField(null=True)
    owner = models.ForeignKey("agency.StaffMember", on_delete=models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)
    seat_until = models.DateField(null=True)
    text = models.TextField(blank=True)
    call = models.OneToOneField("people.ContactAttempt", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("on", "id")
        indexes = (models.Index(fields=["client", "on", "id"], name="step_client_on"),)


@record(kept=Kept.CLIENT_RECORD, says="progress", staff="id step by at", part2="why")
class TakenBack(models.Model):
    """A step that was recorded by mistake: it stays readable, and counts for nothing."""

    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="taken_back")
    by = models.TextField()
    at = models.DateTimeField()
    why = models.TextField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(why=""), name="taken_back_has_a_reason"),)


@record(
    kept=Kept.CLIENT_RECORD,
    says="progress discharge",
    staff="id step",
    part2="client admitted_on discharged_on discharge_reason",
)
class Episode(models.Model):
    """One course of treatment, from the day of admission to the day of discharge (its first day out)."""

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="episodes")
    step = models.OneToOneField(Step, on_delete=models.PROTECT, null=True, related_name="+")
    admitted_on = models.DateField()
    discharged_on = models.DateField(null=True)
    discharge_reason = models.TextField(blank=True, choices=choices(DischargeReason))

    class Meta:
        ordering = ("admitted_on",)
        constraints = (
            ends_after_start("episode", "admitted_on", "discharged_on"),
            models.CheckConstraint(
                condition=Q(discharged_on__isnull=True, discharge_reason="")
                | (Q(discharged_on__isnull=False) & ~Q(discharge_reason="")),
                name="episode_discharge_has_a_reason",
            ),
            ExclusionConstraint(
                name="episode_one_at_a_time",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    (DateSpan("admitted_on", "discharged_on", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        )


@record(kept=Kept.CLIENT_RECORD, says="plan", staff="id step", part2="episode program level starts ends")
class LevelOfCareStay(models.Model):
    """Time at one level of care in one programme, from `starts` up to, not including, `ends`."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="stays")
    step = models.OneToOneField(Step, on_delete=models.PROTECT, null=True, related_name="+")
    program = models.ForeignKey("agency.Program", on_delete=models.PROTECT, related_name="stays")
    level = models.TextField(choices=choices(LevelOfCare))
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        ordering = ("starts",)
        constraints = (
            ends_after_start("stay", "starts", "ends"),
            ExclusionConstraint(
                name="stay_one_at_a_time",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    (DateSpan("starts", "ends", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="attendance",
    staff="id step",
    part2="episode reason starts ends due_back seat_kept_until",
)
class Hold(models.Model):
    """Days on which no hours are expected: the person is in hospital, in jail, travelling.

    It goes on until somebody says they are back (`ends`), whatever day they are `due_back`.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="holds")
    step = models.OneToOneField(Step, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(choices=choices(HoldReason))
    starts = models.DateField()
    ends = models.DateField(null=True)
    due_back = models.DateField(null=True)
    seat_kept_until = models.DateField(null=True)

    class Meta:
        ordering = ("starts",)
        constraints = (
            ends_after_start("hold", "starts", "ends"),
            ExclusionConstraint(
                name="hold_one_at_a_time",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    (DateSpan("starts", "ends", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        )


def _answer(codes: type[teds.Teds]) -> models.TextField[str, str]:
    """An answer of the data set; empty until it was asked."""
    return models.TextField(blank=True, choices=choices(codes))


@record(
    kept=Kept.CLIENT_RECORD,
    says="assessment",
    staff="id version changed_at",
    part2="client episode sex pregnant race ethnicity marital_status education employment not_working living"
    " income veteran source justice arrests prior_episodes self_help opioid_medication co_occurring insurance payment",
)
class AdmissionData(models.Model):
    """The state's admission data set (TEDS-A) of one episode; a draft while the client is not admitted.

    `version` counts changes: who saves over somebody else's answers is told.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="admission_data")
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, null=True, related_name="admission_data")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    sex = _answer(teds.Sex)
    pregnant = _answer(teds.YesNo)
    race = _answer(teds.Race)
    ethnicity = _answer(teds.Ethnicity)
    marital_status = _answer(teds.MaritalStatus)
    education = _answer(teds.Education)
    employment = _answer(teds.Employment)
    not_working = _answer(teds.NotWorking)
    living = _answer(teds.Living)
    income = _answer(teds.Income)
    veteran = _answer(teds.YesNo)
    source = _answer(teds.Source)
    justice = _answer(teds.Justice)
    arrests = models.PositiveSmallIntegerField(null=True)
    prior_episodes = models.PositiveSmallIntegerField(null=True)
    self_help = _answer(teds.SelfHelp)
    opioid_medication = _answer(teds.YesNo)
    co_occurring = _answer(teds.YesNo)
    insurance = _answer(teds.Insurance)
    payment = _answer(teds.Payment)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["client"], condition=Q(episode=None), name="one_admission_draft"),
        )


@record(
    kept=Kept.CLIENT_RECORD, says="assessment", staff="id", part2="data place substance route frequency first_use_age"
)
class SubstanceUse(models.Model):
    """One of up to three substances of the admission data set, the primary one at place 1."""

    data = models.ForeignKey(AdmissionData, on_delete=models.PROTECT, related_name="uses")
    place = models.PositiveSmallIntegerField()
    substance = _answer(teds.Substance)
    route = _answer(teds.Route)
    frequency = _answer(teds.Frequency)
    first_use_age = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=["data", "place"], name="substance_place_once"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=3), name="substance_place_1_to_3"),
        )
