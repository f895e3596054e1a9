"""Reading who is near a client, and which charts were opened with a reason."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from stepdown.audit.terms import Actor, NotFound
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.people.models import ChartPass
from stepdown.people.queries.clients import header, header_rows
from stepdown.people.terms import SETTLED, Found, Near, OpeningReason, PassRow

_ROW = (
    "id", "client", "client__used_name", "opened_by", "reason", "words", "glass", "opened_at", "ends_at", "found", "note",
    "reviewed_by", "reviewed_at",
)  # fmt: skip


def near(by: Actor, client: int, *, day: date, now: datetime) -> Near:
    """What joins `by` to a client on `day`: the care team, and what they gave that counts at `now`. One query.

    With it comes the top of the chart, so that opening it costs no more. Raises NotFound for a client who is not there.
    """
    holds = ChartPass.objects.filter(client=OuterRef("pk"), user=by.user, opened_at__lte=now, ends_at__gt=now)
    rows = header_rows(client, day, reason=Exists(holds.filter(glass=False)), glass=Exists(holds.filter(glass=True)))
    if not rows:
        raise NotFound
    return Near(
        site=rows[0]["site_id"],
        on_team=by.staff is not None and any(row["place__staff"] == by.staff for row in rows),
        reason=rows[0]["reason"],
        glass=rows[0]["glass"],
        header=header(by, rows) if by.has_any(MAY_SEE_CLIENTS) else None,
    )


def passes_of(client: int, *, most: int = 50) -> tuple[PassRow, ...]:
    """When a client's chart was opened with a reason, the latest first. One query."""
    return _rows(ChartPass.objects.filter(client=client), most)


def passes_to_review(*, most: int = 200) -> tuple[PassRow, ...]:
    """Charts opened with a reason that nobody has settled: broken glass first, then the latest. One query."""
    return _rows(_waiting().order_by("-glass", "-opened_at", "-id"), most)


def passes_settled(*, most: int = 50) -> tuple[PassRow, ...]:
    """The latest that somebody settled. One query."""
    return _rows(ChartPass.objects.filter(found__in=SETTLED).order_by("-reviewed_at", "-id"), most)


def pass_row(number: int) -> PassRow:
    """One of them. Raises NotFound. One query."""
    rows = _rows(ChartPass.objects.filter(pk=number), 1)
    if not rows:
        raise NotFound
    return rows[0]


def waiting_for_review() -> tuple[int, int]:
    """(how many charts opened with a reason nobody has looked at, how many of them by breaking the glass). One query."""
    broken = list(ChartPass.objects.filter(found="").order_by().values_list("glass", flat=True))
    return len(broken), sum(broken)


def _waiting() -> QuerySet[ChartPass]:
    return ChartPass.objects.exclude(found__in=SETTLED)


def _rows(rows: QuerySet[ChartPass], most: int) -> tuple[PassRow, ...]:
    return tuple(_row(values) for values in rows.values_list(*_ROW)[:most])


def _row(values: Collection[Any]) -> PassRow:
    number, client, name, who, reason, words, glass, opened, ends, found, *rest = values
    what = Found(found) if found else None
    return PassRow(number, client, name, who, OpeningReason(reason), words, glass, opened, ends, what, *rest)
