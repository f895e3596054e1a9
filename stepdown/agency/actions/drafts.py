"""What somebody had typed when their screen was about to lock: kept for them alone until it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from stepdown.agency.access import SYSTEM, demand
from stepdown.agency.models import Draft
from stepdown.agency.queries.browsers import HELD
from stepdown.audit.context import action
from stepdown.audit.secret import Safe
from stepdown.audit.terms import Actor, NotAllowed

MOST = 20
"""Pages whose drafts wait for one person at once: one more, and the oldest is forgotten, so that nobody fills the disk."""


@action
def keep_draft(*, by: Actor, at: datetime, place: str, text: str, keys: Sequence[str]) -> None:
    """Keep what somebody typed into the page at `place`, in place of what was kept there before; under the first of `keys`.

    Nothing is noted: it is no record yet, and may never be one.
    """
    if by.user is None:
        raise NotAllowed
    kept = {"text": Safe(keys).keep(text), "kept_at": at}
    Draft.objects.update_or_create(user_id=by.user, place=place, defaults=kept)
    own = Draft.objects.filter(user_id=by.user).order_by("-kept_at", "-pk")
    if forgotten := list(own.values_list("pk", flat=True)[MOST:]):
        own.filter(pk__in=forgotten).delete()


@action
def drop_draft(*, by: Actor, at: datetime, place: str) -> None:
    """Forget what one typed into the page at `place`: it was sent, or is not wanted any more."""
    if by.user is None:
        raise NotAllowed
    Draft.objects.filter(user_id=by.user, place=place).delete()


@action
def drop_old_drafts(*, by: Actor, at: datetime) -> int:
    """Forget what nobody came back for; returns how many. For the program itself."""
    demand(by, SYSTEM)
    return Draft.objects.filter(kept_at__lte=at - HELD).delete()[0]
