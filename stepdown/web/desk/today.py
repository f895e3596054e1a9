"""Today: the groups of a day, who is here, who is missing; one tap in, one tap out, and taking either back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.agency.access import EVERYONE
from stepdown.audit.queries import changed_since, latest_change
from stepdown.audit.terms import Obstacle, Refused
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week, day_of, zone_of
from stepdown.ledger.access import MAY_SEE_LEDGER
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.schedule.queries.day import next_group
from stepdown.session import actions, queries
from stepdown.session.access import MAY_CHECK_IN, MAY_LEAD, MAY_SEE_TODAY, MAY_SETTLE
from stepdown.session.terms import OVERRIDE_BY, AtDoor, Blocker, DayAtDoor, RosterRow
from stepdown.web.desk.pages import DeskRequest, day_typed, number, page
from stepdown.web.desk.templatetags.wording import clock, obstacle_sentence

SHOWN = {"missing": AtDoor.MISSING, "here": AtDoor.HERE, "left": AtDoor.LEFT}
"""What the filter chips show; without one, everybody."""


@dataclass(frozen=True, slots=True)
class Looking:
    """The local day looked at, and how it lies to today: only today has one-tap check-in."""

    day: date
    today: date
    period: Period

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def is_past(self) -> bool:
        return self.day < self.today

    @property
    def is_future(self) -> bool:
        return self.day > self.today

    @property
    def iso(self) -> str:
        return self.day.isoformat()

    @property
    def missing_note(self) -> str:
        """What to do about those who are missing."""
        return (
            "Their group has begun. Call, and ask whether they are safe." if self.is_today else "No visit is recorded."
        )

    @property
    def before(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.day + timedelta(days=1)

    @property
    def query(self) -> str:
        """The part of an address that keeps the day."""
        return "" if self.is_today else f"?day={self.iso}"


@page(allowed=EVERYONE)
def home(request: DeskRequest) -> HttpResponse:
    """The first page after signing in: Today; the ledger for those who are never at the door."""
    at_the_door = request.actor.has_any(MAY_CHECK_IN) or not request.actor.has_any(MAY_SEE_LEDGER)
    return redirect("desk:today" if at_the_door else "desk:ledger")


@page(allowed=MAY_SEE_TODAY)
def today(request: DeskRequest) -> HttpResponse:
    """The day's sessions as cards. `?day=2026-11-23` is another day, `?show=missing` some of the rows."""
    return render(request, "desk/today.html", context_of(request, looking_at(request)))


@page(allowed=MAY_SEE_TODAY)
def changes(request: DeskRequest) -> HttpResponse:
    """Whether anything of the day changed since the page was made (`?since=` its marker): 204 when not."""
    since = number(request.GET.get("since", ""))
    if since is not None and not changed_since(since, ("session.", "schedule.", "people.", "episode.")):
        return HttpResponse(status=204)
    return HttpResponse(headers={"HX-Trigger": "day:changed"})


@page(allowed=MAY_CHECK_IN, writes=True)
def check_out(request: DeskRequest, visit: int) -> HttpResponse:
    """The client goes."""
    undo = reverse("desk:undo-check-out", args=[visit])
    return tapped(
        request, lambda: actions.check_out(by=request.actor, at=request.now, visit=visit), visit=visit, undo=undo
    )


@page(allowed=MAY_CHECK_IN, writes=True)
def undo_check_in(request: DeskRequest, visit: int) -> HttpResponse:
    """The check-in was a mistake."""
    return tapped(request, lambda: actions.undo_check_in(by=request.actor, at=request.now, visit=visit), visit=visit)


@page(allowed=MAY_CHECK_IN, writes=True)
def undo_check_out(request: DeskRequest, visit: int) -> HttpResponse:
    """The check-out was a mistake: the client is here again."""
    return tapped(request, lambda: actions.undo_check_out(by=request.actor, at=request.now, visit=visit), visit=visit)


def tapped(
    request: DeskRequest,
    act: Callable[[], object],
    *,
    client: int | None = None,
    visit: int | None = None,
    undo: str = "",
    said: str = "",
) -> HttpResponse:
    """Do what was tapped, and show the client's rows as they are now, also when somebody else was faster."""
    if visit is not None:
        client = queries.client_of(request.actor, visit)
    assert client is not None
    try:
        act()
    except Refused as refused:
        return changed(request, client, refused.obstacles)
    return changed(request, client, undo=undo, said=said)


