"""A site, a programme, one kind of service, two members of staff and three clients: enough to try one action on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from stepdown.agency.actions import add_rooms, hire, offer_services, open_programs, open_sites
from stepdown.agency.terms import Delivery, NewProgram, NewRoom, NewService, NewSite, NewStaff, Role
from stepdown.audit.terms import Actor, Refused, system
from stepdown.kernel.levels import LevelOfCare
from stepdown.people.actions import register_clients
from stepdown.people.terms import NewClient

BY = system("test")
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
OP, IOP, PHP = LevelOfCare


@dataclass(frozen=True)
class World:
    """Ids of what was made; `elsewhere` is a second site."""

    site: int
    elsewhere: int
    program: int
    room: int
    service: int
    staff: list[int]
    clients: list[int]


def world() -> World:
    """Make it. The programme offers PHP and IOP."""
    site, elsewhere = open_sites(
        by=BY, at=AT, sites=[NewSite("S0", "Here", "America/Chicago"), NewSite("S1", "Elsewhere", "UTC")]
    )
    [program] = open_programs(by=BY, at=AT, programs=[NewProgram(site, "Days", (PHP, IOP))])
    [room] = add_rooms(by=BY, at=AT, rooms=[NewRoom(site, "R0", "Room 1", 12)])
    services = [NewService("process", "Process group", Delivery.GROUP, 60, ("LPC",))]
    [service] = offer_services(by=BY, at=AT, services=services)
    staff = [NewStaff(name, site, ("en",), (Role.CLINICIAN,)) for name in ("Birch Inlet", "Maple Ridge")]
    rows = [NewClient(site, f"T-{n}", "Synthetic", f"Synthetic {n}", ("en",)) for n in range(3)]
    return World(
        site=site,
        elsewhere=elsewhere,
        program=program,
        room=room,
        service=service,
        staff=hire(by=BY, at=AT, staff=staff),
        clients=register_clients(by=BY, at=AT, clients=rows),
    )


def somebody(role: Role, *sites: int) -> Actor:
    """A member of staff with one role, who works at `sites`."""
    return Actor(label=f"{role}@example.test", user=1, roles=frozenset({role}), sites=frozenset(sites))


def told(error: pytest.ExceptionInfo[Refused]) -> list[tuple[str, dict[str, object]]]:
    """Every obstacle as (blocker, about)."""
    return [(obstacle.blocker.value, obstacle.about) for obstacle in error.value.obstacles]
