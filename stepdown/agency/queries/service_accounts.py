"""Programs that fetch files by themselves: who they are, whether a token opens anything, how often they came."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from stepdown.agency.models import ServiceAccount
from stepdown.agency.queries.sign_ins import reach_of
from stepdown.agency.rules.employment import works_here
from stepdown.agency.rules.service_accounts import has_stopped
from stepdown.agency.terms import ServiceAccountRow, ServiceScope
from stepdown.audit.terms import Actor
from stepdown.kernel.week import zone_of

PREFIX = "stepdown"
NOBODY = hashlib.sha256(b"").digest()
"""What a token of no account is compared with, so that it takes as long."""


def token_of(number: int, secret: str) -> str:
    """The token as its owner sees it once: a word that scanners for secrets find, the account's number, the secret."""
    return f"{PREFIX}_{number}_{secret}"


def digest_of(secret: str) -> bytes:
    """What is kept of a secret. It is 256 random bits, so a plain SHA-256 can't be guessed back."""
    return hashlib.sha256(secret.encode()).digest()


def service_actor(token: str, at: datetime, *, request: str = "") -> tuple[int, Actor, frozenset[ServiceScope]] | None:
    """(account, actor, what it may fetch) behind a token; None where it opens nothing, whatever the reason.

    The actor has the roles and the reach its owner has at this moment, under its own name. Compared in constant time.
    """
    word, _, rest = token.partition("_")
    number, _, secret = rest.partition("_")
    known = word == PREFIX and number.isascii() and number.isdigit() and len(number) < 10
    row = ServiceAccount.objects.select_related("owner__site").filter(pk=int(number)).first() if known else None
    same = hmac.compare_digest(bytes(row.digest) if row else NOBODY, digest_of(secret))
    if row is None or not same or _stopped(row, at):
        return None
    roles, sites, everywhere = reach_of(row.owner_id, at)
    actor = Actor(label=row.label, roles=roles, sites=sites, everywhere=everywhere, request=request)
    return row.pk, actor, frozenset(map(ServiceScope, row.scopes))


def service_accounts(at: datetime) -> tuple[ServiceAccountRow, ...]:
    """Every service account by name, those that open nothing any more last. One query."""
    rows = (_row(row, at) for row in ServiceAccount.objects.select_related("owner__site"))
    return tuple(sorted(rows, key=lambda row: row.stopped))


def _stopped(row: ServiceAccount, at: datetime) -> bool:
    owner = row.owner
    today = at.astimezone(zone_of(owner.site.time_zone)).date()
    here = works_here(owner.active, owner.last_day, today)
    return has_stopped(row.expires_at, row.ended_at, owner_works_here=here, now=at)


def _row(row: ServiceAccount, at: datetime) -> ServiceAccountRow:
    return ServiceAccountRow(
        id=row.pk,
        name=row.name,
        purpose=row.purpose,
        owner=row.owner_id,
        owner_name=row.owner.name,
        scopes=tuple(map(ServiceScope, row.scopes)),
        made_at=row.made_at,
        expires_at=row.expires_at,
        last_day=(row.expires_at - timedelta(seconds=1)).astimezone(zone_of(row.owner.site.time_zone)).date(),
        ended_at=row.ended_at,
        last_used_at=row.last_used_at,
        ran_out=row.expires_at <= at,
        stopped=_stopped(row, at),
    )
