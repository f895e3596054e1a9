"""Recipients and agreements with them, consents and their revocation, and every answer of the gate."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from stepdown.audit.columns import choices, ends_after_start
from stepdown.audit.record import AppendOnly, record
from stepdown.audit.terms import Kept
from stepdown.consent.terms import (
    NOTICES,
    AgreementKind,
    Authority,
    Basis,
    Capacity,
    Category,
    CodeSystem,
    ConsentKind,
    CopyWay,
    Label,
    LegalKind,
    LegalOutcome,
    LegalPaper,
    LegalStep,
    LegalWay,
    Manner,
    NamedException,
    PaperKind,
    Purpose,
    RecipientKind,
    RestrictionOutcome,
    Signer,
)


def _many(
    enum: type[Basis | Category | Label | LegalPaper | Purpose | RecipientKind],
) -> ArrayField[list[str], list[str]]:
    return ArrayField(models.TextField(choices=choices(enum)), default=list)


@record(kept=Kept.AGENCY_RECORD, staff="id name kind address phone verified_at verified_by ended_at")
class Recipient(models.Model):
    """An organisation records may go to. `verified_at`: somebody made sure that the address is theirs."""

    name = models.TextField(unique=True)
    kind = models.TextField(choices=choices(RecipientKind))
    address = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="recipient_has_a_name"),)


@record(kept=Kept.AGENCY_RECORD, staff="id recipient kind starts ends")
class Agreement(models.Model):
    """A written agreement with a service organisation, from `starts` up to, not including, `ends` (42 CFR 2.11)."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="agreements")
    kind = models.TextField(choices=choices(AgreementKind))
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        ordering = ("-starts",)
        constraints = (ends_after_start("agreement", "starts", "ends"),)


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id signed_at recorded_by language",
    part2="client program kind recipient contact kinds members treating purposes categories labels ends event at_discharge signer signer_name"
    " witness interpreter text digest",
)
class Consent(models.Model):
    """A signed consent to a disclosure. It is never changed: a narrower one is a new one, and the old one is revoked.

    The recipient is an organisation, somebody of the circle, or `kinds` of recipients. It holds from `signed_at` up to,
    not including, `ends`; `event` says in words what ends it; one `at_discharge` ends when the client leaves. To an exchange it names `members` as the gate calls them,
    or those `treating` the client, or both (42 CFR 2.31(a)(4)(ii)). `text` is what was signed, word for word, and `digest` its
    SHA-256.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="consents")
    program = models.ForeignKey("agency.Program", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=choices(ConsentKind))
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, null=True, related_name="consents")
    contact = models.ForeignKey("people.Contact", on_delete=models.PROTECT, null=True, related_name="consents")
    kinds = _many(RecipientKind)
    members = ArrayField(models.TextField(), default=list)
    treating = models.BooleanField(default=False)
    purposes = _many(Purpose)
    categories = _many(Category)
    labels = _many(Label)
    signed_at = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    event = models.TextField(blank=True)
    at_discharge = models.BooleanField(default=False)
    language = models.TextField()
    signer = models.TextField(choices=choices(Signer))
    signer_name = models.TextField()
    witness = models.TextField(blank=True)
    interpreter = models.TextField(blank=True)
    recorded_by = models.TextField()
    text = models.TextField()
    digest = models.BinaryField()

    class Meta:
        ordering = ("-signed_at", "-id")
        indexes = (models.Index(fields=["client", "-signed_at"], name="consent_client"),)
        constraints = (
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gt=F("signed_at")), name="consent_ends_later"),
            models.CheckConstraint(condition=~Q(signer_name=""), name="consent_is_signed"),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, contact=None, kinds=[])
                | Q(recipient=None, contact__isnull=False, kinds=[])
                | Q(recipient=None, contact=None) & ~Q(kinds=[]),
                name="consent_has_one_recipient",
            ),
            models.CheckConstraint(condition=~Q(purposes=[]) & ~Q(categories=[]), name="consent_says_what_for"),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False) | Q(members=[], treating=False),
                name="consent_members_are_of_a_recipient",
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD, says="identity", staff="id revoked_at recorded_by", part2="consent signer_name in_writing"
)
class Revocation(models.Model):
    """A consent was taken back, at once and for everything to come. What left before stays told, and on record."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="revocation")
    revoked_at = models.DateTimeField()
    signer_name = models.TextField()
    in_writing = models.BooleanField()
    recorded_by = models.TextField()


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id asked_at recorded_by",
    part2="client kind recipient contact purposes categories first until paid_in_full words",
)
class RestrictionRequest(models.Model):
    """What a client asked us not to tell somebody, in their words (45 CFR 164.522(a); 42 CFR 2.26). It is never changed.

    `kind` is what the recipient is; it is for all of that kind where none is named. No purposes, no categories: all of
    them. It is about care from `first` up to, not including, `until`. One `paid_in_full` must be kept.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="restriction_requests")
    kind = models.TextField(choices=choices(RecipientKind))
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey("people.Contact", on_delete=models.PROTECT, null=True, related_name="+")
    purposes = _many(Purpose)
    categories = _many(Category)
    first = models.DateField(null=True)
    until = models.DateField(null=True)
    paid_in_full = models.BooleanField()
    words = models.TextField()
    asked_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            ends_after_start("restrictionrequest", "first", "until"),
            models.CheckConstraint(condition=~Q(words=""), name="restriction_says_what"),
            models.CheckConstraint(
                condition=Q(recipient=None) | Q(contact=None), name="restriction_names_one_recipient_at_most"
            ),
            models.CheckConstraint(
                condition=Q(paid_in_full=False) | Q(kind=RecipientKind.PAYER.value),
                name="restriction_of_what_was_paid_for_is_for_a_plan",
            ),
        )


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id answered_at answered_on recorded_by",
    part2="request outcome words",
)
class RestrictionAnswer(models.Model):
    """One answer to such a request: agreed to, declined, ended. `answered_on` is the local day. Only added to."""

    request = models.ForeignKey(RestrictionRequest, on_delete=models.PROTECT, related_name="answers")
    outcome = models.TextField(choices=choices(RestrictionOutcome))
    words = models.TextField()
    answered_at = models.DateTimeField()
    answered_on = models.DateField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["request", "outcome"], name="restriction_answered_so_once"),
            models.CheckConstraint(condition=~Q(words=""), name="restriction_answer_says_why"),
        )


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
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id version signed_at recorded_by language",
    part2="client program kind signer signer_name relation witness interpreter taken_in declined text digest",
)
class Paper(models.Model):
    """A signed agreement of an admission, or a notice that was given. It is never changed; it holds until it is taken
    back, or the client leaves.

    `text` is `version` of its words as they were signed, names and all, and `digest` its SHA-256. `declined` says why a
    notice was not acknowledged: then nobody signed it.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="papers")
    program = models.ForeignKey("agency.Program", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=choices(PaperKind))
    version = models.PositiveSmallIntegerField()
    signed_at = models.DateTimeField()
    language = models.TextField()
    signer = models.TextField(choices=choices(Signer))
    signer_name = models.TextField()
    relation = models.TextField(blank=True)
    witness = models.TextField(blank=True)
    interpreter = models.TextField(blank=True)
    taken_in = models.TextField(choices=choices(Capacity))
    declined = models.TextField(blank=True)
    recorded_by = models.TextField()
    text = models.TextField()
    digest = models.BinaryField()

    class Meta:
        ordering = ("-signed_at", "-id")
        indexes = (models.Index(fields=["client", "-signed_at"], name="paper_client"),)
        constraints = (
            models.CheckConstraint(
                condition=(~Q(signer_name="") | ~Q(declined="")) & ~Q(text=""), name="paper_is_signed"
            ),
            models.CheckConstraint(
                condition=Q(declined="") | Q(kind__in=sorted(one.value for one in NOTICES)),
                name="paper_declined_is_a_notice",
            ),
            models.CheckConstraint(condition=~Q(taken_in=Capacity.IN_DOUBT.value), name="paper_was_understood"),
            models.CheckConstraint(
                condition=Q(signer=Signer.CLIENT.value) | ~Q(relation=""), name="paper_says_who_a_representative_is"
            ),
        )


