"""Who acts in this request, told to the program and to the database."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from stepdown.agency import queries as agency
from stepdown.audit.secret import KeyLostError
from stepdown.audit.terms import Actor
from stepdown.audit.wall import reading
from stepdown.web.desk import clock

_OPEN_WITHOUT_SECOND_FACTOR = ("mfa_", "account_logout", "account_reauthenticate")


def _actor(request: HttpRequest, number: str) -> Actor:
    """Who acts; somebody whose last day is over is signed out here, whether or not the worker closed their sign-in."""
    if not request.user.is_authenticated:
        return Actor(label="visitor", request=number)
    actor = agency.actor_of(request.user.pk, request=number, at=timezone.now())  # noqa: TID251 - a request arrives now
    if actor.user is None:
        logout(request)
    return actor


class ActingMiddleware:
    """Gives every request an `actor`, wraps it in the read context, and asks staff for a second factor.

    Pages are never kept by a browser or a proxy: the next person at the lobby computer must not page back to them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = uuid.uuid4().hex[:16]
        actor = _actor(request, number)
        request.actor = actor  # type: ignore[attr-defined]
        with reading(actor, clock.now()):
            response = self.get_response(request)
        add_never_cache_headers(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A secret that no key opens is told as what it is, and what helps."""
        return render(request, "key_lost.html", status=500) if isinstance(exception, KeyLostError) else None

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else ""
        if (
            settings.DEMO
            or not request.user.is_authenticated
            or (name or "").startswith(_OPEN_WITHOUT_SECOND_FACTOR)
            or is_mfa_enabled(request.user)
        ):
            return None
        return redirect("mfa_activate_totp")
