"""A form on a page of its own about one client: shown, sent, refused with every reason, or done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from stepdown.audit.terms import Obstacle, Refused
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.pages import DeskRequest


def ask(
    request: DeskRequest,
    client: int,
    form: forms.Form,
    do: Callable[[Mapping[str, Any]], object],
    *,
    title: str,
    back: str,
    said: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Show `form`; once what was typed is good, `do` it and go to `back` (a url name that takes the client).

    Refused: every reason stands above the form, and what was typed stays in it. `said` are more facts for the
    template: "note" above the form, "submit" on its button, "done" to say afterwards.
    """
    facts = {"submit": "Save", "done": "Saved.", **(said or {})}
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, str(facts["done"]))
            return redirect(back, client)
    context = {"form": form, "title": title, "back": back, "obstacles": obstacles, **facts}
    status = 409 if obstacles else 422 if request.method == "POST" else 200
    return open_chart(request, client).page("desk/client_form.html", context, status=status)
