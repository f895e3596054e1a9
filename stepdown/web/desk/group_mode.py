"""Group mode: a leader's screen that stays on through a group, and shows no roster to anybody but the leader.

Its face may be seen by everybody in the room: topic, step and time. The roster is behind a PIN that the leader chooses
on entering; it is kept hashed in the browser session on the server. While the mode is on, every other page leads back
to the face: a client who picks the device up can read the time, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth import logout
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.session import actions
from stepdown.session.access import MAY_LEAD
from stepdown.session.queries import groups
from stepdown.session.terms import AwayReason
from stepdown.web.desk import clock
from stepdown.web.desk.closing import GROUP_MODE
from stepdown.web.desk.here import AWAKE_UNTIL
from stepdown.web.desk.pages import DeskRequest, page

OPEN_FOR = timedelta(minutes=2)
"""How long the roster stays open after the PIN, or after the last thing done with it."""
AFTER = timedelta(minutes=30)
"""How long after the group's end the screen stays on by itself."""
TRIES = 5
"""Wrong PINs after which the person is signed out."""
ALWAYS = frozenset(
    {"group-mode", "group-now", "group-enter", "group-open", "group-shut", "group-leave", "account_logout"}
)
"""Addresses (by name) that answer while the mode is on."""
WHILE_OPEN = frozenset({"close-group", "reopen-group", "group-out", "group-back"})
"""Those that answer only while the roster is open."""


