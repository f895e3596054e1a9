"""Reading reminders, what one would be now, and what is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from stepdown.agency import queries as agency
from stepdown.agency.terms import SiteRow
from stepdown.audit.terms import Actor
from stepdown.consent import queries as consent
from stepdown.consent.terms import Category, Item, Purpose, RecipientKind, Telling
from stepdown.episode.queries.care import stays_on
from stepdown.kernel.period import Period
from stepdown.kernel.week import day_of, zone_of
from stepdown.people import queries as people
from stepdown.people.terms import Way, WayKind
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope
from stepdown.reminder import rules
from stepdown.reminder.models import DayBefore, Reminder
from stepdown.reminder.terms import (
    AgreementRow,
    Blocker,
    Hours,
    Question,
    ReminderRow,
    Sender,
    Standing,
    State,
    masked,
)
from stepdown.schedule.queries.client_week import sessions_of

AHEAD = timedelta(days=14)
"""How far ahead the next appointment is looked for."""
OPEN = {"cancelled_at": None, "dropped_at": None}
WAITING = {**OPEN, "taken_at": None}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a client is served, in which language, under which programme's consents, and how messages leave there."""

    site: SiteRow
    phone: str
    language: str
    program: int | None
    hours: Hours | None
    sender: Sender | None
    neutral: bool


def sender() -> Sender | None:
    """From whom messages come, as the environment says; None: the channel is off. No query."""
    return Sender(*settings.MAIL_FROM) if settings.MAIL else None


def given_away(found: Sender) -> tuple[str, ...]:
    """What the sender gives away of us, in words; empty is right. One query each for sites and programmes."""
    sites = [row.id for row in agency.site_records()]
    names = [agency.site_row(site).name for site in sites] + [row.name for row in agency.programs_at(sites)]
    return rules.gives_away(found, names)


def standings(by: Actor, client: int, *, at: datetime, on: date | None = None) -> tuple[Standing, ...]:
    """What a reminder would be on each e-mail address of a client and of their circle: of the first arrival of the local
    day `on`, else of the next day there is one. Addresses are empty for who may not call.
    """
    place = _place(by, client, at)
    arrival = arrival_of(client, place.site.time_zone, at=at, on=on)
    own, circle = people.circle_of(by, client)
    ways = [(way, "", None) for way in own] + [(way, one.name, one.id) for one in circle for way in one.ways]
    live = Reminder.objects.filter(**OPEN, client=client, about=arrival or at).values_list("way", flat=True)
    reminded = set(live) if arrival else set()
    return tuple(
        _standing(place, client, way, person, contact, arrival, at, reminded=way.id in reminded)
        for way, person, contact in ways
        if way.kind is WayKind.EMAIL
    )


def _standing(
    place: _Place,
    client: int,
    way: Way,
    person: str,
    contact: int | None,
    arrival: datetime | None,
    at: datetime,
    *,
    reminded: bool,
) -> Standing:
    zone = place.site.time_zone
    told = _may_be_told(client, place.program, contact, at, zone)
    asked = Question(
        way, told, arrival, at, zone, place.hours, place.sender, place.neutral, reminded, bool(place.phone)
    )
    words = None
    if arrival is not None and place.sender is not None and place.phone:
        words = rules.letter(
            way,
            own=contact is None,
            arrival=arrival,
            zone=zone,
            language=place.language,
            sender=place.sender,
            phone=place.phone,
        )
    return Standing(way, person, contact, arrival, rules.moment(asked), words, tuple(rules.obstacles(asked)))


def telling(client: int, program: int | None, contact: int | None) -> Telling:
    """What the gate is asked of a reminder: whether whose way it is may know of an appointment."""
    purpose, kind = (Purpose.TREATMENT, RecipientKind.CLIENT) if contact is None else (Purpose.SUPPORT, None)
    items = frozenset({Item(Category.SCHEDULE)})
    return Telling(client, program or 0, purpose, items, door="mail", kind=kind, contact=contact)


