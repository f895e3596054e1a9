"""Reading the agency: who acts, who works here, what is offered."""

from __future__ import annotations

from stepdown.agency.access import EVERYWHERE
from stepdown.agency.models import User
from stepdown.audit.terms import Actor


def actor_of(user: int, *, request: str = "") -> Actor:
    """The actor behind a sign-in: their roles and the sites within their reach. One query.

    An inactive or role-less sign-in gets an actor that reaches nothing.
    """
    rows = list(
        User.objects.filter(id=user, is_active=True).values_list(
            "email", "staff_member", "staff_member__site", "staff_member__role_grants__role"
        )
    )
    if not rows:
        return Actor(label="visitor", request=request)
    roles = frozenset(role for *_, role in rows if role)
    return Actor(
        label=rows[0][0],
        user=user,
        staff=rows[0][1],
        roles=roles,
        sites=frozenset(site for _, _, site, _ in rows if site),
        everywhere=bool(roles & EVERYWHERE),
        request=request,
    )
