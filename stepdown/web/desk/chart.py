"""The frame around every page about one client: who they are, where they stand, and the tabs.

A tab is a page of its own under /clients/<id>/. To add one: a row in `TABS`, its address in `urls`, a template that
extends `desk/chart.html` and fills `tab`, and a view that opens the chart first and ends with
`chart.page("desk/client_plan.html", {…})`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from stepdown.consent.access import MAY_ASK
from stepdown.coverage import queries as coverage
from stepdown.coverage.access import MAY_SEE_COVERAGE
from stepdown.coverage.terms import AuthorizationRow
from stepdown.episode import queries as episode
from stepdown.episode.access import MAY_SEE_WAY
from stepdown.episode.terms import ASKING, StandingOn
from stepdown.kernel.week import Week
from stepdown.ledger import queries as ledger
from stepdown.ledger.terms import WeekMinutes
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS, MAY_SEE_EMERGENCY, MAY_SEE_HISTORY
from stepdown.people.terms import ClientHeader
from stepdown.plan.access import MAY_SEE_PLAN
from stepdown.safety.access import MAY_RESTRICT_CONTACT
from stepdown.web.desk.pages import DeskRequest, opened_chart

CONSENT_PAGES = (
    "new-consent", "one-consent", "accounting",
    "client-agreements", "sign-agreements", "one-agreement", "agreements-copy", "as-seen",
    "ask-restriction", "one-restriction", "client-requests", "new-request",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of a client's chart: `route` is its url name in the desk, which takes the client's id."""

    route: str
    label: str
    allowed: frozenset[str]
    within: tuple[str, ...] = ()
    """Url names of pages that belong to the tab."""


TABS: tuple[Tab, ...] = (
    Tab("client", "Overview", MAY_SEE_CLIENTS),
    Tab("client-journey", "Journey", MAY_SEE_WAY & MAY_SEE_CLIENTS, ("client-hours", "admit", "admission-data")),
    Tab("client-schedule", "Schedule", MAY_SEE_CLIENTS, ("reminders",)),
    Tab("client-circle", "Circle", MAY_SEE_CLIENTS),
    Tab("client-plan", "Plan", MAY_SEE_PLAN & MAY_SEE_CLIENTS),
    Tab("client-coverage", "Coverage", MAY_SEE_COVERAGE),
    Tab("client-consents", "Consents", MAY_ASK & MAY_SEE_CLIENTS, CONSENT_PAGES),
    Tab("client-apart", "Apart", MAY_RESTRICT_CONTACT),
    Tab("client-emergency", "Emergency", MAY_SEE_EMERGENCY),
    Tab("client-history", "History", MAY_SEE_HISTORY, ("one-change", "record-history")),
)
"""In the order they stand on the page."""


@dataclass(frozen=True, slots=True)
class Authorized:
    """An authorization and how many days it still covers; `tone` colours what runs out."""

    row: AuthorizationRow
    days_left: int | None

    @property
    def tone(self) -> str:
        """Calm while there is time; a payer wants to be asked about a week ahead."""
        if self.days_left is None or self.days_left > 14:
            return "ok"
        return "warn" if self.days_left > 3 else "danger"


@dataclass(frozen=True, slots=True)
class Chart:
    """A client's chart that somebody has opened. `header` is None for who may not see clients."""

    request: DeskRequest
    client: int
    header: ClientHeader | None
    standing: StandingOn

    @property
    def zone(self) -> str:
        """The time zone of the client's site; of the one looked at where the client is not seen."""
        site = self.header.site if self.header else self.request.site.id
        return next((one.time_zone for one in self.request.sites if one.id == site), self.request.site.time_zone)

    def page(
        self,
        template: str,
        context: Mapping[str, object],
        *,
        minutes: WeekMinutes | None = None,
        authorized: tuple[AuthorizationRow, ...] | None = None,
        bar: bool = True,
        status: int = 200,
    ) -> HttpResponse:
        """`template`, which extends `desk/chart.html`, with `context` inside the frame.

        Six queries; one for a page that has read the week's `minutes` and what is `authorized` anyway, or that is
        a form and goes without the `bar` of week and authorization.
        """
        frame: dict[str, object] = {
            "client": self.client,
            "header": self.header,
            "stay": self.standing.stay,
            "hold": self.standing.hold,
            "tabs": tabs(self.request, self.client),
            "section": "clients",
        }
        if self.header and not self.standing.stay:
            frame |= self._on_the_way()
        if self.header and bar:
            week = Week.of(self.request.now, self.request.site.time_zone)
            today = week.day_near(self.request.now)
            rows = coverage.authorizations_on(self.client, today) if authorized is None else authorized
            frame["ring"] = minutes or ledger.glances([self.client], week, now=self.request.now)[self.client]
            frame["covered"] = covered(rows, today)
        return render(self.request, template, frame | dict(context), status=status)

    def _on_the_way(self) -> dict[str, object]:
        """Where somebody who is not in care stands; `asking` while they are on their way in. One query."""
        today = self.request.today
        state = episode.states([self.client], today)[self.client].state
        asking = state in ASKING
        return {"state": state, "asking": asking, "section": "admissions" if asking else "clients"}


def open_chart(request: DeskRequest, client: int, day: date | None = None) -> Chart:
    """The chart of a client as it stands on `day` (today); opening it is recorded. Two queries, three for another day.

    The page has asked whether it opens. Who may not see clients gets the frame without the person.
    """
    day = day or request.today
    header, standing = request.header, StandingOn(None, None)
    if request.actor.has_any(MAY_SEE_CLIENTS):
        standing = episode.standing_on(client, day)
        if header is None or header.id != client or day != request.today:
            header = people.header_of(request.actor, client, day)
    opened_chart(request, client)
    return Chart(request, client, header, standing)


def covered(rows: tuple[AuthorizationRow, ...], today: date) -> tuple[Authorized, ...]:
    """Each authorization with its days left, the one that holds longest last."""
    return tuple(Authorized(row, row.days_left(today)) for row in rows)


def tabs(request: DeskRequest, client: int) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) of each tab the reader may open."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        (tab.label, reverse(f"desk:{tab.route}", args=[client]), here in (tab.route, *tab.within))
        for tab in TABS
        if request.actor.has_any(tab.allowed)
    ]
