"""Charts of the demo that somebody opened with a reason, for compliance to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from stepdown.agency.queries import actor_of, sign_ins
from stepdown.audit.terms import Actor
from stepdown.demo.people import DemoClient, Making
from stepdown.demo.plan import LAKESIDE, NORTH, TRACKS
from stepdown.people.actions import break_glass, open_with_reason
from stepdown.people.queries import header_of
from stepdown.people.terms import OpeningReason, Sought


def open_charts(making: Making, clients: Sequence[DemoClient]) -> None:
    """On the days before now, the counselor covers for a colleague, and a nurse breaks the glass at night."""
    today = making.week.day_near(making.now)
    counselor, nurse = _signed_in("counselor"), _signed_in("nurse")
    covered, unwell = _somebody(clients, NORTH, but="counselor"), _somebody(clients, LAKESIDE)
    at = making.at(today - timedelta(days=2), 16)
    open_with_reason(by=counselor, at=at, client=covered, reason=OpeningReason.COVERING)
    night = making.at(today - timedelta(days=1), 22)
    number = header_of(making.by, unwell, today).record_number
    break_glass(
        by=nurse, at=night, who=Sought(number), words="Called the on-call line, short of breath; allergies asked for"
    )


def _signed_in(name: str) -> Actor:
    return actor_of(sign_ins(email=f"{name}@demo.example")[0].id)


def _somebody(clients: Sequence[DemoClient], site: str, *, but: str = "") -> int:
    """The first client who is at a site now, and not one of a clinician's own."""
    for client in clients:
        home = TRACKS[client.life.stays[-1][0]]
        if home.site == site and home.therapist != but and client.life.left is None:
            return client.id
    raise LookupError(site)
