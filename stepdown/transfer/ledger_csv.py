"""A programme's ledger as a CSV file, for ourselves or for somebody outside: the gate is asked about each client."""

from __future__ import annotations

from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor
from stepdown.consent.actions import release
from stepdown.consent.terms import Leaving, Whom
from stepdown.kernel.week import Week
from stepdown.ledger import queries as ledger
from stepdown.ledger.access import MAY_EXPORT_LEDGER
from stepdown.transfer.notice_csv import Made, columns, everything, released_text

COLUMNS = columns(
    client="identity",
    name_used="identity",
    level_of_care="plan",
    prescribed_minutes="plan",
    scheduled_minutes="schedule",
    attended_minutes="attendance",
    countable_minutes="attendance",
    countable_days="attendance",
    minutes_ahead="schedule attendance",
    open_minutes="plan schedule attendance",
    minutes_short_of_the_minimum="plan schedule attendance",
    on_hold="attendance",
    authorized_minutes_a_week="coverage",
    authorized_until="coverage",
)


@action
def export_ledger(
    *, by: Actor, at: datetime, day: date, site: int, week: Week, whom: Whom, program: int | None = None
) -> Made:
    """The week of everybody in care at a site (or in one programme there), as far as the gate lets it pass.

    `day` is today at the site. Raises NotAllowed, NotFound.
    """
    demand(by, MAY_EXPORT_LEDGER, [site])
    lines = ledger.board(by, site=site, week=week, now=at, program=program)
    people = {line.client: line.program for line in lines}
    passed = release(by=by, at=at, day=day, leaving=Leaving("ledger", whom, everything(COLUMNS), people))
    details: dict[str, object] = {"monday": week.monday.isoformat(), "program": program}
    note(by=by, at=at, subject=("site", site), details=details)
    return Made(released_text(COLUMNS, ((line.client, _row(line)) for line in lines), passed), passed)


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
