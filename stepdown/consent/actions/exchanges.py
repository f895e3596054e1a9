"""Who is a member of an exchange, from when until when, and asking one for its list of disclosures (42 CFR 2.24)."""

from __future__ import annotations

from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import lock_setup, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, Obstacle, refuse
from stepdown.consent import rules
from stepdown.consent.access import MAY_KEEP_RECIPIENTS, MAY_SEE_ACCOUNTING
from stepdown.consent.models import ListAsked, Member, Recipient
from stepdown.consent.queries import exchanges as queries
from stepdown.consent.queries.restrictions import who
from stepdown.consent.terms import Blocker, RecipientKind
from stepdown.people.actions.steps import hold_records, hold_within
from stepdown.people.queries import sites_of


@action
def add_member(
    *,
    by: Actor,
    at: datetime,
    exchange: int,
    starts: date,
    ends: date | None = None,
    organization: int | None = None,
    name: str = "",
    kind: RecipientKind = RecipientKind.TREATING_PROVIDER,
) -> int:
    """Write down a member of an exchange, from `starts` up to, not including, `ends`: an organisation on record, else a
    `name` and what it is. Returns its id.

    Raises NotAllowed; NotFound for what is no exchange, and an organisation that is not on record; Refused without a
    name, when it is a member in those days already, or ends before it starts.
    """
    demand(by, MAY_KEEP_RECIPIENTS)
    lock_setup()
    _exchange(exchange)
    if organization is not None and not Recipient.objects.filter(pk=organization, ended_at=None).exists():
        raise NotFound
    nameless = organization is None and not name.strip()
    rows = queries.members(exchange)
    joining = rules.joining_obstacles(rows, who(organization), starts=starts, ends=ends)
    refuse([*([Obstacle(Blocker.NAME_MISSING)] if nameless else []), *joining])
    row = Member.objects.create(
        exchange_id=exchange,
        organization_id=organization,
        name="" if organization is not None else name.strip(),
        kind="" if organization is not None else kind,
        starts=starts,
        ends=ends,
        recorded_by=by.label,
    )
    note(by=by, at=at, subject=("recipient", exchange), details={"member": row.pk})
    return row.pk


@action
def end_member(*, by: Actor, at: datetime, member: int, ends: date) -> None:
    """Write down the first day somebody is no member of an exchange any more.

    Raises NotAllowed; NotFound; Refused when that is known already, or comes before its first day.
    """
    demand(by, MAY_KEEP_RECIPIENTS)
    lock_setup()
    row = Member.objects.filter(pk=member).first()
    if row is None:
        raise NotFound
    refuse(rules.parting_obstacles(row.starts, row.ends, ends))
    row.ends = ends
    row.save(update_fields=["ends"])
    note(by=by, at=at, subject=("recipient", row.exchange_id), details={"member": row.pk})


@action
def ask_list(*, by: Actor, at: datetime, day: date, client: int, exchange: int, asked_on: date) -> int:
    """Write down the day a client asked an exchange for its list of disclosures; `day` is today. Returns its id.

    Raises NotAllowed; NotFound beyond the actor's reach, and for what is no exchange; Refused for a day to come.
    """
    demand(by, MAY_SEE_ACCOUNTING, sites_of([client]).values())
    _exchange(exchange)
    hold_records([client])
    refuse(rules.list_obstacles(asked_on=asked_on, answered_on=None, today=day))
    row = ListAsked.objects.create(client_id=client, exchange_id=exchange, asked_on=asked_on, recorded_by=by.label)
    note(by=by, at=at, subject=("list_asked", row.pk), client=client)
    return row.pk


@action
def list_came(*, by: Actor, at: datetime, day: date, asked: int, answered_on: date) -> None:
    """Write down the day an exchange answered; `day` is today. Raises NotAllowed; NotFound beyond the actor's reach; Refused
    when it answered already, and for a day to come or before it was asked.
    """
    demand(by, MAY_SEE_ACCOUNTING)
    row = ListAsked.objects.filter(pk=asked).first()
    if row is None:
        raise NotFound
    hold_within(by, MAY_SEE_ACCOUNTING, [row.client_id])
    row.refresh_from_db()
    already = [Obstacle(Blocker.ANSWERED_ALREADY)] if row.answered_on else []
    refuse([*already, *rules.list_obstacles(asked_on=row.asked_on, answered_on=answered_on, today=day)])
    row.answered_on = answered_on
    row.save(update_fields=["answered_on"])
    note(by=by, at=at, subject=("list_asked", row.pk), client=row.client_id)


def _exchange(number: int) -> None:
    if not Recipient.objects.filter(pk=number, kind=RecipientKind.INTERMEDIARY, ended_at=None).exists():
        raise NotFound
