"""Somebody is still here: what a page says while a person types without sending."""

from __future__ import annotations

import math

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse

from stepdown.agency.access import EVERYONE
from stepdown.web.desk.pages import DeskRequest, page

SINCE = "signed_in_since"
"""Session key: when the person signed in, in seconds since 1970. It goes with the session when they sign out."""
AWAKE_UNTIL = "awake_until"
"""Session key a page may set, in seconds since 1970: until then nobody is signed out by the clock. For a screen that
has a lock of its own."""


def over_at(session: SessionBase) -> float:
    """When a person signed in has to sign in again, whatever they do, in seconds since 1970; infinite where nobody has to."""
    hours = settings.SESSION_HOURS or math.inf
    return float(max(session.get(SINCE, math.inf) + hours * 3600, session.get(AWAKE_UNTIL, 0)))


@page(allowed=EVERYONE)
def here(request: DeskRequest) -> HttpResponse:
    """Nothing to show; that it was asked for is what counts (see `config.idle`)."""
    return HttpResponse(status=204)
