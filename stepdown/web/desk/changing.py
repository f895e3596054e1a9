"""A page with one form: what was typed stays, everything wrong is told at once, nobody overwrites what they did not see.

`ask` does it for every form of Settings and Staff. Its page is plain HTML: it works without a script.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url

from stepdown.audit.terms import Obstacle, Refused, Stale
from stepdown.web.desk.pages import DeskRequest

SEEN = "seen"
"""Hidden field: a digest of what the form showed when it was opened."""
Do = Callable[[dict[str, Any]], object]


def ask(
    request: DeskRequest,
    form: forms.Form,
    do: Do,
    *,
    heading: str,
    back: str,
    done: str,
    said: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show `form` under `heading`; once what was typed is good, `do` it, say `done` and go `back` (an address or name).

    What `do` refuses is told above the form, at status 422, with what was typed still in it. The form's initial values
    are what it changes: when they are no longer those the person saw, they are told, and decide again. `said` is more
    for the template: `lead`, `submit`, `crumbs` as (address or name, words), `section`, `danger`.
    """
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST" and form.is_valid():
        if request.POST.get(SEEN) not in {None, digest(form)}:
            obstacles = (Obstacle(Stale.CHANGED_MEANWHILE),)
        else:
            try:
                do(form.cleaned_data)
            except Refused as refused:
                obstacles = refused.obstacles
            else:
                messages.success(request, done)
                return redirect(resolve_url(back))
    said = said or {}
    context = {
        "section": "settings",
        "submit": "Save",
        **said,
        "crumbs": [(resolve_url(address), words) for address, words in said.get("crumbs", ())],
        "form": form,
        "heading": heading,
        "back": resolve_url(back),
        "obstacles": obstacles,
        "seen": digest(form),
    }
    return render(request, "desk/form.html", context, status=422 if request.method == "POST" else 200)


def digest(form: forms.Form) -> str:
    """What the form shows before anything is typed, in sixteen letters."""
    shown = repr(sorted((name, str(value)) for name, value in form.initial.items()))
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def undoable(request: DeskRequest, done: str, undo: str) -> None:
    """Say what was done on the next page, with a button that posts to the address `undo`."""
    messages.success(request, done, extra_tags=f"undo {undo}")
