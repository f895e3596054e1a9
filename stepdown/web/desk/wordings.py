"""The agency's own words of notices and agreements: versions, the day each holds from, and who has yet to go through them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from stepdown.audit.terms import NotFound, Obstacle, Refused
from stepdown.consent import actions
from stepdown.consent import queries as consent
from stepdown.consent.access import MAY_KEEP_WORDING
from stepdown.consent.terms import NewWording, PaperKind, Wording, WordingRow, places
from stepdown.journey import queries as journey
from stepdown.kernel.dates import EN, ES
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.web.desk.fields import Day, Line
from stepdown.web.desk.pages import DeskRequest, page

WHOM = {EN: "(the client's name)", ES: "(nombre del cliente)"}
"""Who stands in a preview."""


class WordingForm(forms.Form):
    """New words of a paper, in both languages."""

    starts = Day(label="They hold from")
    material = forms.BooleanField(
        label="The change is material: who signed or was given earlier words goes through these",
        required=False,
        initial=True,
    )
    change = Line(label="What changed", max_length=300)
    english = forms.CharField(label="English", max_length=20000, widget=forms.Textarea(attrs={"rows": 18}))
    spanish = forms.CharField(
        label="Spanish",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 18, "lang": "es", "spellcheck": "false"}),
    )

    def wording(self, kind: PaperKind) -> NewWording:
        """What was typed, with line ends as they are kept."""
        said: dict[str, Any] = self.cleaned_data
        texts = {name: said[name].replace("\r\n", "\n") for name in ("english", "spanish")}
        return NewWording(kind, **{**said, **texts})


@page(allowed=MAY_KEEP_WORDING)
def wordings(request: DeskRequest) -> HttpResponse:
    """Every paper of an admission: which words hold, and since when."""
    return render(request, "desk/wordings.html", {"section": "settings", "rows": consent.wording_rows(request.today)})


@page(allowed=MAY_KEEP_WORDING & MAY_SEE_CLIENTS)
def wording(request: DeskRequest, kind: str) -> HttpResponse:
    """One paper: its words, every version there was, and who in care here has yet to go through the present ones."""
    row = _row(request, kind)
    missing = journey.papers_missing(request.actor, request.site, row.kind, request.today)
    shown = [(one, [(EN, _read(request, one, EN)), (ES, _read(request, one, ES))]) for one in row.versions]
    context = {
        "section": "settings",
        "row": row,
        "shown": [(one, texts, row.signed.get(one.version, 0)) for one, texts in shown],
        "missing": missing,
    }
    return render(request, "desk/wording.html", context)


@page(allowed=MAY_KEEP_WORDING)
def new_wording(request: DeskRequest, kind: str) -> HttpResponse:
    """Write the next version, look at it as it will be read, and keep it."""
    row = _row(request, kind)
    latest = row.versions[0]
    first = {"starts": max(request.today, latest.starts), "english": latest.english, "spanish": latest.spanish}
    form = WordingForm(request.POST or None, initial=first)
    obstacles: tuple[Obstacle, ...] = ()
    preview: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        new = form.wording(row.kind)
        obstacles = consent.unwordable(new, request.today)
        if not obstacles and "preview" in request.POST:
            draft = Wording(row.kind, latest.version + 1, new.starts, new.english, new.spanish)
            preview = [(language, _read(request, draft, language)) for language in (EN, ES)]
        elif not obstacles:
            try:
                actions.write_wording(by=request.actor, at=request.now, day=request.today, wording=new)
            except Refused as refused:
                obstacles = refused.obstacles
            else:
                messages.success(request, "Kept. It holds from its day on, by itself.")
                return redirect("desk:wording", kind)
    context = {
        "section": "settings",
        "row": row,
        "form": form,
        "obstacles": obstacles,
        "preview": preview,
        "braces": sorted(places(row.kind)),
    }
    bad = bool(obstacles or form.errors)
    return render(request, "desk/wording_new.html", context, status=422 if bad else 200)


def _row(request: DeskRequest, kind: str) -> WordingRow:
    found = next((row for row in consent.wording_rows(request.today) if row.kind == kind), None)
    if found is None:
        raise NotFound
    return found


def _read(request: DeskRequest, one: Wording, language: str) -> str:
    """The words as somebody reads them here; the site stands for the program."""
    return consent.as_read(one, language, client=WHOM[language], program=request.site.name)
