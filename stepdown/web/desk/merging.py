"""Two records that may be about one person: looked at side by side, made one, and that taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from stepdown.audit.terms import NotFound
from stepdown.episode import queries as episode
from stepdown.journey import actions
from stepdown.people import queries as people
from stepdown.people.access import MAY_MERGE
from stepdown.web.desk.changing import undoable
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.pages import DeskRequest, number, opened_chart, page, typed
from stepdown.web.desk.templatetags.wording import day_long, language, level_words


@dataclass(frozen=True, slots=True)
class Line:
    """One thing two records say, side by side."""

    label: str
    here: str
    there: str

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.here and self.there) and self.here.casefold() != self.there.casefold()


@page(allowed=MAY_MERGE)
def duplicates(request: DeskRequest, client: int) -> HttpResponse:
    """Who may be the same person, or whoever a POST with `q` finds; a POST with `other` shows both side by side; and
    what was merged, to take it back.
    """
    chart = open_chart(request, client)
    wanted, other = typed(request.POST.get("q", "")), number(request.POST.get("other", ""))
    found = people.find(request.actor, wanted) if wanted else ()
    context: dict[str, object] = {
        "found": [row for row in found if row[0] != client],
        "typed": wanted,
        "alike": people.duplicates_on_record(request.actor, client),
        "merges": people.merges_of(request.actor, client),
    }
    if other is not None and other != client:
        context |= {"other": other, "lines": _side_by_side(request, client, other)}
        opened_chart(request, other)
    return chart.page("desk/client_duplicates.html", context)


@page(allowed=MAY_MERGE, writes=True)
def merge(request: DeskRequest, client: int) -> HttpResponse:
    """Merge the record `duplicate` into this one; every row moves, or none does."""
    duplicate = number(request.POST.get("duplicate", ""))
    if duplicate is None:
        raise NotFound
    made = actions.merge_clients(by=request.actor, at=request.now, kept=client, duplicate=duplicate)
    undoable(request, "Merged. Everything of the other record is here now.", reverse("desk:undo-merge", args=[made]))
    return redirect("desk:client-duplicates", client)


@page(allowed=MAY_MERGE, writes=True)
def undo(request: DeskRequest, merge: int) -> HttpResponse:
    """Take a merge back."""
    kept, _, _ = people.merge_of(merge)
    actions.undo_merge(by=request.actor, at=request.now, merge=merge)
    messages.success(request, "Taken back. Each record has again what it had.")
    return redirect("desk:client-duplicates", kept)


def _side_by_side(request: DeskRequest, client: int, other: int) -> list[Line]:
    """What each record says, in words. Raises NotFound for a record beyond reach."""
    day = request.today
    here, there = (_said(request, one, day) for one in (client, other))
    return [Line(label, here[label], there[label]) for label in here]


def _said(request: DeskRequest, client: int, day: date) -> dict[str, str]:
    header, details = people.header_of(request.actor, client, day), people.details_of(request.actor, client)
    stay = episode.standing_on(client, day).stay
    return {
        "Record number": header.record_number,
        "Name they use": header.name,
        "Name on their papers": header.legal_name,
        "Date of birth": day_long(details.date_of_birth) if details.date_of_birth else "",
        "Pronouns": header.pronouns,
        "Languages": ", ".join(language(code) for code in header.languages),
        "Phone": header.phone,
        "Site": header.site_name,
        "In care": f"{level_words(stay.level, stay.edition)}, since {day_long(stay.since)}" if stay else "",
        "Care team": ", ".join(one.name for one in header.team),
    }
