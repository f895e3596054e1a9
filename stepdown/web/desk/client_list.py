"""Who is on the list of clients, in which order, and the filters in words with how many each would leave."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from stepdown.agency.terms import CriteriaEdition
from stepdown.coverage.queries import authorized_weeks
from stepdown.episode import queries as episode
from stepdown.episode.terms import ClientState, CurrentHold, CurrentStay
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.ledger import queries as ledger
from stepdown.ledger.queries import Glance
from stepdown.people import queries as people
from stepdown.people.terms import Clinician, ListedClient
from stepdown.plan import queries as plan
from stepdown.schedule.queries import day as schedule
from stepdown.schedule.queries import expected_in
from stepdown.web.desk.client_looking import LACKING, MINE, NOBODY, SHOW, Lacking, Looking, Show
from stepdown.web.desk.pages import DeskRequest
from stepdown.web.desk.templatetags.wording import language, level_words, words

FAR = datetime.max.replace(tzinfo=UTC)
AHEAD = timedelta(days=14)
"""How far ahead somebody without an appointment has none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `stay` is None for somebody who is not in care, `asking` is set for who is on their way in;
    `week` is None until it is needed.
    """

    client: ListedClient
    stay: CurrentStay | None
    hold: CurrentHold | None
    asking: ClientState | None
    clinician: Clinician | None
    week: Glance | None = None

    @property
    def level(self) -> LevelOfCare | None:
        return self.stay.level if self.stay else None

    @property
    def edition(self) -> CriteriaEdition | None:
        return self.stay.edition if self.stay else None

    def stands(self, show: Show) -> bool:
        """Whether the client stands there."""
        return {
            Show.IN_CARE: self.stay is not None,
            Show.ON_HOLD: self.hold is not None,
            Show.ON_THE_WAY: self.stay is None and self.asking is not None,
            Show.LEFT: self.stay is None and self.asking is None,
            Show.EVERYBODY: True,
        }[show]


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: its name in the form, what it is called, and (value, words) of what may be chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def words(self) -> str:
        """What is chosen, in words; nothing when nothing is."""
        return next((said for value, said in self.options[1:] if value == self.chosen), "")


def rows_of(request: DeskRequest, looking: Looking, wanted: str, day: date) -> list[Row]:
    """Everybody of the site who stands where asked: those in care, or with something typed whoever is like it.

    Five queries.
    """
    beyond = bool(wanted) or looking.show not in {Show.IN_CARE, Show.ON_HOLD}
    among = None if beyond else episode.in_care_at(request.site.id, day)
    listed = people.clients_at(request.actor, request.site.id, wanted, among=among)
    ids = [one.id for one in listed]
    stays, holds = episode.stays_on(ids, day), episode.holds_on(ids, day)
    clinicians = people.clinicians_of(ids, day)
    asking = episode.asking(request.site.id, day) if beyond else {}
    rows = [
        Row(one, stays.get(one.id), holds.get(one.id), asking.get(one.id), clinicians.get(one.id)) for one in listed
    ]
    show = Show.EVERYBODY if wanted and looking.show is Show.IN_CARE else looking.show
    return [row for row in rows if row.stands(show)]


def narrowed(rows: list[Row], looking: Looking, request: DeskRequest, day: date) -> list[Row]:
    """Those of `rows` who pass the other filters. One query each for a track and for what is lacking."""
    mine = str(request.actor.staff) if looking.clinician == MINE else looking.clinician
    tests: list[tuple[bool, Callable[[Row], bool]]] = [
        (bool(looking.level), lambda row: row.level == looking.level),
        (looking.program is not None, lambda row: row.stay is not None and row.stay.program == looking.program),
        (bool(mine), lambda row: str(row.clinician.staff if row.clinician else NOBODY) == mine),
        (bool(looking.language), lambda row: looking.language in row.client.languages),
    ]
    kept = [row for row in rows if all(passes(row) for on, passes in tests if on)]
    if looking.track is not None:
        inside = schedule.in_track(looking.track, [row.client.id for row in kept], day)
        kept = [row for row in kept if row.client.id in inside]
    if looking.lacking:
        have = _having(Lacking(looking.lacking), [row.client.id for row in kept], request, day)
        kept = [row for row in kept if row.client.id not in have]
    return kept


def _having(what: Lacking, clients: Collection[int], request: DeskRequest, day: date) -> Collection[int]:
    """Those of `clients` who have it. One query, two for orders."""
    match what:
        case Lacking.APPOINTMENT:
            ahead = expected_in(clients, Period(request.now, request.now + AHEAD))
            return {one for one, found in ahead.items() if any(each.period.start > request.now for each in found)}
        case Lacking.AUTHORIZATION:
            return authorized_weeks(clients, day).keys()
        case Lacking.ORDER:
            return {client for client, orders in plan.orders_between(clients, day, day).items() if orders}
        case Lacking.NUMBER:
            return {client for client, ways in people.ways_to_call(request.actor, clients).items() if ways}


def with_weeks(rows: Collection[Row], request: DeskRequest) -> list[Row]:
    """The rows with their week, read once for who is in care. Three queries."""
    week = Week.of(request.now, request.site.time_zone)
    lacking = [row.client.id for row in rows if row.week is None and row.stay is not None]
    weeks = ledger.glances(lacking, week, now=request.now) if lacking else {}
    return [replace(row, week=weeks.get(row.client.id, row.week)) for row in rows]


def in_order(rows: list[Row], sort: str) -> list[Row]:
    """By the column, and within it in the order they had: by name, or by likeness to what was typed."""
    if not sort:
        return rows
    return sorted(rows, key=_KEYS[sort.removeprefix("-")], reverse=sort.startswith("-"))  # type: ignore[arg-type]


_KEYS: Mapping[str, Callable[[Row], object]] = {
    "name": lambda row: row.client.name.casefold(),
    "number": lambda row: row.client.record_number,
    "level": lambda row: row.level.intensity if row.level else -1,
    "clinician": lambda row: row.clinician.name.casefold() if row.clinician else "",
    "week": lambda row: row.week.prescribed - row.week.attended if row.week else 0,
    "next": lambda row: row.week.next_session.start if row.week and row.week.next_session else FAR,
}


def choices(looking: Looking, rows: Collection[Row], request: DeskRequest) -> list[Choice]:
    """The filters and what each may be set to, with how many of `rows` it would leave. One query.

    A filter that leaves no choice is left out, unless it is on.
    """
    levels = {level: sum(row.level is level for row in rows) for level in LevelOfCare}
    programs = {row.stay.program: row.stay.program_name for row in rows if row.stay}
    clinicians = {row.clinician.staff: row.clinician.name for row in rows if row.clinician}
    spoken = {code for row in rows for code in row.client.languages}
    without = sum(row.clinician is None for row in rows)
    whose = [(MINE, "My clients")] if request.actor.staff else []
    whose += [(str(one), name) for one, name in sorted(clinicians.items(), key=lambda item: item[1].casefold())]
    found = [
        Choice("show", "Who", tuple((one.value, SHOW[one]) for one in Show), looking.show.value),
        _choice("program", "Program", looking.program, sorted(programs.items(), key=lambda item: item[1])),
        _choice(
            "level",
            "Level of care",
            looking.level,
            [(one, f"{_level_name(rows, one)}: {n}") for one, n in levels.items() if n or one == looking.level],
        ),
        _choice("track", "Track", looking.track, schedule.tracks_at(request.site.id, request.today)),
        _choice("clinician", "Primary clinician", looking.clinician, [*whose, (NOBODY, f"Nobody yet: {without}")], 1),
        _choice("language", "Language", looking.language, sorted((code, language(code)) for code in spoken)),
        _choice("lacking", "Without", looking.lacking, LACKING.items(), 1),
    ]
    return [one for one in found if one.options]


def _choice(name: str, label: str, chosen: object, options: Collection[tuple[object, str]], fewest: int = 2) -> Choice:
    """A filter that may also be off; without options when there are fewer than `fewest` and it is off."""
    if len(options) < fewest and not chosen:
        return Choice(name, label, (), "")
    off = "Nothing" if name == "lacking" else "All"
    every = [(str(getattr(value, "value", value)), said) for value, said in options]
    return Choice(name, label, (("", off), *every), str(chosen or ""))


def _level_name(rows: Collection[Row], level: LevelOfCare) -> str:
    """The level as the programmes of these clients call it: their edition of the criteria decides."""
    names = {level_words(level, row.edition) for row in rows if row.level is level}
    return " or ".join(sorted(names)) or words(level)
