"""Opening a chart that is not among one's own: with a reason, by breaking the glass, and the review of both."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce

from stepdown.agency.access import demand
from stepdown.agency.queries import site_row
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Obstacle, Refused, refuse
from stepdown.audit.wall import whole_agency
from stepdown.kernel.week import day_of, zone_of
from stepdown.people.access import MAY_BREAK_GLASS, MAY_REVIEW_OPENINGS, MAY_SEE_CLIENTS
from stepdown.people.actions.steps import hold_records
from stepdown.people.models import ChartPass, Client
from stepdown.people.queries.clients import sites_of
from stepdown.people.rules import charts as rules
from stepdown.people.terms import Blocker, Found, OpeningReason, Sought
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope

REASON_HOURS = "access.reason_hours"
"""Policy key: hours a chart stays open to somebody who gave a reason."""
EMERGENCY_HOURS = "access.emergency_hours"
"""Policy key: hours a chart stays open after the reason was an emergency."""


@action
def open_with_reason(*, by: Actor, at: datetime, client: int, reason: OpeningReason, words: str = "") -> datetime:
    """Open another chart of one's own site, for the hours policy says; returns until when.

    Refused: an emergency or another reason without a sentence.
    """
    site = sites_of([client])[client]
    demand(by, MAY_SEE_CLIENTS, [site])
    hold_records([client])
    refuse(rules.reason_obstacles(reason, words))
    return _open(by, at, client, site, reason, words, glass=False)


@action
def break_glass(*, by: Actor, at: datetime, who: Sought, words: str) -> int:
    """Open the chart of a client of any site in an emergency, for few hours; returns the client's id.

    The reviewers see it at once. Refused: no sentence that says what the emergency is; nobody, or more than one, is
    registered so.
    """
    demand(by, MAY_BREAK_GLASS)
    refuse([*rules.sought_obstacles(who), *rules.reason_obstacles(OpeningReason.EMERGENCY, words)])
    with whole_agency():
        found = _sought(who)
        if len(found) != 1:
            raise Refused(Obstacle(Blocker.NOBODY_LIKE_THAT))
        (client,) = found
        hold_records([client])
        _open(by, at, client, sites_of([client])[client], OpeningReason.EMERGENCY, words, glass=True)
    return client


@action
def review_opening(*, by: Actor, at: datetime, number: int, found: Found, words: str = "") -> None:
    """Say what was found about a chart opened with a reason; saying it again replaces it, history keeps both.

    Refused: one's own opening; what is not in order, or to be looked into, without a sentence.
    """
    demand(by, MAY_REVIEW_OPENINGS)
    row = ChartPass.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise NotFound
    refuse(rules.review_obstacles(found, words, own=row.user_id == by.user))
    row.found, row.note, row.reviewed_at, row.reviewed_by = found, words.strip(), at, by.label
    row.save(update_fields=["found", "note", "reviewed_at", "reviewed_by"])
    note(by=by, at=at, subject=("chart_pass", number), client=row.client_id, details={"found": found})


def _sought(who: Sought) -> frozenset[int]:
    """The clients somebody may mean; who was merged into another is found there."""
    if number := who.record_number.strip():
        asked = Q(record_number__iexact=number)
    else:
        name = who.name.strip()
        asked = Q(date_of_birth=who.born) & (Q(used_name__iexact=name) | Q(legal_name__iexact=name))
    return frozenset(Client.objects.filter(asked).values_list(Coalesce("merged_into", "pk"), flat=True))


def _open(
    by: Actor, at: datetime, client: int, site: int, reason: OpeningReason, words: str, *, glass: bool
) -> datetime:
    if by.user is None:
        raise NotAllowed
    place = site_row(site)
    today = at.astimezone(zone_of(place.time_zone)).date()
    key = EMERGENCY_HOURS if reason is OpeningReason.EMERGENCY else REASON_HOURS
    hours = value_on(key, Scope(place.jurisdiction), today)
    ends = rules.time_box(None if hours is None else int(hours.value), at, day_of(at, place.time_zone).end)
    row = ChartPass.objects.create(
        client_id=client,
        user_id=by.user,
        opened_by=by.label,
        reason=reason,
        words=words.strip(),
        glass=glass,
        opened_at=at,
        ends_at=ends,
    )
    note(by=by, at=at, subject=("chart_pass", row.pk), client=client, details={"reason": reason, "glass": glass})
    return ends
