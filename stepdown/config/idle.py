"""Automatic sign-out: of a screen that was left alone, and of whoever signed in too long ago."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

from stepdown.web.desk.here import AWAKE_UNTIL, SINCE, over_at

SEEN = "seen"
"""Session key: when the person was last active, in seconds since 1970, to the minute."""
MINUTE = 60


class IdleMiddleware:
    """Signs out whoever did nothing for IDLE_MINUTES, and whoever signed in SESSION_HOURS ago, whatever they do; the
    page asked for then sends them to sign in, and back.

    A page that reads itself anew (an element whose id begins with "poll") is nobody doing something.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())  # noqa: TID251 - a request arrives now
            if _is_over(request.session, now):
                logout(request)
            elif now - request.session.get(SEEN, 0) >= MINUTE and not _is_poll(request):
                request.session[SEEN] = now
                last = datetime.fromtimestamp(now, UTC)
                UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=last)
        return self.get_response(request)


def _is_over(session: SessionBase, now: int) -> bool:
    """Whether this sign-in ends now, in seconds since 1970. A screen with a lock of its own stays until its group ends."""
    session.setdefault(SINCE, now)
    idle = now - max(session.get(SEEN, now), session.get(AWAKE_UNTIL, 0))
    left_alone = settings.IDLE_MINUTES and idle >= settings.IDLE_MINUTES * MINUTE
    return bool(left_alone or now >= over_at(session))


def _is_poll(request: HttpRequest) -> bool:
    return request.headers.get("HX-Trigger", "").startswith("poll")
