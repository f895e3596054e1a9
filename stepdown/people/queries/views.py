"""Reading the lists of clients that people saved."""

from __future__ import annotations

from django.db.models import Q

from stepdown.audit.terms import Actor, NotFound
from stepdown.people import models
from stepdown.people.terms import SavedView


def saved_views(by: Actor) -> tuple[SavedView, ...]:
    """One's own, and those shared by people who work at one of one's sites, by name. One query."""
    shared = Q(shared=True)
    if not by.everywhere:
        shared &= Q(owner__staff_member__site__in=by.sites)
    rows = models.SavedView.objects.filter(Q(owner=by.user) | shared, dropped_at=None).order_by("name", "pk").distinct()
    columns = ("pk", "name", "query", "shared", "owner", "owner__staff_member__name", "opens_first")
    return tuple(
        SavedView(number, name, query, shared, owner == by.user, whose or "", first and owner == by.user)
        for number, name, query, shared, owner, whose, first in rows.values_list(*columns)
    )


def own_view(by: Actor, view: int) -> SavedView:
    """One of one's own views, dropped or not. Raises NotFound for another's. One query."""
    row = models.SavedView.objects.filter(pk=view, owner=by.user).first()
    if row is None or by.user is None:
        raise NotFound
    return SavedView(row.pk, row.name, row.query, row.shared, own=True, opens_first=row.opens_first)
