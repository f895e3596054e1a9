"""Records that need not be kept any more, and legal holds. Nothing here deletes anything: compliance decides outside.

A name that is looked for is sent as POST.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url

from stepdown.audit.terms import NotFound
from stepdown.consent import queries as consent
from stepdown.episode import queries as episode
from stepdown.people import queries as people
from stepdown.people.access import MAY_EXPORT_CLIENTS, MAY_SEE_CLIENTS
from stepdown.privacy import actions, queries
from stepdown.privacy.access import MAY_HOLD
from stepdown.privacy.terms import HoldRow, Keeping, Kept
from stepdown.transfer.retention_csv import KeptLine, export_retention
from stepdown.web.desk.changing import ask
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.fields import Day
from stepdown.web.desk.leaving import as_file
from stepdown.web.desk.pages import DeskRequest, page, typed
from stepdown.web.desk.templatetags.wording import day_long, words

MAY = MAY_HOLD & MAY_SEE_CLIENTS
SHOWN = 200
"""Rows on the page; the file has all."""
FIRST = "until"


@dataclass(frozen=True, slots=True)
class Row:
    """One record past its last day, and what holds it all the same."""

    client: int
    name: str
    record_number: str
    left: date
    kept: Kept
    holds: tuple[HoldRow, ...]
    legal: bool

    @property
    def held_by(self) -> str:
        """Everything that holds it, in words; nothing where nothing does."""
        return "; ".join([*(one.words for one in self.holds), *(["A legal request is open"] if self.legal else [])])


COLUMNS: Mapping[str, tuple[str, Callable[[Row], Any]]] = {
    "name": ("Client", lambda row: row.name.casefold()),
    "number": ("Record number", lambda row: row.record_number),
    "left": ("Last in care", lambda row: row.left),
    FIRST: ("Kept until", lambda row: row.kept.until),
    "held": ("Held by", lambda row: row.held_by.casefold()),
}
"""Column → its heading, and what it is sorted by."""


class HoldForm(forms.Form):
    """A hold on a record."""

    words = forms.CharField(label="Why it is held", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    placed_on = Day(label="Held since")


class LiftForm(forms.Form):
    """The end of a hold."""

    words = forms.CharField(label="Why it is lifted", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


@page(allowed=MAY)
def retention(request: DeskRequest) -> HttpResponse:
    """Who left and whose record need not be kept any more (`?sort=`); `?show=held` lists every hold of the site."""
    show, sort, wanted = request.GET.get("show", ""), _sort(request), typed(request.POST.get("q", ""))
    rows = _rows(request, wanted, sort)
    context = {
        "section": "legal",
        "wanted": wanted,
        "show": show,
        "sort": sort,
        "rows": rows[:SHOWN],
        "count": len(rows),
        "columns": _columns(sort),
        "site": request.site,
        "years": [(row_words(one), one.source) for one in queries.years_kept(request.site.jurisdiction, request.today)],
        "may_export": request.actor.has_any(MAY_EXPORT_CLIENTS),
        "chips": [("?", "Past their last day", None, show != "held"), ("?show=held", "Held", None, show == "held")],
    }
    if show == "held":
        found = queries.holds_at(request.actor, request.site.id)
        context["holds"] = [
            one for holds in found.values() for one in holds if wanted.casefold() in one.client_name.casefold()
        ]
    return render(request, "desk/retention.html", context)


@page(allowed=MAY & MAY_EXPORT_CLIENTS, writes=True)
def retention_export(request: DeskRequest) -> HttpResponseBase:
    """The whole list as it was shown, as a CSV file. It is for ourselves: nobody outside has a use for it."""
    rows = _rows(request, typed(request.POST.get("q", "")), _sort(request))
    lines = [
        KeptLine(
            row.client, row.record_number, row.name, row.left, row.kept.until, row_words(row.kept.row), row.held_by
        )
        for row in rows
    ]
    made = export_retention(by=request.actor, at=request.now, day=request.today, site=request.site.id, lines=lines)
    return as_file([made.text], f"list-{request.today.isoformat()}")


@page(allowed=MAY)
def hold_record(request: DeskRequest, client: int) -> HttpResponse:
    """Place a hold on a client's record."""
    chart = open_chart(request, client)
    form = HoldForm(request.POST or None, initial={"placed_on": request.today})

    def do(said: dict[str, Any]) -> None:
        actions.place_hold(by=request.actor, at=request.now, day=request.today, client=client, **said)

    name = chart.header.name if chart.header else ""
    return _asked(request, form, do, client, f"Hold the record of {name}", "Held. It stays until the hold is lifted.")


@page(allowed=MAY)
def lift_hold(request: DeskRequest, client: int, number: int) -> HttpResponse:
    """Lift a hold, with a reason."""
    open_chart(request, client)
    row = next((one for one in queries.holds_of([client]).get(client, ()) if one.id == number), None)
    if row is None:
        raise NotFound

    def do(said: dict[str, Any]) -> None:
        actions.lift_hold(by=request.actor, at=request.now, hold=number, **said)

    lead = f"Held since {day_long(row.placed_on)}: {row.words}"
    done = "Lifted. Its history says who held it and why."
    return _asked(
        request, LiftForm(request.POST or None), do, client, f"Lift the hold on {row.client_name}", done, lead
    )


def _asked(
    request: DeskRequest, form: forms.Form, do: Callable[[dict[str, Any]], None], client: int, heading: str, done: str,
    lead: str = "A hold keeps a record beyond every last day: for a lawsuit, an audit, or an investigation.",
) -> HttpResponse:  # fmt: skip
    back = resolve_url("desk:client-requests", client)
    said = {
        "section": "legal", "submit": heading.split(" ", 1)[0], "lead": lead,
        "crumbs": (("desk:legal", "Legal"), ("desk:retention", "Past retention")),
    }  # fmt: skip
    return ask(request, form, do, heading=heading, back=back, done=done, said=said)


def row_words(row: Keeping) -> str:
    """A policy row in words: "10 years after they were last in care (US, medicare)"."""
    payer = f", {row.payer.replace('-', ' ')}" if row.payer else ""
    return f"{row.years} years after {words(row.kind)} ({row.jurisdiction}{payer})"


def _rows(request: DeskRequest, wanted: str, sort: str) -> list[Row]:
    """The records of the site that need not be kept any more. Nine queries, however many."""
    stays = episode.left_for_good(request.site.id, request.today)
    kept = queries.past_of(stays, request.today)
    holds, legal = queries.holds_of(kept), consent.open_by_client(kept)
    rows = [
        Row(
            client=one.id,
            name=one.name,
            record_number=one.record_number,
            left=stays[one.id][1],
            kept=kept[one.id],
            holds=holds.get(one.id, ()),
            legal=one.id in legal,
        )
        for one in people.clients_at(request.actor, request.site.id, wanted, among=kept)
    ]
    _, key = COLUMNS[sort.removeprefix("-")]
    return sorted(rows, key=key, reverse=sort.startswith("-"))


def _sort(request: DeskRequest) -> str:
    said = request.GET.get("sort", "") or request.POST.get("sort", "")
    return said if said.removeprefix("-") in COLUMNS else FIRST


def _columns(sort: str) -> list[tuple[str, str, str]]:
    """(heading, address that sorts by it, how it is sorted now)."""
    found = []
    for column, (label, _) in COLUMNS.items():
        now = {column: "ascending", f"-{column}": "descending"}.get(sort, "")
        found.append((label, f"?sort={'-' if sort == column else ''}{column}", now))
    return found
