"""History: what was done about a client or to a record, by whom and when, field by field; who opened a chart, why."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render

from stepdown.agency import queries as agency
from stepdown.audit import queries as audit
from stepdown.audit import stories
from stepdown.audit.terms import NotFound
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_HISTORY
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.story_words import SETTINGS, actors_in, classes_shown, record_words, told

POLICY = "policy.Parameter"
"""Its rows have values, and no names."""


@page(allowed=MAY_SEE_HISTORY)
def history(request: DeskRequest, client: int) -> HttpResponse:
    """The client's history. Opening it is recorded too, and stands in it."""
    chart = open_chart(request, client)
    entries, reads, passes = audit.entries_about(client), audit.reads_of(client), people.passes_of(client)
    actors = [one.actor for one in entries] + [one.actor for one in reads] + [one.opened_by for one in passes]
    names = names_of(actors)
    context = {"entries": entries, "reads": reads, "passes": passes, "names": names}
    return chart.page("desk/client_history.html", context)


@page(allowed=MAY_SEE_HISTORY)
def one_change(request: DeskRequest, client: int, entry: int) -> HttpResponse:
    """One thing that was done about a client, and what it changed, before and after."""
    chart = open_chart(request, client)
    done, changes = stories.done(entry, client)
    context = {
        "done": done,
        "because": done.details.get("reason") or done.details.get("override") or "",
        **_words(request, changes, done.actor),
    }
    return chart.page("desk/client_change.html", context)


@page(allowed=MAY_SEE_HISTORY)
def record_history(request: DeskRequest, client: int, kind: str, record: int) -> HttpResponse:
    """All that happened to one record of a client, the last first."""
    chart = open_chart(request, client)
    changes = stories.story(kind, record, client=client)
    context = _story(request, kind, changes)
    return chart.page("desk/client_record_history.html", context)


@page(allowed=MAY_SEE_HISTORY)
def setting_history(request: DeskRequest, kind: str, record: int) -> HttpResponse:
    """All that happened to one record that is about no client: of the staff, a site, a group, a policy value."""
    if kind not in SETTINGS:
        raise NotFound
    changes = stories.story(kind, record, client=None)
    name = "" if kind == POLICY else stories.name_of(kind, record, partial(classes_shown, request.actor))
    context = _story(request, kind, changes) | {"section": "settings", "name": name}
    return render(request, "desk/setting_history.html", context)


def _story(request: DeskRequest, kind: str, changes: tuple[stories.RowChange, ...]) -> dict[str, object]:
    actors = {one.actor for one in changes}
    return {"title": record_words(kind), **_words(request, changes, *actors)}


def _words(request: DeskRequest, changes: tuple[stories.RowChange, ...], *actors: str) -> dict[str, object]:
    """Changes in words, with the names of who acted and of what they point to. Two queries."""
    people = names_of({*actors, *actors_in(changes)})
    names = stories.names_of(changes, partial(classes_shown, request.actor))
    names |= {("agency.User", label): name for label, name in people.items()}
    return {"story": told(changes, request.actor, names), "names": people}


def names_of(labels: Iterable[str]) -> dict[str, str]:
    """What those are called whom history keeps by the address they sign in with. One query."""
    return agency.names_of_sign_ins(set(labels))
