"""One group as its leader sees it: who may open it, its run-sheet, who in fact leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.agency.terms import Delivery, ServiceCategory, ServiceRow, SiteRow
from stepdown.audit.terms import Actor, NotAllowed, NotFound
from stepdown.kernel.week import day_of, zone_of
from stepdown.schedule.queries.one import OneSession, one_session
from stepdown.session.access import MAY_LEAD, MAY_WRITE_RUN_SHEETS
from stepdown.session.models import RunSheet, RunSheetStep, Said
from stepdown.session.queries import facts
from stepdown.session.queries.day import one_card
from stepdown.session.rules import group as rules
from stepdown.session.terms import THIRDS, SessionCard, Step, TimedStep


def session_for(
    by: Actor, session: int, *, now: datetime, roles: frozenset[str] = MAY_LEAD
) -> tuple[OneSession, SiteRow]:
    """A session and its site, for who holds one of `roles` there; a stand-in from elsewhere reaches it on its own day
    only. Five queries. Raises NotAllowed, NotFound.
    """
    if not by.has_any(roles):
        raise NotAllowed
    one = one_session(session)
    if one is None:
        raise NotFound
    site = agency.site_row(one.site)
    if not by.works_at(one.site) and not _stands_in(by, one, site, now):
        raise NotFound
    return one, site


def _stands_in(by: Actor, one: OneSession, site: SiteRow, now: datetime) -> bool:
    leading = facts.leading_of(one.id)
    its_day = day_of(one.period.start, site.time_zone)
    mine = by.staff is not None and leading is not None and leading.staff_id == by.staff
    return mine and its_day.start <= now < its_day.end


def leads(by: Actor, one: OneSession) -> bool:
    """Whether the actor in fact leads a session: who took it over, else who was planned. One query."""
    leading = facts.leading_of(one.id)
    actual = (leading.staff_id,) if leading and leading.staff_id else one.leads
    return by.staff is not None and by.staff in actual


def group_card(by: Actor, one: OneSession, site: SiteRow, *, now: datetime) -> SessionCard:
    """The card of a session found with `session_for`, roster and all. Nine queries. Raises NotFound."""
    day = day_of(one.period.start, site.time_zone)
    card = one_card(by, site=site, session=one.id, day=day, now=now)
    if card is None:
        raise NotFound
    return card


def steps_of(one: OneSession, site: SiteRow) -> tuple[TimedStep, ...]:
    """The steps of a session and when each is: of its kind's run-sheet that held on its day, else a process group in
    thirds, else one step. Two queries.
    """
    day = one.period.start.astimezone(zone_of(site.time_zone)).date()
    sheet = RunSheet.objects.filter(service=one.service, starts__lte=day).order_by("-starts").first()
    return rules.timed(_steps(sheet) if sheet else usual_steps(one.category, one.title), one.period)


def usual_steps(category: ServiceCategory, title: str) -> tuple[Step, ...]:
    """How a kind of group runs while the agency has written nothing."""
    return THIRDS if category is ServiceCategory.PROCESS_GROUP else (Step(title),)


def _steps(sheet: RunSheet) -> tuple[Step, ...]:
    return tuple(Step(row.title, row.share, row.prompt) for row in RunSheetStep.objects.filter(sheet=sheet))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The run-sheet of a kind of service that holds on a day; `since` is None while the agency has written nothing."""

    service: ServiceRow
    since: date | None
    steps: tuple[Step, ...]
    later: date | None
    """The first day of the next version, when one is written already."""


def run_sheets(by: Actor, day: date) -> tuple[SheetRow, ...]:
    """The run-sheet of every kind of group on `day`. Three queries. Raises NotAllowed."""
    demand(by, MAY_WRITE_RUN_SHEETS)
    sheets = list(RunSheet.objects.order_by("-starts").prefetch_related("steps"))
    return tuple(
        _sheet_row(service, [sheet for sheet in sheets if sheet.service_id == service.id], day)
        for service in agency.services()
        if service.delivery is Delivery.GROUP
    )


def _sheet_row(service: ServiceRow, sheets: Sequence[RunSheet], day: date) -> SheetRow:
    """`sheets` are those of the service, the latest first."""
    now = next((sheet for sheet in sheets if sheet.starts <= day), None)
    later = min((sheet.starts for sheet in sheets if sheet.starts > day), default=None)
    if now is None:
        return SheetRow(service, None, usual_steps(service.category, service.public_name), later)
    steps = tuple(Step(row.title, row.share, row.prompt) for row in now.steps.all())
    return SheetRow(service, now.starts, steps, later)


@dataclass(frozen=True, slots=True)
class Difference:
    """What desk and leader each say of somebody in a session, in full, for who decides."""

    session: OneSession
    site: SiteRow
    visits: tuple[tuple[datetime, datetime | None], ...]
    there: bool
    came_at: datetime | None
    left_at: datetime | None
    ended_at: datetime
    desk: int
    leader: int


def difference(by: Actor, *, session: int, client: int, now: datetime) -> Difference:
    """The disagreement about a client in a session. Raises NotAllowed, NotFound, also when there is none."""
    one, site = session_for(by, session, now=now)
    said = Said.objects.filter(session=session, client=client, undone_at=None, desk_minutes__isnull=False)
    row = said.select_related("leading").first()
    if row is None:
        raise NotFound
    word = facts.word_of(row)
    visits = facts.visits_on([client], day_of(one.period.start, site.time_zone))[client]
    return Difference(
        session=one,
        site=site,
        visits=tuple((visit.arrived_at, visit.departed_at) for visit in visits),
        there=word.there,
        came_at=word.came_at,
        left_at=word.left_at,
        ended_at=word.ended_at,
        desk=row.desk_minutes or 0,
        leader=row.leader_minutes or 0,
    )
