"""Reading episodes: which programme and level, on this date?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from stepdown.episode.models import Hold, LevelOfCareStay


def levels_on(clients: Collection[int], day: date) -> dict[int, str]:
    """The level of care of each client who is in a stay on `day`, by client id. One query."""
    stays = LevelOfCareStay.objects.filter(_holding(day), episode__client__in=clients)
    return dict(stays.values_list("episode__client", "level"))


def on_hold(clients: Collection[int], day: date) -> frozenset[int]:
    """Those of `clients` of whom no hours are expected on `day`. One query."""
    holds = Hold.objects.filter(_holding(day), episode__client__in=clients)
    return frozenset(holds.values_list("episode__client", flat=True))


def _holding(day: date) -> Q:
    return Q(starts__lte=day) & (Q(ends=None) | Q(ends__gt=day))
