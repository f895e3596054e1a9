"""Where somebody is signed in, and how they came in before. The rows are django-allauth's and django-axes'."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessFailureLog, AccessLog

from stepdown.agency.models import Draft, User
from stepdown.agency.terms import Browser, SignedIn, SinceLast
from stepdown.audit.secret import KeyLostError, Safe

MOST = 20
HELD = timedelta(hours=12)
"""How long a draft waits: as long as a sign-in lasts at most."""
KNOWN = 200
"""Sign-ins that tell whether a browser is new."""


def browsers_of(user: int) -> tuple[Browser, ...]:
    """Every browser somebody is signed in with, the one last used first. One query, and one each that has ended."""
    rows = UserSession.objects.purge_and_list(User(pk=user))
    found = (Browser(row.pk, row.user_agent, row.ip or "", row.created_at, row.last_seen_at) for row in rows)
    return tuple(sorted(found, key=lambda row: row.last_used, reverse=True))


def sign_in_history(user: int, most: int = MOST) -> tuple[SignedIn, ...]:
    """The latest times somebody came in with this sign-in, or failed to, the newest first. Three queries."""
    email = _email(user)
    tried = AccessFailureLog.objects.filter(username__iexact=email).order_by("-attempt_time", "-pk")[:most]
    failed = [SignedIn(row.attempt_time, row.ip_address or "", row.user_agent, None, failed=True) for row in tried]
    return tuple(sorted([*_came(email, most), *failed], key=lambda row: row.at, reverse=True)[:most])


def since_last(user: int, browser: str) -> SinceLast:
    """What the person should know who just came in with `browser`: what happened since they last did with it.

    Nothing where this is the first time with it. Three queries.
    """
    email = _email(user)
    came = _came(email, KNOWN)[1:]
    before = next((row for row in came if row.browser == browser), None)
    if before is None:
        return SinceLast(0, ())
    known = {row.browser for row in came if row.at <= before.at}
    new = {row.browser: row for row in came if row.at > before.at and row.browser not in known}
    failed = AccessFailureLog.objects.filter(username__iexact=email, attempt_time__gt=before.at)
    return SinceLast(failed.count(), tuple(new.values()))


def draft_of(user: int, place: str, at: datetime, keys: Sequence[str]) -> str:
    """What somebody had typed into the page at `place`; empty where nothing is, it is too old, or no key opens it. One query."""
    row = Draft.objects.filter(user=user, place=place, kept_at__gt=at - HELD).first()
    try:
        return Safe(keys).show(row.text) if row else ""
    except KeyLostError:
        return ""


def has_draft(user: int) -> bool:
    """Whether something somebody typed waits for them. One query."""
    return Draft.objects.filter(user=user).exists()


def _email(user: int) -> str:
    return User.objects.filter(pk=user).values_list("email", flat=True).first() or ""


def _came(email: str, most: int) -> list[SignedIn]:
    rows = AccessLog.objects.filter(username__iexact=email).order_by("-attempt_time", "-pk")[:most]
    return [SignedIn(row.attempt_time, row.ip_address or "", row.user_agent, row.logout_time) for row in rows]