class StaysInGroup:
    """While group mode is on, everything but the group's own pages leads back to its face."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, int]
    ) -> HttpResponse | None:
        mode = request.session.get(GROUP_MODE)
        name = request.resolver_match.url_name if request.resolver_match else ""
        if mode is None or not request.user.is_authenticated or name == "account_logout":
            return None
        mine = kwargs.get("session") == mode["session"]
        if mine and (name in ALWAYS or (name in WHILE_OPEN and _is_open(mode, request))):
            return None
        face = reverse("desk:group-mode", args=[mode["session"]])
        return (
            HttpResponse(status=401, headers={"HX-Redirect": face})
            if request.headers.get("HX-Request")
            else redirect(face)
        )


def _is_open(mode: dict[str, object], request: HttpRequest) -> bool:
    until = str(mode.get("open_until", ""))
    if not until or clock.now() >= datetime.fromisoformat(until):
        return False
    mode["open_until"] = (clock.now() + OPEN_FOR).isoformat()
    request.session[GROUP_MODE] = mode
    return True


@page(allowed=MAY_LEAD)
def group(request: DeskRequest, session: int) -> HttpResponse:
    """The face; before the mode is on, the question for a PIN."""
    one, site = groups.session_for(request.actor, session, now=request.now)
    steps = groups.steps_of(one, site)
    mode = request.session.get(GROUP_MODE)
    context = {"one": one, "steps": steps, "now": request.now, "trouble": ""}
    if mode is None:
        return render(request, "desk/group_enter.html", context)
    return render(request, "desk/group_mode.html", context)


@page(allowed=MAY_LEAD, writes=True)
def enter(request: DeskRequest, session: int) -> HttpResponse:
    """The mode begins, behind the PIN chosen: four to eight digits, twice the same."""
    one, site = groups.session_for(request.actor, session, now=request.now)
    pin = request.POST.get("pin", "")
    trouble = ""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        trouble = "Choose four to eight digits."
    elif pin != request.POST.get("again", ""):
        trouble = "The two PINs differ."
    if trouble:
        context = {"one": one, "steps": groups.steps_of(one, site), "now": request.now, "trouble": trouble}
        return render(request, "desk/group_enter.html", context, status=422)
    request.session[GROUP_MODE] = {"session": session, "pin": make_password(pin), "wrong": 0, "open_until": ""}
    awake = max(one.period.end, request.now) + AFTER
    request.session.set_expiry(max(request.session.get_expiry_age(), int((awake - request.now).total_seconds())))
    request.session[AWAKE_UNTIL] = int(awake.timestamp())
    return redirect("desk:group-mode", session)


@page(allowed=MAY_LEAD)
def now(request: DeskRequest, session: int) -> HttpResponse:
    """The face again, for a screen that stays on; it keeps the sign-in alive while the group runs."""
    one, site = groups.session_for(request.actor, session, now=request.now)
    context = {"one": one, "steps": groups.steps_of(one, site), "now": request.now}
    return render(request, "desk/_group_face.html", context)


@page(allowed=MAY_LEAD, writes=True)
def open_roster(request: DeskRequest, session: int) -> HttpResponse:
    """The PIN is right: show the roster. After five wrong ones the person is signed out."""
    groups.session_for(request.actor, session, now=request.now)
    if GROUP_MODE not in request.session:
        return redirect("desk:group-mode", session)
    if not _right(request):
        return _wrong(request, session)
    return _roster(request, session)


@page(allowed=MAY_LEAD, writes=True)
def shut(request: DeskRequest, session: int) -> HttpResponse:
    """Hide the roster."""
    groups.session_for(request.actor, session, now=request.now)
    mode = request.session.get(GROUP_MODE)
    if mode is not None:
        request.session[GROUP_MODE] = mode | {"open_until": ""}
    if request.htmx:
        return render(request, "desk/_group_pin.html", {"session": session})
    return redirect("desk:group-mode", session)


@page(allowed=MAY_LEAD, writes=True)
def leave(request: DeskRequest, session: int) -> HttpResponse:
    """Leave the mode: the PIN once more, and the desk is back."""
    groups.session_for(request.actor, session, now=request.now)
    if GROUP_MODE in request.session:
        if not _right(request):
            return _wrong(request, session)
        del request.session[GROUP_MODE]
        request.session.pop(AWAKE_UNTIL, None)
        request.session.set_expiry(None)
    return redirect("desk:today")


def _right(request: DeskRequest) -> bool:
    return check_password(request.POST.get("pin", ""), request.session[GROUP_MODE]["pin"])


def _wrong(request: DeskRequest, session: int) -> HttpResponse:
    mode = request.session[GROUP_MODE]
    mode = mode | {"wrong": mode["wrong"] + 1}
    request.session[GROUP_MODE] = mode
    if mode["wrong"] >= TRIES:
        logout(request)
        after = reverse("account_login")
        return HttpResponse(headers={"HX-Redirect": after}) if request.htmx else redirect(after)
    left = TRIES - mode["wrong"]
    context = {"session": session, "trouble": f"That is not the PIN. {left} tries left, then you are signed out."}
    if request.htmx:
        return render(request, "desk/_group_pin.html", context, status=422)
    one, site = groups.session_for(request.actor, session, now=request.now)
    context |= {"one": one, "steps": groups.steps_of(one, site), "now": request.now}
    return render(request, "desk/group_mode.html", context, status=422)


def _roster(request: DeskRequest, session: int) -> HttpResponse:
    """The roster as the leader needs it: names, who is here, who is out; nothing else of anybody."""
    mode = request.session[GROUP_MODE]
    request.session[GROUP_MODE] = mode | {"wrong": 0, "open_until": (request.now + OPEN_FOR).isoformat()}
    one, site = groups.session_for(request.actor, session, now=request.now)
    context = {
        "one": one,
        "card": groups.group_card(request.actor, one, site, now=request.now),
        "steps": groups.steps_of(one, site),
        "now": request.now,
        "session": session,
        "is_open": True,
    }
    return render(request, "desk/_group_mode_roster.html" if request.htmx else "desk/group_mode.html", context)


@page(allowed=MAY_LEAD, writes=True, chart=False)
def out(request: DeskRequest, session: int, client: int) -> HttpResponse:
    """Somebody is asked out of the group, told from the group room."""
    groups.session_for(request.actor, session, now=request.now)
    if GROUP_MODE not in request.session:
        return redirect("desk:group-mode", session)
    wanted = request.POST.get("reason", "")
    reason = AwayReason(wanted) if wanted in set(AwayReason) else AwayReason.OTHER
    actions.ask_out(by=request.actor, at=request.now, client=client, session=session, reason=reason)
    return _roster(request, session)


@page(allowed=MAY_LEAD, writes=True)
def back(request: DeskRequest, session: int, away: int) -> HttpResponse:
    """Somebody is back in the group, told from the group room."""
    groups.session_for(request.actor, session, now=request.now)
    if GROUP_MODE not in request.session:
        return redirect("desk:group-mode", session)
    actions.come_back(by=request.actor, at=request.now, away=away)
    return _roster(request, session)
