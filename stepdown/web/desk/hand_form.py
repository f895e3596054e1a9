"""Who signs, and how: the fields that consents and agreements share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from stepdown.consent.terms import LONGEST_DRAWING, Authority, Capacity, Hand, Manner, Signer
from stepdown.kernel.dates import EN
from stepdown.web.desk.fields import Day, Line, labels
from stepdown.web.desk.hand_words import SPOKEN_IN


class Spoken(forms.Form):
    """A form the client reads along: asked, and answered, in the language of their paper."""

    said = SPOKEN_IN[EN]

    def speak(self, language: str) -> None:
        """Ask in `language`, and say in it what is missing; before it is asked whether the form is good."""
        self.said = said = SPOKEN_IN.get(language, SPOKEN_IN[EN])
        for name, field in self.fields.items():
            field.label, field.help_text = said.fields.get(name, (field.label, field.help_text))
            field.error_messages = {code: self.in_words(words) for code, words in field.error_messages.items()}
            if isinstance(field, forms.ChoiceField):
                own = said.fields_own.get(name, said.choices)
                field.choices = [_choice(own, value, words) for value, words in field.choices]  # type: ignore[misc, union-attr]

    def in_words(self, english: object) -> str:
        """What is said of what was typed, in the language spoken."""
        return self.said.errors.get(str(english), str(english))


def _choice(said: Mapping[Any, str], value: str, words: object) -> tuple[str, object]:
    """One choice, or a group of them under its name; those of a group are names of people."""
    if isinstance(words, list | tuple):
        return said.get(value, value), words
    return value, said.get(value or str(words), words)


class HandForm(Spoken):
    """A name under a paper, with whoever signs for the client or beside them, and who saw it."""

    taken_in = forms.ChoiceField(label="How they take it in", choices=[("", "Choose…"), *labels(Capacity)])
    signer = forms.ChoiceField(label="Who signs", choices=labels(Signer), initial=Signer.CLIENT)
    signer_name = Line(label="Their name, as their signature")
    manner = forms.ChoiceField(label="How they sign", choices=labels(Manner), initial=Manner.TYPED)
    drawing = forms.CharField(required=False, max_length=LONGEST_DRAWING, widget=forms.HiddenInput)
    authority = forms.ChoiceField(
        label="What lets them sign", choices=[("", "Nobody else signs"), *labels(Authority)], required=False
    )
    evidence = Line(
        label="What shows it", required=False, help_text="The order and its date, the power, the birth certificate."
    )
    authority_ends = Day(label="First day it no longer holds", required=False)
    second_name = Line(
        label="Parent or guardian who signs beside the client",
        required=False,
        help_text="Where the law wants both. Who signs instead of the client is named above.",
    )
    witness = Line(label="Witness", required=False)
    interpreter = Line(label="Interpreter", required=False)

    FIRST: tuple[str, ...] = ("taken_in", "signer", "signer_name", "manner")
    OTHER = ("authority", "evidence", "authority_ends", "second_name")
    BESIDE = ("witness", "interpreter")
    MANNERS = tuple(Manner)

    def __init__(self, *args: object, **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]
        self.fields["manner"].choices = labels(self.MANNERS)  # type: ignore[attr-defined]

    @property
    def first(self) -> list[forms.BoundField]:
        """Who signs."""
        return [self[name] for name in self.FIRST]

    @property
    def other(self) -> list[forms.BoundField]:
        """Somebody who signs for the client, or beside them."""
        return [self[name] for name in self.OTHER]

    @property
    def other_open(self) -> bool:
        """Whether anything was said of somebody else who signs."""
        return any(self[name].value() for name in self.OTHER) or self["signer"].value() == Signer.REPRESENTATIVE

    @property
    def beside(self) -> list[forms.BoundField]:
        """Who was there."""
        return [self[name] for name in self.BESIDE]

    def hand(self) -> Hand:
        """How it was signed, as typed. A drawing counts where it is said that they draw, or make their mark."""
        said = self.cleaned_data
        manner = Manner(said["manner"])
        return Hand(
            manner=manner,
            drawing=said["drawing"] if manner in {Manner.DRAWN, Manner.MARK} else "",
            authority=Authority(said["authority"]) if said["authority"] else None,
            evidence=said["evidence"],
            authority_ends=said["authority_ends"],
            taken_in=Capacity(said["taken_in"]),
            second_name=said["second_name"],
        )
