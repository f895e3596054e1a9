"""A new client, with those on record who may be the same person; and changing what is known of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from stepdown.audit.terms import Obstacle, Refused, Stale
from stepdown.people import actions
from stepdown.people import queries as people
from stepdown.people.access import MAY_CHANGE_CLIENTS, MAY_REGISTER
from stepdown.people.terms import ClientDetails, Likeness, NewClient
from stepdown.web.desk.asking import ask
from stepdown.web.desk.fields import Day
from stepdown.web.desk.labels import LANGUAGES
from stepdown.web.desk.pages import DeskRequest, page, typed

CHOICES = [(code, name) for code, name in LANGUAGES.items()]


class Details(forms.Form):
    """What a client is called, and how to speak with them."""

    used_name = forms.CharField(label="Name they use", max_length=200)
    legal_name = forms.CharField(
        label="Name on their papers", max_length=200, help_text="As the insurance card has it."
    )
    date_of_birth = Day(label="Date of birth", required=False)
    pronouns = forms.CharField(label="Pronouns", required=False, max_length=40)
    language = forms.ChoiceField(label="Language they speak best", choices=CHOICES, initial="en")
    also = forms.ChoiceField(label="They also speak", required=False, choices=[("", ""), *CHOICES])
    interpreter = forms.BooleanField(label="Needs an interpreter", required=False)


class Registration(Details):
    """A new client; how to reach them is asked again, with what is safe, in their circle."""

    phone = forms.CharField(
        label="Phone",
        required=False,
        max_length=40,
        help_text="It may be called. Whether to leave a message or say who calls is asked in their circle.",
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    record_number = forms.CharField(
        label="Record number", required=False, max_length=40, help_text="Left empty, the next one is given."
    )
    field_order = ("used_name", "legal_name", "date_of_birth", "phone")


class Change(Details):
    """What is known of a client, with the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


@page(allowed=MAY_REGISTER)
def new_client(request: DeskRequest) -> HttpResponse:
    """Register somebody at the site looked at. Who may be the same person is shown first, and has to be looked at."""
    form = Registration(request.POST or None)
    found: tuple[Likeness, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST" and form.is_valid():
        row = _new(request, form.cleaned_data)
        found = () if "sure" in request.POST else people.duplicates_of(request.actor, row)
        if not found:
            try:
                (client,) = actions.register_clients(by=request.actor, at=request.now, clients=[row])
            except Refused as refused:
                obstacles = refused.obstacles
            else:
                return redirect("desk:client", client)
    context = {"form": form, "found": found, "obstacles": obstacles, "asks": bool(found), "section": "clients"}
    status = 409 if found or obstacles else 422 if request.method == "POST" else 200
    return render(request, "desk/client_new.html", context, status=status)


@page(allowed=MAY_REGISTER, writes=True)
def alike(request: DeskRequest) -> HttpResponse:
    """Who on record may be the person being typed. What is typed travels in the body."""
    form = Registration(request.POST)
    form.is_valid()
    row = _new(request, form.cleaned_data)
    found = people.duplicates_of(request.actor, row) if row.used_name or row.legal_name or row.phone else ()
    return render(request, "desk/_alike.html", {"found": found})


@page(allowed=MAY_CHANGE_CLIENTS)
def change(request: DeskRequest, client: int) -> HttpResponse:
    """Change what is known of a client. Of two who do so at once the second sees what is on record now."""
    seen = people.details_of(request.actor, client)
    form = Change(request.POST or None, initial=_initial(seen))
    context: dict[str, object] = {"note": "", "now": _changed(form, seen)}
    if context["now"]:
        form = Change(request.POST.dict() | {"version": str(seen.version)})  # saving it again is a decision

    def do(given: Mapping[str, Any]) -> None:
        if context["now"]:
            raise Refused(Obstacle(Stale.CHANGED_MEANWHILE))
        details = _details(given, seen)
        actions.change_client(by=request.actor, at=request.now, client=client, details=details)

    return ask(request, client, form, do, title="Details", back="desk:client", said=context)


def _new(request: DeskRequest, given: Mapping[str, Any]) -> NewClient:
    used, legal = typed(given.get("used_name", ""), 200), typed(given.get("legal_name", ""), 200)
    return NewClient(
        site=request.site.id,
        record_number=typed(given.get("record_number", "")),
        legal_name=legal or used,
        used_name=used or legal,
        languages=_languages(given, ()),
        pronouns=typed(given.get("pronouns", "")),
        interpreter=bool(given.get("interpreter")),
        date_of_birth=given.get("date_of_birth"),
        phone=typed(given.get("phone", "")),
        synthetic=settings.DEMO,  # in a demo nobody is real, and a merge keeps the two kinds apart
    )


def _languages(given: Mapping[str, Any], known: tuple[str, ...]) -> tuple[str, ...]:
    """The two asked for, the best first, and those on record beyond two."""
    asked = [code for code in (given.get("language"), given.get("also")) if code]
    return tuple(dict.fromkeys([*asked, *known[2:]]))


def _details(given: Mapping[str, Any], known: ClientDetails) -> ClientDetails:
    return ClientDetails(
        legal_name=given["legal_name"],
        used_name=given["used_name"],
        languages=_languages(given, known.languages),
        pronouns=given["pronouns"],
        interpreter=given["interpreter"],
        date_of_birth=given["date_of_birth"],
        version=given["version"],
    )


def _initial(known: ClientDetails) -> dict[str, object]:
    first, second, *_ = (*known.languages, "", "")
    return {
        "used_name": known.used_name,
        "legal_name": known.legal_name,
        "pronouns": known.pronouns,
        "language": first,
        "also": second,
        "interpreter": known.interpreter,
        "date_of_birth": known.date_of_birth,
        "version": known.version,
    }


def _changed(form: Change, seen: ClientDetails) -> list[tuple[str, object]]:
    """(label, value on record) of what differs from what was typed, when somebody else was faster; else nothing."""
    if not form.is_bound or not form.is_valid() or form.cleaned_data["version"] == seen.version:
        return []
    now = _initial(seen)
    names = [name for name in form.fields if name != "version"]
    different = [name for name in names if (form.cleaned_data[name] or "") != (now[name] or "")]
    shown = {"language": lambda code: LANGUAGES.get(code, code), "also": lambda code: LANGUAGES.get(code, code)}
    return [(str(form.fields[name].label), shown.get(name, str)(now[name]) or "nothing") for name in different] or [
        ("Somebody else", "saved the same")
    ]
