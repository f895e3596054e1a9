"""Programs that fetch files by themselves: made with an owner and an end, renewed with a new token, ended, counted."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta

from stepdown.agency.access import MAY_OWN_SERVICE_ACCOUNTS, demand
from stepdown.agency.actions.steps_access import tell_second
from stepdown.agency.models import ServiceAccount, StaffMember
from stepdown.agency.queries.found import found
from stepdown.agency.queries.service_accounts import digest_of, token_of
from stepdown.agency.rules import service_accounts as rules
from stepdown.agency.terms import AccessKind, Blocker, NewServiceAccount
from stepdown.audit.actions import last_word, lock_setup, note
from stepdown.audit.context import action
from stepdown.audit.queries import times_done
from stepdown.audit.terms import Actor, NotAllowed, Obstacle, Refused, refuse
from stepdown.kernel.week import zone_of
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope

MOST_DAYS = "access.service_account_days"
"""Policy key: days a token may hold at most."""
MOST_USES = "access.service_account_uses_an_hour"
"""Policy key: how often a service account may fetch something within an hour."""
SECRET_BYTES = 32


@action
def make_service_account(*, by: Actor, at: datetime, new: NewServiceAccount) -> tuple[int, str]:
    """Let a program fetch what its owner, who makes it, may fetch; returns its id and its token, shown this once.

    Nobody is handed a token of somebody else's. Refused: nothing to fetch, an end that is past or too far, a name taken.
    """
    owner, today = _owner(by, at)
    refuse(rules.service_obstacles(new, today, _policy(owner, MOST_DAYS, today)))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with last_word(Obstacle(Blocker.NAME_TAKEN)):
        made = ServiceAccount.objects.create(
            name=new.name,
            purpose=new.purpose,
            owner=owner,
            scopes=sorted(set(new.scopes)),
            digest=digest_of(secret),
            made_at=at,
            expires_at=_end_of(new.last_day, owner),
        )
    tell_second(by, at, AccessKind.SERVICE_ACCOUNT, owner, service=made)
    note(by=by, at=at, subject=("service_account", made.pk), details={"scopes": made.scopes})
    return made.pk, token_of(made.pk, secret)


@action
def renew_service_account(*, by: Actor, at: datetime, number: int, last_day: date) -> str:
    """Give an account a new token and a new end; the one before opens nothing from now on. Returns the token.

    Whoever renews it owns it from then on: that is how it is handed over. Refused: it was ended, an end past or too far.
    """
    owner, today = _owner(by, at)
    lock_setup()
    row = found(ServiceAccount, number)
    ended = [] if row.ended_at is None else [Obstacle(Blocker.SERVICE_ENDED)]
    refuse(ended + rules.expiry_obstacles(last_day, today, _policy(owner, MOST_DAYS, today)))
    before, secret = row.owner_id, secrets.token_urlsafe(SECRET_BYTES)
    row.owner, row.digest, row.expires_at = owner, digest_of(secret), _end_of(last_day, owner)
    row.save(update_fields=["owner", "digest", "expires_at"])
    if before != owner.pk:
        tell_second(by, at, AccessKind.SERVICE_ACCOUNT, owner, service=row)
    note(by=by, at=at, subject=("service_account", number), details={"owner": owner.pk, "until": str(last_day)})
    return token_of(number, secret)


@action
def end_service_account(*, by: Actor, at: datetime, number: int) -> None:
    """Its token opens nothing from now on, and no new one is made. One that was ended stays so."""
    demand(by, MAY_OWN_SERVICE_ACCOUNTS)
    row = found(ServiceAccount, number)
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        note(by=by, at=at, subject=("service_account", number))


@action
def use_service_account(*, by: Actor, at: datetime, number: int, door: str) -> None:
    """Write down that a service account fetched something at a door; `by` is the account itself.

    Raises NotAllowed for somebody else. Refused: more often within the hour than policy says.
    """
    row = found(ServiceAccount, number)
    if by.user is not None or by.label != row.label:
        raise NotAllowed
    today = at.astimezone(zone_of(row.owner.site.time_zone)).date()
    uses = times_done("agency.use_service_account", ("service_account", number), at - timedelta(hours=1))
    if uses >= _policy(row.owner, MOST_USES, today):
        raise Refused(Obstacle(Blocker.USED_TOO_OFTEN))
    row.last_used_at = at
    row.save(update_fields=["last_used_at"])
    note(by=by, at=at, subject=("service_account", number), details={"door": door})


def _owner(by: Actor, at: datetime) -> tuple[StaffMember, date]:
    """Who makes it, and today where they work; the program itself owns none."""
    demand(by, MAY_OWN_SERVICE_ACCOUNTS)
    if by.staff is None:
        raise NotAllowed
    owner = found(StaffMember, by.staff)
    return owner, at.astimezone(zone_of(owner.site.time_zone)).date()


def _policy(owner: StaffMember, key: str, today: date) -> int:
    value = value_on(key, Scope(jurisdiction=owner.site.jurisdiction), today)
    return int(value.value) if value else 0


def _end_of(last_day: date, owner: StaffMember) -> datetime:
    return datetime.combine(last_day + timedelta(days=1), time(), zone_of(owner.site.time_zone))
