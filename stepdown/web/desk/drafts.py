"""A page about to sign somebody out hands over what they typed; the page they come back to asks for it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.access import EVERYONE
from stepdown.web.desk.pages import DeskRequest, page

WAITS = "draft_waits"
"""Session key: something this person typed waits for them. Set at the sign-in, so that pages need not look."""
MOST = 100_000
"""Letters of a draft."""


@page(allowed=EVERYONE, writes=True)
def keep(request: DeskRequest) -> HttpResponse:
    """Keep what was typed into the page at `place`."""
    place, text = request.POST.get("place", ""), request.POST.get("fields", "")
    if not place.startswith("/") or len(place) > 300 or not 2 < len(text) <= MOST or "\0" in place + text:
        return HttpResponse(status=422)
    actions.keep_draft(by=request.actor, at=request.now, place=place, text=text, keys=settings.FIELD_KEYS)
    request.session[WAITS] = True
    return HttpResponse(status=204)


@page(allowed=EVERYONE, writes=True)
def give(request: DeskRequest) -> HttpResponseBase:
    """Give back what the same person typed into the page at `place`. It stays until it is sent, or forgotten."""
    user, place = request.actor.user or 0, _place(request)
    return JsonResponse({"fields": agency.draft_of(user, place, request.now, settings.FIELD_KEYS)})


@page(allowed=EVERYONE, writes=True)
def drop(request: DeskRequest) -> HttpResponse:
    """Forget what was typed into the page at `place`."""
    actions.drop_draft(by=request.actor, at=request.now, place=_place(request))
    if not agency.has_draft(request.actor.user or 0):
        request.session.pop(WAITS, None)
    return HttpResponse(status=204)


def _place(request: DeskRequest) -> str:
    return request.POST.get("place", "").replace("\0", "")[:300]