@record(
    kept=Kept.AGENCY_RECORD,
    public="id kind version starts english spanish material change",
    staff="recorded_at recorded_by",
)
class Wording(models.Model):
    """The agency's own words of a paper of an admission: a version, from the day `starts`. Never changed.

    Version 1 is ours (`terms.paper_text`). `material`: who signed or was given earlier words goes through these.
    """

    kind = models.TextField(choices=choices(PaperKind))
    version = models.PositiveSmallIntegerField()
    starts = models.DateField()
    english = models.TextField()
    spanish = models.TextField()
    material = models.BooleanField()
    change = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("kind", "version")
        constraints = (
            models.UniqueConstraint(fields=["kind", "version"], name="wording_version_once"),
            models.CheckConstraint(condition=Q(version__gt=1), name="wording_follows_ours"),
            models.CheckConstraint(condition=~Q(english="") & ~Q(spanish="") & ~Q(change=""), name="wording_is_whole"),
        )


@record(
    kept=Kept.CLIENT_RECORD, says="identity", staff="id withdrawn_at recorded_by", part2="paper signer_name in_writing"
)
class Withdrawal(models.Model):
    """An agreement of an admission was taken back."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField()
    signer_name = models.TextField()
    in_writing = models.BooleanField()
    recorded_by = models.TextField()


_OF_ONE = Q(consent__isnull=False, paper=None) | Q(consent=None, paper__isnull=False)


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id",
    part2="consent paper signer name manner drawing authority evidence authority_ends taken_in",
)
class Signature(models.Model):
    """One signature under a consent or an agreement: the client's, or that of whoever may sign for or beside them.

    `drawing` is a path on a sheet of `terms.PAD`. `authority` and `evidence` say what lets a representative sign;
    `authority_ends` is the first day it no longer does.
    """

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="signatures")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="signatures")
    signer = models.TextField(choices=choices(Signer))
    name = models.TextField()
    manner = models.TextField(choices=choices(Manner))
    drawing = models.TextField(blank=True)
    authority = models.TextField(choices=choices(Authority), blank=True)
    evidence = models.TextField(blank=True)
    authority_ends = models.DateField(null=True)
    taken_in = models.TextField(choices=choices(Capacity), blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=_OF_ONE, name="signature_of_one_paper"),
            models.CheckConstraint(condition=~Q(name=""), name="signature_says_whose"),
            models.CheckConstraint(condition=~Q(manner="drawn", drawing=""), name="signature_drawn_is_there"),
            models.UniqueConstraint(fields=["consent", "signer"], name="signature_once_a_consent"),
            models.UniqueConstraint(fields=["paper", "signer"], name="signature_once_a_paper"),
        )


@record(
    kept=Kept.CLIENT_RECORD, says="identity", staff="id given_at recorded_by", part2="consent paper given_as digest"
)
class CopyGiven(models.Model):
    """The client had a copy of what they signed, or did not want one. `digest` is the SHA-256 of the file, where one was made."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="copies")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="copies")
    given_as = models.TextField(choices=choices(CopyWay))
    given_at = models.DateTimeField()
    digest = models.BinaryField(default=b"")
    recorded_by = models.TextField()

    class Meta:
        ordering = ("given_at", "id")
        constraints = (models.CheckConstraint(condition=_OF_ONE, name="copy_of_one_paper"),)


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
    categories = _many(Category)
    allowed = models.BooleanField()
    bases = _many(Basis)
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


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id site received_on recorded_at recorded_by",
    part2="client kind sender reply_to came_by due_on name_written asks papers",
)
class LegalRequest(models.Model):
    """A subpoena, an order, an officer at the door, a letter: as it was taken in, by whoever stood there.

    `name_written` is whom it is about as the paper says it. `client` is whom compliance found it to be about; while the
    request is open, that record stays as it is.
    """

    site = models.ForeignKey("agency.Site", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, null=True, related_name="legal_requests")
    kind = models.TextField(choices=choices(LegalKind))
    sender = models.TextField()
    reply_to = models.TextField(blank=True)
    came_by = models.TextField(choices=choices(LegalWay))
    received_on = models.DateField()
    due_on = models.DateField(null=True)
    name_written = models.TextField(blank=True)
    asks = models.TextField()
    papers = _many(LegalPaper)
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("-received_on", "-id")
        constraints = (
            models.CheckConstraint(condition=~Q(sender="") & ~Q(asks=""), name="legal_request_says_who_and_what"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("received_on")), name="legal_request_due_later"
            ),
        )


@record(kept=Kept.CLIENT_RECORD, says="identity", staff="id recorded_at recorded_by", part2="request legal_step words")
class LegalNote(models.Model):
    """One thing compliance did about a legal request."""

    request = models.ForeignKey(LegalRequest, on_delete=models.PROTECT, related_name="notes")
    legal_step = models.TextField(choices=choices(LegalStep))
    words = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        ordering = ("recorded_at", "id")


@record(
    kept=Kept.CLIENT_RECORD,
    says="identity",
    staff="id decided_at recorded_by",
    part2="request outcome words disclosure",
)
class LegalDecision(models.Model):
    """How a legal request ended, once. `disclosure` is the row of the accounting by which something was told."""

    request = models.OneToOneField(LegalRequest, on_delete=models.PROTECT, related_name="decision")
    outcome = models.TextField(choices=choices(LegalOutcome))
    words = models.TextField()
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome=LegalOutcome.DISCLOSED.value, disclosure__isnull=False)
                | ~Q(outcome=LegalOutcome.DISCLOSED.value) & Q(disclosure=None),
                name="legal_decision_disclosed_by_the_gate",
            ),
        )
