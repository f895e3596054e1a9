"""What the people around a client would see today, worked out from the consents: before anybody picks up the phone."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from stepdown.agency import queries as agency
from stepdown.consent import queries as consent
from stepdown.consent.access import MAY_ASK, MAY_SIGN
from stepdown.consent.terms import Category, Decides, Decision
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.ledger import queries as ledger
from stepdown.ledger.queries import Glance
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.people.terms import CirclePerson
from stepdown.schedule.queries.client_week import sessions_of
from stepdown.web.desk.chart import Chart, open_chart
from stepdown.web.desk.consent_text import days_said
from stepdown.web.desk.pages import DeskRequest, page


@dataclass(frozen=True, slots=True)
class Seen:
    """What one person may be told: the categories, and what those would show of this week, where we have it here."""

    who: CirclePerson
    decision: Decision
    sessions: tuple[Period, ...] | None
    week: Glance | None

    @property
    def days(self) -> list[tuple[str, str]]:
        """When they come this week, a line for each day."""
        return days_said(self.sessions or ())

    @property
    def told(self) -> tuple[Category, ...]:
        """The categories they may be told."""
        return tuple(one.item.category for one in self.decision.granted)

    @property
    def kept(self) -> tuple[Category, ...]:
        """The categories that stay here."""
        return tuple(one.item.category for one in self.decision.withheld)


@page(allowed=MAY_ASK & MAY_SEE_CLIENTS)
def as_seen(request: DeskRequest, client: int) -> HttpResponse:
    """Everybody of the circle with what they would see."""
    chart = open_chart(request, client)
    program = _program(chart)
    who = consent.who_decides(client, program, request.now)[0] if program else Decides.CLIENT
    context = {
        "seen": _seen(chart, program) if program else (),
        "may_sign": request.actor.has_any(MAY_SIGN),
        "decides": None if who == Decides.CLIENT else who,
    }
    return chart.page("desk/as_seen.html", context, bar=False)


@dataclass(frozen=True, slots=True)
class ThisWeek:
    """What the categories that are about days and hours show of this week."""

    sessions: tuple[Period, ...]
    glance: Glance

    @classmethod
    def of(cls, chart: Chart) -> ThisWeek:
        """Of the client of this chart, discreet sessions left out."""
        request, client = chart.request, chart.client
        week = Week.of(request.now, request.site.time_zone)
        sessions = tuple(one.period for one in sessions_of(client, week.period) if not one.discreet)
        return cls(sessions, ledger.glances([client], week, now=request.now)[client])

    def shown(self, decision: Decision) -> tuple[tuple[Period, ...] | None, Glance | None]:
        """Sessions and hours, each where the decision carries it: nobody sees what no consent carries."""
        told = {one.item.category for one in decision.granted}
        return (
            self.sessions if Category.SCHEDULE in told else None,
            self.glance if Category.ATTENDANCE in told else None,
        )


def _program(chart: Chart) -> int | None:
    """The program they are in, else the first of the site."""
    if chart.standing.stay:
        return chart.standing.stay.program
    return next((one.id for one in agency.programs_at([chart.request.site.id])), None)


def _seen(chart: Chart, program: int) -> tuple[Seen, ...]:
    """Everybody of the circle, with what each would see."""
    request, client = chart.request, chart.client
    found = consent.as_the_circle_sees(request.actor, client, program=program, at=request.now, day=request.today)
    week = ThisWeek.of(chart)
    return tuple(Seen(who, decision, *week.shown(decision)) for who, decision in found)
