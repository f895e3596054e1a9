"""The list of clients as a CSV file, for ourselves or for somebody outside: the gate is asked about each client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor
from stepdown.consent.actions import release
from stepdown.consent.terms import Leaving, Whom
from stepdown.people.access import MAY_EXPORT_CLIENTS
from stepdown.transfer.notice_csv import Made, columns, everything, released_text

COLUMNS = columns(
    record_number="identity",
    name_used="identity",
    stands="attendance discharge",
    level_of_care="plan",
    program="identity",
    primary_clinician="plan",
    prescribed_minutes_this_week="plan",
    scheduled_minutes_this_week="schedule",
    attended_minutes_this_week="attendance",
    next_session="schedule",
)


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One client of the list as it was shown; minutes are of this week, None for who is not in care."""

    client: int
    record_number: str
    name: str
    stands: str
    level: str
    program: str
    clinician: str
    prescribed: int | None
    scheduled: int | None
    attended: int | None
    next_session: datetime | None
    in_program: int | None


@action
def export_clients(*, by: Actor, at: datetime, day: date, site: int, lines: Sequence[ClientLine], whom: Whom) -> Made:
    """The lines as far as the gate lets them pass; `day` is today at the site.

    For somebody outside, who is in no programme now is left out: nobody's consent is for it. Raises NotAllowed, and
    NotFound for a client or a site out of reach.
    """
    demand(by, MAY_EXPORT_CLIENTS, [site])
    people = {line.client: line.in_program for line in lines}
    passed = release(by=by, at=at, day=day, leaving=Leaving("clients", whom, everything(COLUMNS), people))
    note(by=by, at=at, subject=("site", site))
    return Made(released_text(COLUMNS, ((line.client, _row(line)) for line in lines), passed), passed)


def _row(line: ClientLine) -> list[object]:
    return [
        *(line.record_number, line.name, line.stands, line.level, line.program, line.clinician),
        *("" if one is None else one for one in (line.prescribed, line.scheduled, line.attended)),
        line.next_session.isoformat(timespec="minutes") if line.next_session else "",
    ]
