"""What somebody had typed when their screen was about to lock: kept for them alone, given back once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from stepdown.agency.access import SYSTEM, demand
from stepdown.agency.models import Draft
from stepdown.audit.context import action
from stepdown.audit.secret import KeyLostError, Safe
from stepdown.audit.terms import Actor, NotAllowed

HELD = timedelta(hours=12)
"""How long a draft waits: as long as a sign-in lasts at most."""


@action
def keep_draft(*, by: Actor, at: datetime, place: str, text: str, keys: Sequence[str]) -> None:
    """Keep what somebody typed into the page at `place`, in place of what was kept there before; under the first of `keys`.

    Nothing is noted: it is no record yet, and may never be one.
    """
    if by.user is None:
        raise NotAllowed
    kept = {"text": Safe(keys).keep(text), "kept_at": at}
    Draft.objects.update_or_create(user_id=by.user, place=place, defaults=kept)


@action
def take_draft(*, by: Actor, at: datetime, place: str, keys: Sequence[str]) -> str:
    """Give back what one typed into the page at `place`, once; empty where nothing is, or no key opens it any more."""
    if by.user is None:
        raise NotAllowed
    row = Draft.objects.select_for_update().filter(user_id=by.user, place=place).first()
    if row is None:
        return ""
    row.delete()
    try:
        return Safe(keys).show(row.text) if row.kept_at > at - HELD else ""
    except KeyLostError:
        return ""


@action
def drop_old_drafts(*, by: Actor, at: datetime) -> int:
    """Forget what nobody came back for; returns how many. For the program itself."""
    demand(by, SYSTEM)
    return Draft.objects.filter(kept_at__lte=at - HELD).delete()[0]
