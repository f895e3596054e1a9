"""Who may open which page about charts opened with a reason; part of the table in `permissions`."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.utils import timezone

from stepdown.agency.queries import actor_of
from stepdown.agency.terms import Role
from stepdown.people.actions import open_with_reason
from stepdown.people.models import ChartPass
from stepdown.people.terms import OpeningReason
from tests.factories.agency import Agency
from tests.pages.table import EVERYONE, TREATS, Page

R = Role
CARE = TREATS | {R.BEHAVIORAL_TECHNICIAN, R.PEER_SPECIALIST}
REVIEWS = frozenset({R.PROGRAM_DIRECTOR, R.COMPLIANCE})


def opened(a: Agency) -> list[int]:
    """A chart somebody opened with a reason."""
    there = ChartPass.objects.filter(client=a.clients[0])
    if not there.exists():
        intern = get_user_model()._default_manager.get(staff_member__role_grants__role=R.INTERN)
        by, why = actor_of(intern.pk), OpeningReason.COVERING
        open_with_reason(by=by, at=timezone.now(), client=a.clients[0], reason=why)
    return [there.get().pk]


ACCESS = [
    Page("desk:open-chart", EVERYONE - {R.ADMINISTRATOR}, lambda a: [a.clients[0]], answers=frozenset({200, 302})),
    Page("desk:break-glass", CARE),
    Page("desk:access", REVIEWS),
    Page("desk:access-waiting", REVIEWS),
    Page("desk:review-access", REVIEWS, opened),
    Page("desk:access-in-order", REVIEWS, opened, lambda a: {}, frozenset({302})),
]
