"""Automatic sign-out: a screen that was left alone does not stay open."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from stepdown.web.desk.here import AWAKE_UNTIL

SEEN = "seen"
"""Session key: when the person was last active, in seconds since 1970, to the minute."""
MINUTE = 60


class IdleMiddleware:
    """Signs out whoever did nothing for IDLE_MINUTES; the page asked for then sends them to sign in, and back.

    A page that reads itself anew (an element whose id begins with "poll") is nobody doing something.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.IDLE_MINUTES and request.user.is_authenticated:
            now = int(time.time())  # noqa: TID251 - a request arrives now
            seen = max(request.session.get(SEEN, now), request.session.get(AWAKE_UNTIL, 0))
            if now - seen >= settings.IDLE_MINUTES * MINUTE:
                logout(request)
            elif now - request.session.get(SEEN, 0) >= MINUTE and not _is_poll(request):
                request.session[SEEN] = now
                last = datetime.fromtimestamp(now, UTC)
                UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=last)
        return self.get_response(request)


def _is_poll(request: HttpRequest) -> bool:
    return request.headers.get("HX-Trigger", "").startswith("poll")
