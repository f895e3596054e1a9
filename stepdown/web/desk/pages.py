"""What stands around every desk page: who may open it, for which site, at what time, and what a refusal looks like."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from stepdown.agency import queries as agency
from stepdown.agency.terms import SiteRow
from stepdown.audit.actions import charts_read
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Obstacle, Refused
from stepdown.journey import queries as journey
from stepdown.journey.terms import Answer, Grounds
from stepdown.kernel.week import YEARS, zone_of
from stepdown.people.terms import ClientHeader
from stepdown.web.desk import clock, errors

View = Callable[..., HttpResponseBase]
CHOSEN_SITE = "site"
"""Session key of the site a person looks at; `?site=3` on any page changes it."""


class DeskRequest(HttpRequest):
    """A request inside `@page`: the actor, the moment, the sites within reach, the one looked at, its local day; for what the chart
    of the client in the address opened, and its top as of today.
    """

    actor: Actor
    now: datetime
    today: date
    sites: tuple[SiteRow, ...]
    site: SiteRow  # type: ignore[assignment]  # django-stubs thinks of contrib.sites
    htmx: Any
    grounds: Grounds | None
    header: ClientHeader | None


def page(*, allowed: frozenset[str], writes: bool = False, chart: bool = True) -> Callable[[View], View]:
    """Make a view a desk page: `@page(allowed=MAY_SEE_WEEK)`, and with `writes=True` one that takes POST only.

    Visitors are sent to sign in; without one of the roles `allowed`, or when an action says NotAllowed, the answer is
    403; NotFound is 404. `Refused` that the view leaves to us is told with every obstacle at status 409, in the
    dialog for htmx, so that the form below stays as it is. Times on the page are of the site looked at.

    An address with a `client` in it is a door to their chart: it opens to whom the chart opens, asks others of their site
    for a reason, and is 404 to the rest. `chart=False`: what is done about somebody from a list, beside their chart.
    """

    def decorated(view: View) -> View:
        @functools.wraps(view)
        def answer(request: DeskRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request, writes=writes)
            if writes and request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            try:
                if not request.actor.has_any(allowed):
                    raise NotAllowed
                _set_scene(request)
                with timezone.override(zone_of(request.site.time_zone)):
                    if chart and "client" in kwargs and not _opens(request, int(kwargs["client"])):  # type: ignore[call-overload]
                        return _to_reason(request, int(kwargs["client"]), writes=writes)  # type: ignore[call-overload]
                    return view(request, *args, **kwargs)
            except NotAllowed:
                return errors.forbidden(request)
            except NotFound:
                return errors.not_found(request)
            except Refused as refused:
                return refusal(request, refused.obstacles)

        answer.opens_charts = chart  # type: ignore[attr-defined]
        return answer

    return decorated


def refusal(request: DeskRequest, obstacles: Iterable[Obstacle]) -> HttpResponse:
    """Every reason why it was not done, status 409: in the dialog for htmx, else as a page that leads back."""
    with timezone.override(zone_of(request.site.time_zone)):
        context = {"obstacles": tuple(obstacles), "back": came_from(request)}
        if not request.htmx:
            return render(request, "desk/refused.html", context, status=409)
        response = render(request, "desk/_refused.html", context, status=409)
    response["HX-Retarget"] = "#modal-body"
    response["HX-Reswap"] = "innerHTML"
    return response


def came_from(request: HttpRequest, otherwise: str = "desk:today") -> str:
    """The page the person came from when it is ours, else `otherwise` (a url name)."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return referer
    return resolve_url(otherwise)


def typed(text: str, most: int = 80) -> str:
    """What somebody typed, without the NUL that PostgreSQL does not take, outer blanks, and all beyond `most`."""
    return text.replace("\0", "").strip()[:most]


def number(text: str) -> int | None:
    """A row's or a page's number out of an address; None for what is none, or would fit no column."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def day_typed(text: str) -> date | None:
    """The day of an ISO date somebody typed; None for what is none, or not in YEARS."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def monday_of(text: str, today: date) -> date:
    """The Monday of the week of an ISO date; of `today` for what is none, or not in YEARS."""
    chosen = day_typed(text) or today
    return chosen - timedelta(days=chosen.weekday())


def opened_chart(request: DeskRequest, client: int) -> None:
    """Record that the actor read this client's chart on this page. Call it once the record is known to be in reach."""
    opened_charts(request, [client])


def opened_charts(request: DeskRequest, clients: Iterable[int]) -> None:
    """Record that the actor read all these charts on this page. One statement."""
    match = request.resolver_match
    page = match.view_name if match else ""
    charts_read(by=request.actor, clients=clients, page=page, grounds=request.grounds or "")


def _opens(request: DeskRequest, client: int) -> bool:
    """Whether the chart of a client opens; False when it asks for a reason first. Raises NotFound.

    To whom it opens though the client is of another site (a stand-in, broken glass), this page reaches that site.
    """
    found, near = journey.chart_entry(request.actor, client, now=request.now, zone=request.site.time_zone)
    if found.answer is Answer.ASKS:
        return False
    if found.answer is not Answer.OPENS:
        raise NotFound
    request.grounds, request.header = found.grounds, near.header
    if not request.actor.works_at(near.site):
        request.actor = replace(request.actor, sites=request.actor.sites | {near.site}, lent=frozenset({near.site}))
    return True


def _to_reason(request: DeskRequest, client: int, *, writes: bool) -> HttpResponse:
    """To the page that asks for a reason, and from there to the page they asked for; to the chart after a form."""
    whole = request.method == "GET" and not writes and not request.htmx
    after = request.get_full_path() if whole else reverse("desk:client", args=[client])
    address = f"{reverse('desk:open-chart', args=[client])}?{urlencode({'next': after})}"
    return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else redirect(address)


def _set_scene(request: DeskRequest) -> None:
    """Put the moment, the sites in reach, the one looked at (at first their own) and its day on the request. One query.

    Raises NotAllowed for somebody who works at no site.
    """
    request.now, request.grounds, request.header = clock.now(), None, None
    request.sites = agency.sites_within(request.actor)
    if not request.sites:
        raise NotAllowed
    by_id = {str(site.id): site for site in request.sites}
    asked = request.GET.get("site", "")
    if asked in by_id:
        request.session[CHOSEN_SITE] = asked
    own = [site for site in request.sites if site.id in request.actor.sites and not site.virtual]
    request.site = by_id.get(str(request.session.get(CHOSEN_SITE, "")), (own or request.sites)[0])
    request.today = request.now.astimezone(zone_of(request.site.time_zone)).date()


def _to_sign_in(request: DeskRequest, *, writes: bool) -> HttpResponse:
    """Where a visitor goes: to the sign-in page, and from there to the page they asked for, or that asked for a part of it."""
    after = resolve_url("desk:today") if writes else request.get_full_path()
    if request.htmx:
        shown = request.htmx.current_url_abs_path or after
        response = redirect_to_login(shown if shown.startswith("/") else after)
        return HttpResponse(status=401, headers={"HX-Redirect": response["Location"]})
    return redirect_to_login(after)
