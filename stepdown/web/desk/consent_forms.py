"""What is typed to have a consent or an agreement signed, to end one, and to ask what may be told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django import forms

from stepdown.consent.terms import (
    BY_NAME,
    TPO,
    Capacity,
    Category,
    ConsentKind,
    Evidence,
    Item,
    Label,
    Manner,
    NamedException,
    NewConsent,
    PaperKind,
    Purpose,
    RecipientKind,
    Signer,
    Sitting,
    Telling,
)
from stepdown.kernel.dates import EN
from stepdown.kernel.week import zone_of
from stepdown.web.desk.consent_choices import OUTSIDE, TREATING, Choices, member_of, numbers
from stepdown.web.desk.consent_text import LANGUAGES
from stepdown.web.desk.fields import Checks, Day, Line, labels
from stepdown.web.desk.hand_form import HandForm, Spoken

GENERAL = frozenset({RecipientKind.TREATING_PROVIDER, RecipientKind.PAYER, RecipientKind.SERVICE_ORGANIZATION})
"""Whom the one consent for treatment, payment and operations names (42 CFR 2.31(a)(4)(i))."""
CLAIMED = [("", "No"), *labels(NamedException)]


class Programmed(forms.Form):
    """A form that begins with the programme it is about."""

    program = forms.TypedChoiceField(label="Program", coerce=int)

    def __init__(self, choices: Choices, *args: object, **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]
        self.choices = choices
        self.fields["program"].choices = [(one.id, one.name) for one in choices.programs]  # type: ignore[attr-defined]
        if len(choices.programs) == 1:
            self.fields["program"].widget = forms.HiddenInput()
            self.fields["program"].initial = choices.programs[0].id


class ConsentForm(Programmed, Spoken):
    """A consent, before it is read and signed."""

    kind = forms.ChoiceField(label="What kind of consent", choices=labels(ConsentKind), initial=ConsentKind.NAMED)
    who = forms.ChoiceField(
        label="Who may be told",
        required=False,
        help_text="For treatment, payment and running the program leave it empty: the law's own words name whom.",
    )
    members = Checks(
        label="And to whom an exchange may pass it on",
        required=False,
        help_text="Only for an exchange. Who joins it later is not named: that takes a new consent.",
    )
    purposes = Checks(label="What it is for", choices=labels(Purpose), required=False)
    categories = Checks(label="What may be told", choices=labels(Category), required=False)
    labels = Checks(
        label="And, because the client says so, also what is marked",
        choices=labels(sorted(BY_NAME)),
        required=False,
        help_text="A general consent does not reach these.",
    )
    last = Day(label="Last day", required=False)
    at_discharge = forms.BooleanField(
        label="When they leave the program", required=False, help_text="At their discharge it ends by itself."
    )
    event = Line(label="Or what ends it", required=False, help_text="For example: this matter is closed.")
    language = forms.ChoiceField(label="Language of the paper", choices=LANGUAGES, initial=EN)

    def __init__(self, choices: Choices, *args: object, **rest: object) -> None:
        super().__init__(choices, *args, **rest)
        self.fields["who"].choices = [("", "Nobody by name"), *choices.named]  # type: ignore[attr-defined]
        if choices.passed_on_to:
            self.fields["members"].choices = choices.passed_on_to  # type: ignore[attr-defined]
        else:
            del self.fields["members"]

    def chosen_members(self) -> frozenset[str]:
        """Members of the exchange that is named, as the gate calls them, and `TREATING`."""
        recipient, _ = numbers(self.cleaned_data["who"])
        pairs = (one.split(" ") for one in self.cleaned_data.get("members", ()))
        return frozenset(who for exchange, who in pairs if exchange == str(recipient))

    def clean(self) -> dict[str, object]:
        """Members are those of the exchange that is named."""
        said = super().clean() or {}
        if "who" in said and len(self.chosen_members()) < len(said.get("members") or ()):
            self.add_error("members", "Choose members of the exchange that is named above, and of no other.")
        return said

    def new(self, client: int, zone: str) -> NewConsent:
        """The consent as typed, not signed yet; the last day is included, in the site's `zone`."""
        said = self.cleaned_data
        kind = ConsentKind(said["kind"])
        recipient, contact = numbers(said["who"])
        general = kind == ConsentKind.TPO and not said["who"]
        return NewConsent(
            client=client,
            program=said["program"],
            kind=kind,
            purposes=frozenset(map(Purpose, said["purposes"])) or (TPO if kind == ConsentKind.TPO else frozenset()),
            categories=frozenset(map(Category, said["categories"])),
            text="",
            signer_name="",
            recipient=recipient,
            contact=contact,
            kinds=GENERAL if general else frozenset(),
            members=self.chosen_members() - {TREATING},
            treating=TREATING in self.chosen_members(),
            labels=frozenset(map(Label, said["labels"])),
            ends=None if said["last"] is None else day_after(said["last"], zone),
            event=said["event"],
            at_discharge=said["at_discharge"],
            language=said["language"],
        )


def words_read(text: str) -> str:
    """What a page sends along of the words it showed, so that nothing else is signed than what was read."""
    return sha256(text.encode()).hexdigest()


