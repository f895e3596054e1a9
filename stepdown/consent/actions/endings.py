"""A consent that ends with an event ends: by itself at a discharge, else when somebody says that it has happened."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from stepdown.agency.access import SYSTEM, demand
from stepdown.agency.queries import time_zone
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, refuse
from stepdown.consent import rules
from stepdown.consent.access import MAY_REVOKE
from stepdown.consent.models import Consent, EventHappened
from stepdown.consent.queries.consents import ends_of, midnight
from stepdown.people.actions.steps import hold_records
from stepdown.people.queries import sites_of


@action
def end_by_event(*, by: Actor, at: datetime, day: date, consent: int, on: date, said_by: str) -> None:
    """Write down that what a consent ends with has happened, on a day, and who said so; `day` is today at the site.

    The consent carries nothing from that day on, and nothing opens it again. Raises NotAllowed; NotFound beyond the
    actor's reach; Refused where it ends with no event, is over already, for a day to come, and when nobody said so.
    """
    demand(by, MAY_REVOKE)
    row = Consent.objects.filter(pk=consent).first()
    if row is None:
        raise NotFound
    (site,) = sites_of([row.client_id]).values()
    demand(by, MAY_REVOKE, [site])
    hold_records([row.client_id])
    ends = ends_of(row)
    over = hasattr(row, "revocation") or (ends is not None and ends <= at)
    signed_on = row.signed_at.astimezone(midnight(day, time_zone(site)).tzinfo).date()
    refuse(
        rules.event_obstacles(
            with_event=bool(row.event) or row.at_discharge,
            over=over,
            on=on,
            signed_on=signed_on,
            today=day,
            said_by=said_by,
        )
    )
    _ended(by, at, row, on, site, said_by.strip())


@action
def end_at_discharge(*, by: Actor, at: datetime, client: int, on: date) -> None:
    """End the consents of a client that end when they leave; `on` is the first day out.

    It follows from the discharge; taking that back does not open them again, and a later day does not prolong them.
    Raises NotAllowed; NotFound beyond the actor's reach.
    """
    sites = sites_of([client])
    demand(by, MAY_REVOKE | SYSTEM, sites.values())
    hold_records([client])
    open_then = Q(happened=None) | Q(happened__happened_on__gt=on)
    for row in Consent.objects.filter(open_then, client=client, at_discharge=True, revocation=None):
        _ended(by, at, row, on, sites[client], "")


def _ended(by: Actor, at: datetime, row: Consent, on: date, site: int, said_by: str) -> None:
    ended_at = midnight(on, time_zone(site))
    said = {"happened_on": on, "ended_at": ended_at, "said_by": said_by, "recorded_by": by.label}
    EventHappened.objects.update_or_create(consent=row, defaults=said)
    note(by=by, at=at, subject=("consent", row.pk), client=row.client_id, details={"happened_on": on.isoformat()})
