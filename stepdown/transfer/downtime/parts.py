"""What stands on a site's sheets. Later apps (safety plans, medication lists) add theirs to `PARTS`."""

# ruff: noqa: RUF001 - spans of time are written with an en dash
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from stepdown.agency import queries as agency
from stepdown.agency.terms import SiteRow
from stepdown.audit.terms import Category
from stepdown.kernel.dates import in_full
from stepdown.kernel.period import Period
from stepdown.kernel.week import zone_of
from stepdown.people.terms import CirclePerson, EmergencyFact, EmergencySheet
from stepdown.schedule.queries.day import SessionOnDay

BLANK_LINES = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """What the parts are made from: a site, its coming days (local, with their bounds) and their sessions, and the sheet of
    each client who may stand on it.
    """

    site: SiteRow
    now: datetime
    days: Mapping[date, Period]
    sessions: Mapping[date, Sequence[SessionOnDay]]
    clients: Mapping[int, EmergencySheet]

    def clock(self, moment: datetime) -> str:
        """The time on the site's wall: "9:05 am"."""
        local = moment.astimezone(zone_of(self.site.time_zone))
        return f"{local.hour % 12 or 12}:{local.minute:02} {'am' if local.hour < 12 else 'pm'}"

    def span(self, period: Period) -> str:
        """From and to."""
        return f"{self.clock(period.start)} – {self.clock(period.end)}"


@dataclass(frozen=True, slots=True)
class Section:
    """One table on the sheets. `widths` are shares of the page; `new_page` begins one."""

    title: str
    lead: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    new_page: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what it says of clients, which the gate is asked by, and how its sections are made."""

    title: str
    says: frozenset[Category]
    make: Callable[[Asked], Sequence[Section]]


def contact_tree(asked: Asked) -> list[Section]:
    """Whom to call, in order: emergencies, who is on call these days, the house, who works here."""
    last = max(asked.days.values(), key=lambda period: period.end)
    rows = [("Danger to life", "911", "Any time"), ("Crisis line, call or text", "988", "Any time")]
    rows += [
        (f"On call, {'first' if duty.rank == 1 else f'number {duty.rank}'}: {duty.staff_name}", duty.reach, _when(asked, duty.period))
        for duty in agency.duties(asked.site.id, asked.now)
        if duty.period.start < last.end
    ]  # fmt: skip
    rows += [(asked.site.name, asked.site.phone or "no number on record", asked.site.address)]
    staff = tuple((name, "", "") for _, name in agency.staff_names([asked.site.id]))
    return [
        Section("Contact tree", "From the top. Write down each call with its time.", ("Who", "Number", "When, where"), (3, 2, 3), tuple(rows), new_page=False),
        Section("Staff of the site", "Numbers by hand where they are not on call.", ("Name", "Number", "Reached at"), (3, 2, 3), staff, new_page=False),
    ]  # fmt: skip


def _when(asked: Asked, period: Period) -> str:
    local = period.start.astimezone(zone_of(asked.site.time_zone))
    return f"{local:%a, %b} {local.day}, {asked.clock(period.start)} to {asked.clock(period.end)}"


def rosters(asked: Asked) -> list[Section]:
    """Every session of the coming days with its room and leader, and who is expected: the sheet to check in on."""
    return [
        Section(
            f"{session.title}, {asked.span(session.period)}",
            f"{in_full(day)}. {session.room or 'No room'}. Led by {session.leader or 'nobody yet'}.",
            ("Name", "Came", "Left", "Note"),
            (4, 1, 1, 3),
            tuple(
                (sheet.name + (f" ({sheet.pronouns})" if sheet.pronouns else ""), "", "", "by video" if client in session.by_video else "")
                for client in session.expected
                if (sheet := asked.clients.get(client))
            )
            + (("", "", "", ""),) * 2,
            new_page=number == 0,
        )
        for day, sessions in asked.sessions.items()
        for number, session in enumerate(sessions)
    ]  # fmt: skip


def emergencies(asked: Asked) -> list[Section]:
    """Everybody expected: whom to call for them and what is safe to say, and what helpers must know."""
    rows = tuple(
        (
            _who(sheet),
            "\n".join(_person(person) for person in sheet.contacts) or "nobody on record",
            "\n".join(_fact(fact) for fact in sheet.facts) or "nobody has asked",
        )
        for sheet in sorted(asked.clients.values(), key=lambda one: (one.name.casefold(), one.client))
    )
    lead = "Say who calls only where it says so; else ask for the person, and name no program."
    return [Section("Who is expected, and what helpers need", lead, ("Who", "In an emergency call", "Must know"), (3, 3, 4), rows)]  # fmt: skip


def _who(sheet: EmergencySheet) -> str:
    papers = f"in papers {sheet.legal_name}" if sheet.legal_name != sheet.name else ""
    born = f"born {sheet.date_of_birth:%m/%d/%Y}" if sheet.date_of_birth else ""
    interpreter = "needs an interpreter" if sheet.interpreter else ""
    return ", ".join(part for part in (sheet.name, papers, born, interpreter) if part)


def _person(person: CirclePerson) -> str:
    ways = ", ".join(
        way.value + (" (may say who calls)" if way.may_say_who else "")
        for way in person.ways
        if way.may_use and way.value
    )
    return f"{person.name}, {person.relationship}: {ways or 'no number that may be used'}"


def _fact(fact: EmergencyFact) -> str:
    said = ": ".join(part for part in (fact.what, fact.detail) if part)
    kind = fact.kind.value.replace("_", " ").capitalize()
    return f"{kind}{f': {said}' if said else ''}"


def blank(asked: Asked) -> list[Section]:
    """An empty sign-in sheet, to be typed in later as a paper day."""
    lead = "Afterwards: Today, Corrections, Paper day. All lines are saved together."
    columns = ("Name", "Group", "Came", "Left", "Note")
    rows = (("",) * 5,) * BLANK_LINES
    return [Section("Sign-in sheet, date:", lead, columns, (4, 3, 1, 1, 3), rows)]


PARTS: tuple[Part, ...] = (
    Part("Contact tree", frozenset(), contact_tree),
    Part("Rosters", frozenset({Category.IDENTITY, Category.SCHEDULE}), rosters),
    Part("Emergencies", frozenset({Category.IDENTITY, Category.CONTACT, Category.MEDICATION, Category.SAFETY}), emergencies),
    Part("Blank sheets", frozenset(), blank),
)  # fmt: skip
"""In the order they are printed."""