class SignForm(HandForm):
    """Reading it, and signing it. A consent to tell somebody is never only spoken (42 CFR 2.31)."""

    told = forms.BooleanField(
        label="They have read it, or it was read to them, and they know that they can take it back",
        error_messages={"required": "Read it with them first."},
    )

    read = forms.CharField(required=False)

    FIRST = ("told", *HandForm.FIRST)
    MANNERS = tuple(one for one in Manner if one != Manner.SPOKEN)

    def of_these_words(self, text: str) -> None:
        """Refuse what was signed under other words: a name or a day in them changed since the page was read."""
        if self.is_valid() and self.cleaned_data["read"] not in {"", words_read(text)}:
            self.data = {**self.data, "drawing": ""}
            self.add_error(
                "told", self.in_words("The words changed since they were read. Read them again, and tick this anew.")
            )


class SittingForm(HandForm):
    """Papers of an admission, read and ticked one by one, signed in one sitting."""

    kinds = Checks(
        choices=labels(PaperKind), error_messages={"required": "Tick each paper that was read and agreed to, or given."}
    )
    declined = Line(
        label="Why they do not acknowledge a notice",
        required=False,
        max_length=300,
        help_text="Only when they were given a ticked notice and do not want to sign for it.",
    )
    signer_name = Line(label="Their name, as their signature", required=False)

    FIRST = (*HandForm.FIRST, "declined")

    def sitting(self, client: int, program: int, language: str) -> Sitting:
        """What was typed."""
        said = self.cleaned_data
        return Sitting(
            client=client,
            program=program,
            kinds=frozenset(map(PaperKind, said["kinds"])),
            signer_name=said["signer_name"],
            taken_in=Capacity(said["taken_in"]),
            language=language,
            signer=Signer(said["signer"]),
            witness=said["witness"],
            interpreter=said["interpreter"],
            hand=self.hand(),
            declined=said["declined"],
        )


class PaperChoiceForm(Programmed):
    """Which papers are read: of which program, in which language."""

    language = forms.ChoiceField(label="Language of the papers", choices=LANGUAGES)


class AskForm(Programmed):
    """Whom somebody here wants to tell what."""

    who = forms.ChoiceField(label="Whom", required=False)
    kind = forms.ChoiceField(label="Or somebody else", choices=[("", "Nobody else"), *labels(OUTSIDE)], required=False)
    name = Line(label="Their name", required=False, help_text="Who asks, and from where. It is kept.")
    purpose = forms.ChoiceField(label="What for", choices=labels(Purpose))
    categories = Checks(label="What", choices=labels(Category), error_messages={"required": "Choose what to tell."})
    exception = forms.ChoiceField(label="Is it one of these?", choices=CLAIMED, required=False)

    def __init__(self, choices: Choices, *args: object, **rest: object) -> None:
        super().__init__(choices, *args, **rest)
        through = [("Through an exchange", choices.through)] if choices.through else []
        self.fields["who"].choices = [("", "Nobody on the list"), *choices.named, *through]  # type: ignore[attr-defined]
        for one in Evidence:
            if one != Evidence.TREATING_RELATIONSHIP or through:
                self.fields[one.value] = Line(label=labels([one])[0][1], required=False, max_length=500)
        if through:
            self.fields[Evidence.TREATING_RELATIONSHIP.value].help_text = "Only for a member of an exchange."

    @property
    def evidence(self) -> list[forms.BoundField]:
        """The fields of what is on file for an exception."""
        exceptional = [one for one in Evidence if one != Evidence.TREATING_RELATIONSHIP]
        return [self[one.value] for one in exceptional if one.value in self.fields]

    def clean(self) -> dict[str, object]:
        """Somebody is named, or at least what they are."""
        said = super().clean() or {}
        if not said.get("who") and not said.get("kind"):
            self.add_error("who", "Choose whom to tell, or what they are.")
        return said

    def telling(self, client: int) -> Telling:
        """What was typed."""
        said = self.cleaned_data
        recipient, contact = numbers(said["who"])
        return Telling(
            client=client,
            program=said["program"],
            purpose=Purpose(said["purpose"]),
            items=frozenset(Item(Category(one)) for one in said["categories"]),
            door="spoken",
            kind=None if said["who"] else RecipientKind(said["kind"]),
            name=said["name"],
            recipient=recipient,
            contact=contact,
            member=member_of(said["who"]),
            exception=NamedException(said["exception"]) if said["exception"] else None,
            evidence=tuple((one, said[one.value]) for one in Evidence if said.get(one.value, "").strip()),
        )


class RevokeForm(forms.Form):
    """Taking a consent back."""

    signer_name = Line(label="Who takes it back")
    in_writing = forms.BooleanField(label="In writing", required=False)


class EventForm(forms.Form):
    """What a consent ends with has happened."""

    on = Day(label="It happened on")
    said_by = Line(label="Who said so")


def day_after(last: date, zone: str) -> datetime:
    """The first moment after a last day, at local midnight in `zone`."""
    return datetime.combine(last + timedelta(days=1), time(), zone_of(zone))
