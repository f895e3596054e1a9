"""Reading the lists of clients that people saved."""

from __future__ import annotations

from django.db.models import Q

from stepdown.audit.terms import Actor
from stepdown.people import models
from stepdown.people.terms import SavedView


def saved_views(by: Actor) -> tuple[SavedView, ...]:
    """One's own, and those shared by people who work at one of one's sites, by name. One query."""
    shared = Q(shared=True)
    if not by.everywhere:
        shared &= Q(owner__staff_member__site__in=by.sites)
    rows = models.SavedView.objects.filter(Q(owner=by.user) | shared).order_by("name", "pk").distinct()
    return tuple(SavedView(row.pk, row.name, row.query, row.shared, row.owner_id == by.user) for row in rows)
