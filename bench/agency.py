"""A plainly synthetic agency of 300 clients, as CSV files brought in by the importer, and its attendance, written by SQL.

Two sites, three parts of the day, five groups side by side: thirty pods of ten clients, who meet on three of five days
for three sessions. Twenty-five clients begin each week and stay for twelve.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection, models, transaction

from stepdown.demo.names import client_names

ZONE = "America/Chicago"
PODS, SLOTS, STAY_WEEKS = 30, 3, 12
STARTS = (9 * 60, 13 * 60, 17 * 60)
MINUTES, STEP = 50, 60


@dataclass(frozen=True)
class Span:
    """The weeks of an agency: from `first` (a Monday) to the week of `now`, and one more that is planned.

    `a_week` clients begin each week: twelve times as many are in care at once.
    """

    first: date
    now: datetime
    a_week: int = 25

    @property
    def days(self) -> list[int]:
        """The five weekdays on which groups meet, of which each pod has three; today is one, so that Today shows some."""
        return [(self.now.weekday() + ahead) % 7 for ahead in range(5)]

    @property
    def weeks(self) -> int:
        return (self.monday - self.first).days // 7 + 1

    @property
    def monday(self) -> date:
        """Of the week of `now`."""
        return self.now.date() - timedelta(days=self.now.weekday())

    def clients(self) -> range:
        """Client n began in week n // a_week, counted from the first week that could matter; see `begins`."""
        return range((self.weeks + STAY_WEEKS - 1) * self.a_week)

    def begins(self, client: int) -> date:
        return self.first + timedelta(weeks=client // self.a_week - STAY_WEEKS + 1)

    def left(self, client: int) -> date | None:
        """The first day out; None for who is still in care."""
        day = self.begins(client) + timedelta(weeks=STAY_WEEKS)
        return day if day <= self.now.date() else None


def files(span: Span) -> Iterator[tuple[str, bytes]]:
    """Each table as a CSV file, in the order of the importer."""
    yield "sites", _text("code,name,time_zone", ((f"s{n}", f"Synthetic site {n}", ZONE) for n in range(2)))
    yield "programs", _text("site,name,levels", ((f"s{n}", "IOP", "2.1") for n in range(2)))
    rooms = ((f"s{site}", f"r{n}", f"Room {n}", 14) for site in range(2) for n in range(5))
    yield "rooms", _text("site,code,name,capacity", rooms)
    services = ((f"k{n}", f"Synthetic group {n}", "group", MINUTES, "LCSW", n) for n in range(5))
    yield "services", _text("code,name,delivery,minutes,credential_types,hue", services)
    yield "staff", _text("name,site,languages", ((f"Leader {pod}", _site(pod), "en") for pod in range(PODS)))
    yield "roles", _text("staff,role", ((f"Leader {pod}", "clinician") for pod in range(PODS)))
    yield "tracks", _text("code,name,any_leader", ((f"t{n}", f"Track {n}", "yes") for n in range(6)))
    yield "groups", _text("code,name,service,track,language,site,capacity,levels", _groups())
    people = (
        (_number(n), _site(n), name, name, "en", _born(n), "yes")
        for n, name in enumerate(client_names("bench", len(span.clients())))
    )
    yield "clients", _text("record_number,site,legal_name,used_name,languages,date_of_birth,synthetic", people)
    yield "ways", _text("client,kind,value", ((_number(n), "mobile", _phone(n)) for n in span.clients()))
    team = ((_number(n), "primary_clinician", span.begins(n), f"Leader {n % PODS}") for n in span.clients())
    yield "care_team", _text("client,role,starts,staff", team)
    yield "stays", _text("client,starts,site,program,level,discharged_on,discharge_reason", _stays(span))
    orders = (
        (_number(n), span.begins(n), "in_person", 540, 180, "|".join(f"k{k} 2 x {MINUTES}" for k in range(4)))
        for n in span.clients()
    )
    yield "orders", _text("client,starts,modality,minimum_week_minutes,minimum_day_minutes,lines", orders)
    yes = (
        (_number(n), "2.1", span.begins(n), span.begins(n) + timedelta(weeks=STAY_WEEKS), "3 day/week")
        for n in span.clients()
    )
    yield "authorizations", _text("client,level,starts,ends,units", yes)
    hours = "|".join(f"{day} 08:00-21:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
    yield "availability", _text("client,hours", ((_number(n), hours) for n in span.clients()))
    joined = ((_number(n), f"t{n % PODS // 5}", span.begins(n), span.left(n) or "") for n in span.clients())
    yield "track_clients", _text("client,track,starts,ends", joined)


def _groups() -> Iterator[tuple[object, ...]]:
    for pod in range(PODS):
        for day in range(3):
            for slot in range(SLOTS):
                code = f"g-{pod}-{day}-{slot}"
                yield code, f"Group {code}", f"k{(pod + day + slot) % 5}", f"t{pod // 5}", "en", _site(pod), 12, "2.1"


def _stays(span: Span) -> Iterator[tuple[object, ...]]:
    for n in span.clients():
        left = span.left(n)
        yield _number(n), span.begins(n), _site(n), "IOP", "2.1", left or "", "completed" if left else ""


def _site(number: int) -> str:
    """The site of a pod, or of the client with that number."""
    return f"s{number % PODS // 5 % 2}"


def _born(client: int) -> date:
    """Adults, their days of birth spread over fifty years."""
    return date(1955, 1, 1) + timedelta(days=client * 7919 % 18_000)


def _phone(client: int) -> str:
    """A number each, of those that nobody has."""
    return f"{201 + client // 100}-555-01{client % 100:02}"


def _number(client: int) -> str:
    return f"SYN-{client:05}"


def _text(header: str, rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return text.getvalue().encode()


def bring_in(span: Span) -> None:
    """Import the files, through the actions of every app."""
    from stepdown.audit.terms import system
    from stepdown.transfer.imports.orders import order_writing
    from stepdown.transfer.imports.queries import faults_of, run_of
    from stepdown.transfer.imports.reading import receive
    from stepdown.transfer.imports.work import see_to

    by, at = system("bench"), datetime.combine(span.first, datetime.min.time(), UTC)
    for table, data in files(span):
        run = receive(by=by, at=at, table=table, file=io.BytesIO(data), beside=False)
        see_to(at=span.now, run=run)
        order_writing(by=by, at=at, run=run, beside=False)
        see_to(at=span.now, run=run)
        if not run_of(by, run).ended:
            raise SystemExit(f"{table}: {[fault.problem for fault in faults_of(run, 3)]}")


def attend(span: Span) -> int:
    """Write every week's sessions, seats, visits and segments straight into the tables; how many rows.

    As the owner: triggers, exclusion constraints and foreign keys are put away and come back at the end, which checks
    all rows at once. Nine of ten attend, and whoever comes stays for all three sessions.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        names = [model._meta.db_table for model in _models().values()]
        kept = _put_away(cursor, names)
        rows = sum(_insert(cursor, what, columns, source, span) for what, columns, source in STATEMENTS)
        for table, name, definition in kept:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        for name in names:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return rows


def _models() -> dict[str, type[models.Model]]:
    from stepdown.audit.models import Entry
    from stepdown.schedule.models import Participant, PlannedSession, SessionStaff, WeekPlan
    from stepdown.session.models import Segment, Visit

    ours = (WeekPlan, PlannedSession, SessionStaff, Participant, Visit, Segment, Entry)
    return {model.__name__: model for model in ours}


def _put_away(cursor: object, tables: list[str]) -> list[tuple[str, str, str]]:
    """Drop exclusion constraints and foreign keys, disable triggers; what has to come back."""
    do = cursor.execute  # type: ignore[attr-defined]
    do(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype IN ('x', 'f') AND conrelid = ANY(%s::regclass[])",
        [tables],
    )
    kept: list[tuple[str, str, str]] = cursor.fetchall()  # type: ignore[attr-defined]
    for name in tables:
        do(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    for table, name, _ in kept:
        do(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    return kept


def _insert(cursor: object, what: str, columns: dict[str, str], source: str, span: Span) -> int:
    """One INSERT … SELECT. A column that is not named gets the default its field has in Django."""
    model = _models()[what]
    facts = {
        "first": span.first,
        "weeks": span.weeks + 1,
        "now": span.now,
        "zone": ZONE,
        "days": span.days,
        "starts": list(STARTS),
        "monday": span.monday,
    }
    named = dict(columns)
    for field in model._meta.concrete_fields:
        if field.column not in named and not field.primary_key and not field.has_db_default():
            facts[f"default_{field.column}"] = field.get_db_prep_save(field.get_default(), connection)
            named[field.column] = f"%(default_{field.column})s"
    listed = ", ".join(f'"{name}"' for name in named)
    chosen = ", ".join(named.values())
    statement = f"INSERT INTO {model._meta.db_table} ({listed}) SELECT {chosen} {source}"
    cursor.execute(statement, facts)  # type: ignore[attr-defined]
    return int(cursor.rowcount)  # type: ignore[attr-defined]


_POD = "split_part(g.code, '-', 2)::int"
_DAY = "split_part(g.code, '-', 3)::int"
_SLOT = "split_part(g.code, '-', 4)::int"
_START = (
    f"((w.monday + (%(days)s::int[])[({_POD} + 2 * {_DAY}) %% 5 + 1])::timestamp + make_interval(mins =>"
    f" (%(starts)s::int[])[{_POD} / 10 + 1] + {_SLOT} * {STEP})) AT TIME ZONE %(zone)s"
)
_CLIENT = "substr(c.record_number, 5)::int"
_COMES = "abs(hashint8(p.client_id * 7919 + extract(epoch FROM lower(p.period))::bigint / 86400)) %% 10 > 0"
STATEMENTS: list[tuple[str, dict[str, str], str]] = [
    (
        "WeekPlan",
        {
            "name": "'Synthetic week'",
            "monday": "%(first)s::date + 7 * n",
            "time_zone": "%(zone)s",
            "days": "7",
            "opens": "480",
            "closes": "1260",
            "step_minutes": "15",
            "state": "'published'",
            "published_at": "%(first)s::date + 7 * n - interval '3 days'",
        },
        "FROM generate_series(0, %(weeks)s - 1) AS n",
    ),
    (
        "PlannedSession",
        {
            "week_id": "w.id",
            "group_id": "g.id",
            "service_id": "g.service_id",
            "site_id": "g.site_id",
            "room_id": "r.id",
            "period": f"tstzrange({_START}, {_START} + interval '{MINUTES} minutes')",
            "capacity": "12",
        },
        (
            f"FROM schedule_weekplan w CROSS JOIN schedule_group g JOIN agency_room r ON r.site_id = g.site_id"
            f" AND r.code = 'r' || ({_POD} %% 5) ORDER BY w.monday, g.id"
        ),
    ),
    (
        "SessionStaff",
        {"session_id": "s.id", "staff_id": "m.id", "period": "s.period"},
        (
            f"FROM schedule_plannedsession s JOIN schedule_group g ON g.id = s.group_id"
            f" JOIN agency_staffmember m ON m.name = 'Leader ' || {_POD} ORDER BY s.id"
        ),
    ),
    (
        "Participant",
        {
            "session_id": "s.id",
            "client_id": "c.id",
            "seat": "row_number() OVER (PARTITION BY s.id ORDER BY c.id)",
            "period": "s.period",
        },
        (
            f"FROM schedule_plannedsession s JOIN schedule_group g ON g.id = s.group_id"
            f" JOIN people_client c ON {_CLIENT} %% {PODS} = {_POD}"
            f" JOIN episode_episode e ON e.client_id = c.id"
            f" AND lower(s.period)::date >= e.admitted_on + 1 AND lower(s.period)::date < e.admitted_on + {STAY_WEEKS * 7 - 1}"
            " ORDER BY s.id"
        ),
    ),
    (
        "Visit",
        {
            "client_id": "p.client_id",
            "site_id": "s.site_id",
            "joined": "'in_person'",
            "arrived_at": "min(lower(p.period)) - interval '5 minutes'",
            "arrived_recorded_at": "min(lower(p.period)) - interval '5 minutes'",
            "departed_at": "max(upper(p.period)) + interval '4 minutes'",
            "departed_recorded_at": "max(upper(p.period)) + interval '4 minutes'",
        },
        (
            "FROM schedule_participant p JOIN schedule_plannedsession s ON s.id = p.session_id"
            f" WHERE upper(p.period) < %(now)s AND {_COMES} GROUP BY p.client_id, s.site_id, lower(p.period)::date"
            f" HAVING max(upper(p.period)) < %(now)s ORDER BY min(lower(p.period))"
        ),
    ),
    (
        "Segment",
        {
            "visit_id": "v.id",
            "session_id": "p.session_id",
            "client_id": "p.client_id",
            "joined": "'in_person'",
            "period": "p.period",
        },
        (
            "FROM session_visit v JOIN schedule_participant p ON p.client_id = v.client_id"
            " AND p.period <@ tstzrange(v.arrived_at, v.departed_at) ORDER BY v.id"
        ),
    ),
    (
        "Entry",
        {
            "action": "said.action",
            "actor": "'desk@example.org'",
            "context_id": "gen_random_uuid()",
            "occurred_at": "v.arrived_at",
            "subject_kind": "'visit'",
            "subject_id": "v.id",
            "client_id": "v.client_id",
        },
        "FROM session_visit v, (VALUES ('session.check_in'), ('session.check_out')) AS said (action) ORDER BY v.id",
    ),
]
"""Model, its columns, where they come from; in the order of what refers to what."""
