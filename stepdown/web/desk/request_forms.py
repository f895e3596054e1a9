"""What is typed when somebody asks about their record, and when it is answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from stepdown.audit.terms import Category
from stepdown.consent.terms import LegalWay, RecipientRow, Signer
from stepdown.people.terms import CirclePerson
from stepdown.privacy.terms import Form, Ground, Known, NewAnswer, NewRequest, Outcome, RequestKind, Says
from stepdown.web.desk.fields import Checks, Day, Line, labels
from stepdown.web.desk.legal_forms import Beside

PARTS = [one for one in Category if one not in {Category.COUNSELING_NOTES, Category.IDENTITY}]
PAPERS = "papers"
"""What they signed: asked for like a part, and no category of the gate."""
ENDS = {
    RequestKind.ACCESS: (Outcome.GIVEN, Outcome.IN_PART, Outcome.DENIED, Outcome.WITHDRAWN),
    RequestKind.AMENDMENT: (Outcome.ACCEPTED, Outcome.IN_PART, Outcome.DENIED, Outcome.WITHDRAWN),
    RequestKind.ACCOUNTING: (Outcome.GIVEN, Outcome.WITHDRAWN),
}
"""In the order somebody reads them; the rules have the last word."""
ACCESS_GROUNDS = list(Ground)[: list(Ground).index(Ground.NOT_OURS)]
AMENDMENT_GROUNDS = list(Ground)[list(Ground).index(Ground.NOT_OURS) :]


def _words(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=2000, widget=widget, help_text=help_text)


class RequestForm(forms.Form):
    """Three questions, and more for who needs them."""

    kind = forms.ChoiceField(label="What they ask", choices=labels(RequestKind))
    asker_name = Line(label="Who asks", max_length=200)
    known_by = forms.ChoiceField(label="How you know it is they", choices=labels(Known))
    asks = _words("What is wrong in the record", required=False, help_text="For something to be put right.")
    should_say = _words("What it should say", required=False)
    wanted_as = forms.ChoiceField(label="How they want it", choices=labels(Form), required=False)
    parts = Checks(
        label="Which parts",
        choices=[*labels(PARTS), (PAPERS, "What they signed, and who was told")],
        required=False,
        help_text="Tick none for the whole record.",
    )
    to = forms.ChoiceField(
        label="For whom", required=False, help_text="To somebody else it goes only as far as a consent reaches."
    )
    asker = forms.ChoiceField(
        label="Asked by",
        choices=[(Signer.CLIENT.value, "The client"), (Signer.REPRESENTATIVE.value, "Who acts for them")],
    )
    relation = Line(label="What lets them act for the client", required=False, max_length=200)
    came_by = forms.ChoiceField(label="How it came", choices=labels(LegalWay))
    received_on = Day(label="Came on")

    def __init__(
        self, circle: Iterable[CirclePerson], organizations: Iterable[RecipientRow], *args: Any, **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        around = [(f"contact:{one.id}", f"{one.name} ({one.relationship})") for one in circle]
        known = [(f"recipient:{one.id}", one.name) for one in organizations if one.verified_at]
        self.fields["to"].choices = [("", "For themselves"), *around, *known]  # type: ignore[attr-defined]

    @property
    def first(self) -> list[forms.BoundField]:
        """The three questions everybody answers."""
        return [self[name] for name in ("kind", "asker_name", "known_by")]

    @property
    def more(self) -> list[forms.BoundField]:
        """The rest, which has an answer already."""
        return [field for field in self if field.name not in {"kind", "asker_name", "known_by"}]

    def new(self, client: int) -> NewRequest:
        """What was typed."""
        said = self.cleaned_data
        whom, _, number = said["to"].partition(":")
        kind = RequestKind(said["kind"])
        return NewRequest(
            client=client,
            kind=kind,
            received_on=said["received_on"],
            asker_name=said["asker_name"],
            known_by=Known(said["known_by"]),
            asker=Signer(said["asker"]),
            relation=said["relation"],
            came_by=LegalWay(said["came_by"]),
            asks=said["asks"],
            should_say=said["should_say"],
            parts=frozenset(Category(one) for one in said["parts"] if one != PAPERS),
            papers=PAPERS in said["parts"],
            wanted_as=Form(said["wanted_as"] or Form.FILES),
            contact=int(number) if whom == "contact" else None,
            recipient=int(number) if whom == "recipient" else None,
        )


class ExtendForm(Beside):
    """Why the answer takes longer, as the client was told."""

    words = _words("Why it takes longer", help_text="As it stands in the letter to the client.")
    told_on = Day(label="Told in writing on")


class AnswerForm(Beside):
    """How a request ends."""

    outcome = forms.ChoiceField(label="How it ends")
    grounds = Checks(label="On which ground", required=False, help_text="Only for what is kept back.")
    gone_by = forms.ChoiceField(
        label="How it reached them", choices=[("", "It did not go anywhere"), *labels(LegalWay)], required=False
    )
    words = _words("In words the client reads", required=False)

    def __init__(self, kind: RequestKind, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        fields: dict[str, Any] = self.fields
        fields["outcome"].choices = labels(ENDS[kind])
        if kind == RequestKind.ACCOUNTING:
            del fields["grounds"]
        else:
            fields["grounds"].choices = labels(ACCESS_GROUNDS if kind == RequestKind.ACCESS else AMENDMENT_GROUNDS)
        if kind == RequestKind.AMENDMENT:
            del fields["gone_by"]

    @property
    def first(self) -> list[forms.BoundField]:
        """How it ends, and how it reached them where something does."""
        return [field for field in self if field.name in {"outcome", "gone_by"}]

    @property
    def denied(self) -> list[forms.BoundField]:
        """The grounds, where there are any."""
        return [field for field in self if field.name == "grounds"]

    def new(self) -> NewAnswer:
        """What was typed."""
        said = self.cleaned_data
        grounds = frozenset(map(Ground, said.get("grounds", ())))
        gone_by = said.get("gone_by")
        return NewAnswer(Outcome(said["outcome"]), said["words"], grounds, LegalWay(gone_by) if gone_by else None)


class StatementForm(Beside):
    """What the client, or we, say to a denied amendment."""

    says = forms.ChoiceField(label="Who says it", choices=labels(Says))
    words = _words("The statement")
