"""A programme's ledger as a CSV file. It names clients, so it leaves under 42 CFR Part 2, and is noted."""

from __future__ import annotations

from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor
from stepdown.kernel.week import Week
from stepdown.ledger import queries as ledger
from stepdown.ledger.access import MAY_EXPORT_LEDGER
from stepdown.transfer.notice_csv import notice_text

HEAD = (
    "client",
    "name used",
    "level of care",
    "prescribed minutes",
    "scheduled minutes",
    "attended minutes",
    "countable minutes",
    "countable days",
    "minutes ahead",
    "open minutes",
    "minutes short of the minimum",
    "on hold",
    "authorized minutes a week",
    "authorized until",
)


@action
def export_ledger(*, by: Actor, at: datetime, site: int, monday: date, zone: str, program: int | None = None) -> str:
    """The week of everybody in care at a site (or in one programme there) as CSV text, and a note that it was made.

    The first line is the notice of 42 CFR 2.32. `zone` is the site's time zone. Raises NotAllowed, NotFound.
    """
    demand(by, MAY_EXPORT_LEDGER, [site])
    lines = ledger.board(by, site=site, week=Week(monday, zone), now=at, program=program)
    details: dict[str, object] = {"monday": monday.isoformat(), "program": program, "clients": len(lines)}
    note(by=by, at=at, subject=("site", site), details=details)
    return notice_text(HEAD, map(_row, lines))


def _row(line: ledger.Line) -> list[object]:
    week, authorized = line.week, line.authorized
    return [
        line.client,
        line.name,
        str(line.level),
        week.prescribed,
        week.scheduled,
        week.attended,
        week.countable,
        week.counted_days,
        week.ahead,
        week.open,
        week.short,
        "yes" if week.on_hold else "no",
        authorized.minutes if authorized and authorized.minutes is not None else "",
        authorized.ends.isoformat() if authorized and authorized.ends else "",
    ]
