"""What people ask about their own records and how it was answered; breaches and how each was dealt with."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from stepdown.audit.columns import choices
from stepdown.audit.record import record
from stepdown.audit.terms import Category, Kept
from stepdown.consent.terms import LegalWay, Signer
from stepdown.privacy.terms import Form, Ground, Known, Outcome, RequestKind, Says
from stepdown.privacy.terms.breaches import BreachNotice, BreachOutcome, Factor, Rating


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id received_on recorded_at recorded_by",
    part2="client kind came_by asker asker_name relation known_by asks should_say parts papers wanted_as contact recipient",
)
class Request(models.Model):
    """Something a client, or who may act for them, asks about the record. It is never changed.

    Access: `parts` are the kinds of information wanted, `papers` whether what they signed is, too (neither: all of it), as
    `wanted_as`, to themselves or to the one person or organisation they name. Amendment: `asks` is what is wrong, `should_say` what it should say.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="privacy_requests")
    kind = models.TextField(choices=choices(RequestKind))
    received_on = models.DateField()
    came_by = models.TextField(choices=choices(LegalWay))
    asker = models.TextField(choices=choices(Signer))
    asker_name = models.TextField()
    relation = models.TextField(blank=True)
    known_by = models.TextField(choices=choices(Known))
    asks = models.TextField(blank=True)
    should_say = models.TextField(blank=True)
    parts = ArrayField(models.TextField(choices=choices(Category)), default=list)
    papers = models.BooleanField(default=False)
    wanted_as = models.TextField(choices=choices(Form), blank=True)
    contact = models.ForeignKey("people.Contact", on_delete=models.PROTECT, null=True, related_name="+")
    recipient = models.ForeignKey("consent.Recipient", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("received_on", "id")
        indexes = (models.Index(fields=["client", "-received_on"], name="privacy_request_client"),)
        constraints = (
            models.CheckConstraint(condition=~Q(asker_name=""), name="privacy_request_says_who"),
            models.CheckConstraint(
                condition=Q(asker=Signer.CLIENT.value) | ~Q(relation=""), name="privacy_request_says_who_acts_for_them"
            ),
            models.CheckConstraint(
                condition=Q(kind=RequestKind.ACCESS.value) & ~Q(wanted_as="")
                | ~Q(kind=RequestKind.ACCESS.value)
                & Q(wanted_as="", parts=[], papers=False, contact=None, recipient=None),
                name="privacy_request_access_says_how",
            ),
            models.CheckConstraint(
                condition=Q(kind=RequestKind.AMENDMENT.value) & ~Q(asks="") & ~Q(should_say="")
                | ~Q(kind=RequestKind.AMENDMENT.value) & Q(should_say=""),
                name="privacy_request_says_what_is_wrong",
            ),
            models.CheckConstraint(condition=Q(contact=None) | Q(recipient=None), name="privacy_request_to_one"),
        )


@record(kept=Kept.CLIENT_RECORD, says="identity", staff="id told_on recorded_at recorded_by", part2="request words")
class Extension(models.Model):
    """The one extension of a request's clock: the reason, and when the client was told it in writing."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="extension")
    words = models.TextField()
    told_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(words=""), name="privacy_extension_says_why"),)


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id made_at recorded_by size digest",
    part2="request categories withheld",
)
class Copy(models.Model):
    """A copy of the record that was made for a request: what it holds, and the SHA-256 of the file."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="copies")
    categories = ArrayField(models.TextField(choices=choices(Category)), default=list)
    withheld = ArrayField(models.TextField(choices=choices(Category)), default=list)
    size = models.PositiveBigIntegerField()
    digest = models.BinaryField()
    made_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("-made_at", "-id")


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id answered_at recorded_by",
    part2="request outcome grounds words gone_by",
)
class Answer(models.Model):
    """How a request ended, once, in words the client is told; `gone_by` is how a copy or a list reached them."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="answer")
    outcome = models.TextField(choices=choices(Outcome))
    grounds = ArrayField(models.TextField(choices=choices(Ground)), default=list)
    words = models.TextField(blank=True)
    gone_by = models.TextField(choices=choices(LegalWay), blank=True)
    answered_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=[Outcome.DENIED.value, Outcome.IN_PART.value]) & ~Q(grounds=[]) & ~Q(words="")
                | ~Q(outcome__in=[Outcome.DENIED.value, Outcome.IN_PART.value]) & Q(grounds=[]),
                name="privacy_answer_denied_on_grounds",
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id said_on recorded_at recorded_by",
    part2="request says words",
)
class Statement(models.Model):
    """What the client, or we, say to a denied amendment. It goes along with the record from then on."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="statements")
    says = models.TextField(choices=choices(Says))
    words = models.TextField()
    said_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("recorded_at", "id")
        constraints = (
            models.UniqueConstraint(fields=["request", "says"], name="privacy_statement_once"),
            models.CheckConstraint(condition=~Q(words=""), name="privacy_statement_says_something"),
        )


