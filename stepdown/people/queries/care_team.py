"""Reading care teams, and how many clients each clinician has."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count, F, Q

from stepdown.agency.queries import caseload_limits
from stepdown.people.models import CareTeamMember
from stepdown.people.rules.setup import caseload
from stepdown.people.terms import CareRole, Caseload, Clinician, DatedHelper
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope


def care_team_on(clients: Collection[int], role: CareRole, day: date) -> dict[int, int]:
    """Who holds `role` for each of `clients` on `day`: staff by client id. One query."""
    places = CareTeamMember.objects.filter(
        Q(ends=None) | Q(ends__gt=day), client__in=clients, role=role, starts__lte=day
    )
    return dict(places.values_list("client", "staff"))


def helped_by(staff: int, day: date) -> frozenset[int]:
    """The clients on whose care team `staff` is on `day`, in whatever place. One query."""
    places = CareTeamMember.objects.filter(Q(ends=None) | Q(ends__gt=day), staff=staff, starts__lte=day)
    return frozenset(places.values_list("client", flat=True))


def caseloads(staff: Collection[int], day: date) -> dict[int, int]:
    """How many clients have each of `staff` as their primary clinician on `day`, by staff id. One query."""
    places = CareTeamMember.objects.filter(
        Q(ends=None) | Q(ends__gt=day), staff__in=staff, role=CareRole.PRIMARY_CLINICIAN, starts__lte=day
    )
    return dict(places.values_list("staff").annotate(clients=Count("client")))


def clinicians_of(clients: Collection[int], day: date) -> dict[int, Clinician]:
    """Each client's primary clinician on `day`, by client id. One query."""
    places = CareTeamMember.objects.filter(
        Q(ends=None) | Q(ends__gt=day), client__in=clients, role=CareRole.PRIMARY_CLINICIAN, starts__lte=day
    )
    rows = places.values_list("client", "staff", "staff__name")
    return {client: Clinician(staff, name) for client, staff, name in rows}


def care_team_of(client: int) -> tuple[DatedHelper, ...]:
    """Everybody who holds or held a place on a client's care team, the present ones first. One query."""
    rows = CareTeamMember.objects.filter(client=client).order_by(F("ends").desc(nulls_first=True), "role", "starts")
    return tuple(
        DatedHelper(CareRole(role), name, starts, ends)
        for role, name, starts, ends in rows.values_list("role", "staff__name", "starts", "ends")
    )


def caseloads_of(staff: Collection[int], day: date, scope: Scope) -> dict[int, Caseload]:
    """How many clients each of `staff` has on `day`, against their own limit, else policy's for `scope`, by staff id.

    Three queries.
    """
    usual = value_on("caseload.primary_clinician", scope, day)
    clients, limits = caseloads(staff, day), caseload_limits(staff)
    most = int(usual.value) if usual else None
    return {one: caseload(clients.get(one, 0), limits.get(one), most) for one in staff}
