"""Somebody is still here: what a page says while a person types without sending."""

from __future__ import annotations

from django.http import HttpResponse

from stepdown.agency.access import EVERYONE
from stepdown.web.desk.pages import DeskRequest, page

AWAKE_UNTIL = "awake_until"
"""Session key a page may set, in seconds since 1970: until then nobody is signed out for doing nothing. For a screen that
has a lock of its own."""


@page(allowed=EVERYONE)
def here(request: DeskRequest) -> HttpResponse:
    """Nothing to show; that it was asked for is what counts (see `config.idle`)."""
    return HttpResponse(status=204)
