"""The list of clients as a CSV file. It names clients, so it leaves under 42 CFR Part 2, and is noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor
from stepdown.people.access import MAY_EXPORT_CLIENTS
from stepdown.people.queries import sites_of
from stepdown.transfer.notice_csv import notice_text

HEAD = (
    "record number",
    "name used",
    "stands",
    "level of care",
    "program",
    "primary clinician",
    "prescribed minutes this week",
    "scheduled minutes this week",
    "attended minutes this week",
    "next session",
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


@action
def export_clients(*, by: Actor, at: datetime, site: int, lines: Sequence[ClientLine]) -> str:
    """The lines as CSV text, and a note that it was made and of whom.

    The first line is the notice of 42 CFR 2.32. Raises NotAllowed, and NotFound for a client or a site out of reach.
    """
    demand(by, MAY_EXPORT_CLIENTS, {site, *sites_of([line.client for line in lines]).values()})
    details: dict[str, object] = {"clients": [line.client for line in lines]}
    note(by=by, at=at, subject=("site", site), details=details)
    return notice_text(HEAD, map(_row, lines))


def _row(line: ClientLine) -> list[object]:
    return [
        *(line.record_number, line.name, line.stands, line.level, line.program, line.clinician),
        *("" if one is None else one for one in (line.prescribed, line.scheduled, line.attended)),
        line.next_session.isoformat(timespec="minutes") if line.next_session else "",
    ]
