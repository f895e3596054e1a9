"""What every desk template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from stepdown.agency.terms import Role
from stepdown.web.desk.templatetags.wording import words


def desk(request: HttpRequest) -> dict[str, object]:
    """`demo` shows the banner; `actor` and `actor_role` say who is signed in, `site_name` which site is looked at,
    `idle_minutes` after how long without use somebody is signed out.
    """
    actor, site = getattr(request, "actor", None), getattr(request, "site", None)
    roles = sorted(words(Role(role)) for role in actor.roles) if actor else ()
    return {
        "demo": settings.DEMO,
        "idle_minutes": settings.IDLE_MINUTES,
        "actor": actor,
        "actor_role": ", ".join(roles),
        "site_name": site.name if site else "",
    }