def _may_be_told(client: int, program: int | None, contact: int | None, at: datetime, zone: str) -> bool:
    kind = RecipientKind.CLIENT if contact is None else RecipientKind.FAMILY
    day = at.astimezone(zone_of(zone)).date()
    return consent.answer(telling(client, program, contact), kind, at=at, day=day).allowed


def program_of(client: int, site: int, day: date) -> int | None:
    """The programme whose consents count: of the stay on a day, else the site's first. Two queries."""
    stay = stays_on([client], day).get(client)
    return stay.program if stay else next((row.id for row in agency.programs_at([site])), None)


def arrival_of(client: int, zone: str, *, at: datetime, on: date | None = None) -> datetime | None:
    """When a client is first expected on the local day `on`, else on the next day on which that is still to come. What is
    discreet counts for nothing here. One query.
    """
    around = Period(day_of(at, zone).start, at + AHEAD) if on is None else day_of(_noon(on, zone), zone)
    first: dict[date, datetime] = {}
    for one in sessions_of(client, around):
        if not one.discreet and one.period.start >= around.start:
            first.setdefault(one.period.start.astimezone(zone_of(zone)).date(), one.period.start)
    return next((start for start in first.values() if start > at), None)


def _noon(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=zone_of(zone))


def _place(by: Actor, client: int, at: datetime) -> _Place:
    site = agency.site_row(people.sites_of([client])[client])
    day = at.astimezone(zone_of(site.time_zone)).date()
    found = sender()
    return _Place(
        site=site,
        phone=agency.number_to_call(site.id),
        language=people.details_of(by, client).languages[0],
        program=program_of(client, site.id, day),
        hours=_hours(site, day),
        sender=found,
        neutral=found is not None and not given_away(found),
    )


def _hours(site: SiteRow, day: date) -> Hours | None:
    scope = Scope(site.jurisdiction)
    earliest, latest = (value_on(f"contact.{name}", scope, day) for name in ("earliest", "latest"))
    return Hours(int(earliest.value), int(latest.value)) if earliest and latest else None


def reminders_of(client: int, *, most: int = 30) -> tuple[ReminderRow, ...]:
    """The latest reminders of a client, the last first; addresses are masked. One query."""
    rows = Reminder.objects.filter(client=client).select_related("way")[:most]
    return tuple(map(_row, rows))


def reminder_of(number: int) -> tuple[int, int] | None:
    """(client, way) of a reminder. One query."""
    return Reminder.objects.filter(pk=number).values_list("client", "way").first()


def agreement_of(client: int) -> AgreementRow | None:
    """That a client wants to be reminded the day before; None: they do not. One query."""
    return next(iter(_agreements(DayBefore.objects.filter(client=client, ended_at=None))), None)


def agreements() -> tuple[AgreementRow, ...]:
    """Everybody who wants to be reminded the day before. One query."""
    return tuple(_agreements(DayBefore.objects.filter(ended_at=None).order_by("pk")))


def due(at: datetime) -> list[int]:
    """Reminders whose time has come and that nobody was given yet, the oldest first. One query."""
    rows = Reminder.objects.filter(**WAITING, handed_at=None, send_after__lte=at)
    return list(rows.order_by("send_after", "pk").values_list("pk", flat=True))


def _agreements(rows: Iterable[DayBefore]) -> list[AgreementRow]:
    return [AgreementRow(row.pk, row.client_id, row.way_id, row.agreed_on, row.recorded_by) for row in rows]


def _row(row: Reminder) -> ReminderRow:
    ended = row.sent_at or row.cancelled_at or row.dropped_at or row.taken_at
    stands: State = rules.state(
        sent=row.sent_at, taken=row.taken_at, cancelled=row.cancelled_at, dropped=row.dropped_at
    )
    return ReminderRow(
        id=row.pk,
        address=masked(row.way.value),
        about=row.about,
        state=stands,
        queued_at=row.queued_at,
        queued_by=row.queued_by,
        send_after=row.send_after,
        ended_at=ended,
        dropped_for=Blocker(row.dropped_for) if row.dropped_for else None,
    )