@record(
    kept=Kept.AGENCY_RECORD,
    staff="id site discovered_on happened_on people recorded_at recorded_by",
    part2="what parts",
)
class Breach(models.Model):
    """Something happened to records that the law may not allow. It says how many people, and names nobody. Never changed.

    `discovered_on` is the first day anybody here knew, or would have known (45 CFR 164.404(a)(2)). `parts` are the kinds of
    information it touched; `people` is how many, as far as known then.
    """

    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, related_name="+")
    discovered_on = models.DateField()
    happened_on = models.DateField(null=True)
    people = models.PositiveIntegerField()
    what = models.TextField()
    parts = ArrayField(models.TextField(choices=choices(Category)))
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("discovered_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(people__gt=0), name="breach_touches_somebody"),
            models.CheckConstraint(condition=~Q(what="") & ~Q(parts=[]), name="breach_says_what"),
            models.CheckConstraint(
                condition=Q(happened_on=None) | Q(happened_on__lte=models.F("discovered_on")), name="breach_found_later"
            ),
        )


@record(kept=Kept.AGENCY_RECORD, staff="id breach outcome people decided_at recorded_by", part2="words")
class BreachAssessment(models.Model):
    """What a named person decided, and why. What becomes known later is weighed anew: the latest counts."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="assessments")
    outcome = models.TextField(choices=choices(BreachOutcome))
    people = models.PositiveIntegerField()
    words = models.TextField()
    decided_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("-decided_at", "-id")
        constraints = (
            models.CheckConstraint(condition=~Q(words="") & Q(people__gt=0), name="breach_assessment_says_why"),
        )


@record(kept=Kept.AGENCY_RECORD, staff="id assessment factor rating", part2="why")
class BreachFactor(models.Model):
    """One factor of an assessment, with its reason."""

    assessment = models.ForeignKey(BreachAssessment, on_delete=models.PROTECT, related_name="factors")
    factor = models.TextField(choices=choices(Factor))
    rating = models.TextField(choices=choices(Rating))
    why = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["assessment", "factor"], name="breach_factor_once"),
            models.CheckConstraint(condition=~Q(why=""), name="breach_factor_says_why"),
        )


@record(
    kept=Kept.AGENCY_RECORD,
    staff="id breach notice told_on recorded_at recorded_by taken_back_at taken_back_by",
    part2="words taken_back_words",
)
class BreachTold(models.Model):
    """Who was told of a breach, when and how, once each. What was written by mistake is taken back, and stays to be read."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="told")
    notice = models.TextField(choices=choices(BreachNotice))
    told_on = models.DateField()
    words = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.TextField(blank=True)
    taken_back_words = models.TextField(blank=True)

    class Meta:
        ordering = ("told_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["breach", "notice"], condition=Q(taken_back_at=None), name="breach_told_once"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="breach_told_says_how"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_words="")
                | Q(taken_back_at__isnull=False) & ~Q(taken_back_words=""),
                name="breach_told_taken_back_with_a_reason",
            ),
        )


@record(kept=Kept.AGENCY_RECORD, staff="id breach closed_at recorded_by", part2="words")
class BreachClosing(models.Model):
    """The end of it, and what keeps it from happening again."""

    breach = models.OneToOneField(Breach, on_delete=models.PROTECT, related_name="closing")
    words = models.TextField()
    closed_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(words=""), name="breach_closing_says_something"),)


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id placed_on recorded_at recorded_by lifted_at lifted_by",
    part2="client words lifted_words",
)
class LegalHold(models.Model):
    """A record is kept beyond every last day, for the reason in `words`, until it is lifted with a reason."""

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="legal_holds")
    words = models.TextField()
    placed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.TextField(blank=True)
    lifted_words = models.TextField(blank=True)

    class Meta:
        ordering = ("placed_on", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(words=""), name="legal_hold_says_why"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_words="") | Q(lifted_at__isnull=False) & ~Q(lifted_words=""),
                name="legal_hold_lifted_with_a_reason",
            ),
        )
