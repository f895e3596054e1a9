"""What every desk template may use."""

from __future__ import annotations

import math
import time

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from stepdown.agency.access import MAY_SEE_SETTINGS, MAY_SEE_STAFF, MAY_WATCH_ACCESS
from stepdown.agency.queries import names_of_sign_ins
from stepdown.agency.terms import Role
from stepdown.consent.access import MAY_TAKE_LEGAL_REQUESTS
from stepdown.episode.access import MAY_SEE_WAY
from stepdown.ledger.access import MAY_SEE_LEDGER
from stepdown.people.access import MAY_CALL, MAY_REVIEW_OPENINGS, MAY_SEE_CLIENTS
from stepdown.schedule.access import MAY_SEE_WEEK
from stepdown.session.access import MAY_SEE_TODAY
from stepdown.web.desk.drafts import WAITS
from stepdown.web.desk.here import over_at
from stepdown.web.desk.templatetags.wording import words

PLACES: tuple[tuple[str, str, str, frozenset[str]], ...] = (
    ("today", "calendar-check", "Today", MAY_SEE_TODAY),
    ("week", "calendar3-week", "Week", MAY_SEE_WEEK),
    ("groups", "people-fill", "Groups", MAY_SEE_WEEK),
    ("admissions", "person-plus", "Admissions", MAY_SEE_WAY & MAY_SEE_CLIENTS),
    ("clients", "people", "Clients", MAY_SEE_CLIENTS),
    ("calls", "telephone", "Calls", MAY_CALL),
    ("ledger", "clock-history", "Ledger", MAY_SEE_LEDGER),
    ("legal", "envelope-paper", "Legal", MAY_TAKE_LEGAL_REQUESTS),
    ("staff", "person-badge", "Staff", MAY_SEE_STAFF),
    ("settings", "sliders", "Settings", MAY_SEE_SETTINGS),
)
"""The navigation: (url name, icon, label, who may open it). Nobody is shown a way to a refusal."""


def desk(request: HttpRequest) -> dict[str, object]:
    """`demo` shows the banner; `actor` and `actor_role` say who is signed in, `site_name` which site is looked at,
    `places` where they may go, `idle_minutes` after how long without use somebody is signed out, `session_hours` how
    long at most they stay signed in and `seconds_left` how much of it is left, `draft_waits` whether something they
    typed before waits for its page. `reviews`: they are told of charts opened with a reason; `watches`: of changes of who may do what. `names` are those of the staff by
    the address history keeps of them, read once a page asks for one (`called`).
    """
    actor, site = getattr(request, "actor", None), getattr(request, "site", None)
    roles = sorted(words(Role(role)) for role in actor.roles) if actor else ()
    return {
        "demo": settings.DEMO,
        "idle_minutes": settings.IDLE_MINUTES,
        "session_hours": settings.SESSION_HOURS,
        "seconds_left": _seconds_left(request),
        "draft_waits": WAITS in request.session if hasattr(request, "session") else False,
        "actor": actor,
        "names": SimpleLazyObject(names_of_sign_ins),
        "places": [place[:3] for place in PLACES if actor and actor.has_any(place[3])],
        "reviews": actor is not None and actor.has_any(MAY_REVIEW_OPENINGS),
        "watches": actor is not None and actor.has_any(MAY_WATCH_ACCESS),
        "actor_role": ", ".join(roles),
        "site_name": site.name if site else "",
    }


def _seconds_left(request: HttpRequest) -> int | None:
    """Until the person has to sign in again, whatever they do; None where nothing ends it."""
    at = over_at(request.session) if hasattr(request, "session") else math.inf
    return None if at == math.inf else int(at - time.time())  # noqa: TID251 - a page is drawn now
