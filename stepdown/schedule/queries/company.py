"""Who takes part in one session, for a page: its staff with their roles, how each client comes, and guests."""

from __future__ import annotations

from dataclasses import dataclass

from stepdown.plan.terms import Modality
from stepdown.schedule.models import Participant, PlannedSession, SessionGuest, SessionStaff
from stepdown.schedule.terms import GuestKind, SessionRole


@dataclass(frozen=True, slots=True)
class GuestRow:
    """Somebody who takes part and is no client; `client` is whose relative or interpreter they are."""

    id: int
    kind: GuestKind
    name: str
    client: int | None
    modality: Modality


@dataclass(frozen=True, slots=True)
class CompanyOf:
    """Who takes part in a session: `staff` as (id, name, role), `ways` how each client comes, by client id.

    `pattern` is the weekly meeting it was made from; `changed` says somebody changed this one by hand.
    """

    staff: tuple[tuple[int, str, SessionRole], ...]
    ways: dict[int, Modality]
    guests: tuple[GuestRow, ...]
    topic: str
    group: int | None
    pattern: int | None
    changed: bool


def company_of(session: int) -> CompanyOf:
    """Who takes part in one session. For who may see its clients; the session is known to be in reach. Four queries."""
    row = PlannedSession.objects.select_related("topic").get(pk=session)
    staff = SessionStaff.objects.filter(session=session, active=True).select_related("staff")
    order = list(SessionRole)
    seats = Participant.objects.filter(session=session, active=True).values_list("client", "modality")
    guests = SessionGuest.objects.filter(session=session, active=True).order_by("pk")
    return CompanyOf(
        staff=tuple(
            sorted(
                ((one.staff_id, one.staff.name, SessionRole(one.role)) for one in staff),
                key=lambda one: (order.index(one[2]), one[1]),
            )
        ),
        ways={client: Modality(way) for client, way in seats},
        guests=tuple(
            GuestRow(one.pk, GuestKind(one.kind), one.name, one.client_id, Modality(one.modality)) for one in guests
        ),
        topic=row.topic.title if row.topic else "",
        group=row.group_id,
        pattern=row.pattern_id,
        changed=row.changed,
    )