def changed(
    request: DeskRequest, client: int, refused: tuple[Obstacle, ...] = (), *, undo: str = "", said: str = ""
) -> HttpResponse:
    """Everything on the page that one client's tap changed, for htmx; without it, back to the page with a message.

    `undo` is the address that takes it back, `said` what happened when the client's row does not say it.
    """
    looking = looking_at(request)
    context = context_of(request, looking)
    day: DayAtDoor = context["day"]  # type: ignore[assignment]
    mine = [(card, row) for card in day.cards for row in card.roster if row.client == client]
    row = mine[0][1] if mine else None
    said = _refused(row, refused) if refused else said or _said(row)
    if not request.htmx:
        (messages.warning if refused else messages.success)(request, said)
        return redirect(f"{reverse('desk:today')}?{urlencode({'day': looking.iso, 'show': context['show']})}")
    context |= {"mine": mine, "row": row, "said": said, "undo": undo}
    return render(request, "desk/_today_tapped.html", context, status=409 if refused else 200)


def _said(row: RosterRow | None) -> str:
    """What happened, without a name: without a script it is kept until the next page."""
    if row is None:
        return "Recorded."
    if row.visit is None:
        return "The check-in is taken back."
    if row.visit.departed_at is None:
        first = " Not cleared for group: ask a clinician before they go in." if row.not_cleared else ""
        return f"Here since {clock(row.visit.arrived_at)}.{first}"
    return f"Out at {clock(row.visit.departed_at)}."


def _refused(row: RosterRow | None, obstacles: tuple[Obstacle, ...]) -> str:
    """Why not; somebody who is here already is told since when."""
    if row and row.visit and obstacles[0].blocker is Blocker.ALREADY_IN:
        return f"Checked in already, since {clock(row.visit.arrived_at)}."
    return " ".join(map(obstacle_sentence, obstacles))


def context_of(request: DeskRequest, looking: Looking) -> dict[str, object]:
    asked = request.POST.get("show", "") or request.GET.get("show", "")
    shown = asked if asked in SHOWN else ""
    only = SHOWN.get(shown)
    day = queries.day_at_door(request.actor, site=request.site, day=looking.period, now=request.now)
    return {
        "day": day,
        "looking": looking,
        "show": shown,
        "only": only,
        "chips": _chips(looking, day, shown),
        "groups": [(card, *progress(card.period, request.now)) for card in day.groups],
        "alone": [(card, row) for card in day.individual for row in card.roster if only in (None, row.at_door)],
        "may_check_in": request.actor.has_any(MAY_CHECK_IN),
        "may_lead": request.actor.has_any(MAY_LEAD),
        "may_settle": request.actor.has_any(MAY_SETTLE),
        "marker": latest_change(),
        "may_take_back": looking.is_past and request.actor.has_any(OVERRIDE_BY),
        "sees_clients": request.actor.has_any(MAY_SEE_CLIENTS),
        "next_day": None if day.cards else _next_day(request, looking),
        "site": request.site,
        "sites": request.sites,
        "section": "today",
    }


def _next_day(request: DeskRequest, looking: Looking) -> date | None:
    """The next local day after the one looked at on which a group meets."""
    begins = next_group(request.site.id, looking.period.end)
    return None if begins is None else begins.astimezone(zone_of(request.site.time_zone)).date()


def _chips(looking: Looking, day: DayAtDoor, shown: str) -> list[tuple[str, int, str, bool]]:
    """(label, people, address, whether it is on) of each filter. On a day to come nobody is here or missing."""
    counts = [("", "Everybody", day.expected)]
    if not looking.is_future:
        counts += [("missing", "Missing", len(day.missing)), ("here", "Here", day.here), ("left", "Left", day.left)]
    return [
        (label, count, "?" + urlencode({"day": looking.iso} | ({"show": show} if show else {})), show == shown)
        for show, label, count in counts
    ]


def progress(period: Period, now: datetime) -> tuple[str, str]:
    """(tone, words) of how far a session is."""
    if now >= period.end:
        return "neutral", "Done"
    if now >= period.start:
        return "ok", f"Under way, {Period(now, period.end).minutes} min left"
    minutes = Period(now, period.start).minutes
    if minutes == 0:
        return "info", "Starts now"
    return ("info", f"Starts in {minutes} min") if minutes <= 90 else ("neutral", f"Starts at {clock(period.start)}")


def looking_at(request: DeskRequest) -> Looking:
    """The local day asked for with `day` (an ISO date), in the form or the address; else today."""
    zone = request.site.time_zone
    this_day = request.now.astimezone(zone_of(zone)).date()
    day = day_typed(request.POST.get("day", "") or request.GET.get("day", "")) or this_day
    return Looking(day, this_day, day_of(moment_on(request, day, time(12)), zone))


def moment_on(request: DeskRequest, day: date, wall: time) -> datetime:
    """The moment when the site's clock shows `wall` on `day`."""
    week = Week(day - timedelta(days=day.weekday()), request.site.time_zone)
    return week.at(day.weekday(), wall.hour * 60 + wall.minute)
