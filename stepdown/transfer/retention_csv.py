"""Records that need not be kept any more, as a CSV file: the gate is asked about each client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor
from stepdown.consent.actions import release
from stepdown.consent.terms import Leaving, Purpose, Whom
from stepdown.people.access import MAY_EXPORT_CLIENTS
from stepdown.transfer.notice_csv import Made, columns, everything, released_text

COLUMNS = columns(
    record_number="identity",
    name_used="identity",
    last_in_care="attendance discharge",
    kept_until="discharge",
    by_which_row="discharge",
    held_by="identity",
)


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One client of the list as it was shown."""

    client: int
    record_number: str
    name: str
    left: date
    until: date
    row: str
    held_by: str


@action
def export_retention(*, by: Actor, at: datetime, day: date, site: int, lines: Sequence[KeptLine]) -> Made:
    """The lines as far as the gate lets them pass; `day` is today at the site.

    It is for ourselves. Raises NotAllowed, and NotFound for a client or a site out of reach.
    """
    demand(by, MAY_EXPORT_CLIENTS, [site])
    people = dict.fromkeys(line.client for line in lines)
    leaving = Leaving("retention", Whom(Purpose.OPERATIONS), everything(COLUMNS), people)
    passed = release(by=by, at=at, day=day, leaving=leaving)
    note(by=by, at=at, subject=("site", site))
    return Made(released_text(COLUMNS, ((line.client, _cells(line)) for line in lines), passed), passed)


def _cells(line: KeptLine) -> list[object]:
    return [line.record_number, line.name, line.left.isoformat(), line.until.isoformat(), line.row, line.held_by]
