"""Reading history: what was done and read about a client, who this connection is, and what waits in the outbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import connection
from django.db.models import Count, Max, Min
from django.db.models.functions import TruncDate

from stepdown.audit.models import ChartRead, Entry, OutboxMessage
from stepdown.audit.terms import Category

_POWERS = """
SELECT rolsuper, rolbypassrls, EXISTS (
    SELECT 1 FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
       AND pg_has_role(current_user, relowner, 'USAGE'))
FROM pg_roles WHERE rolname = current_user
"""
_WORDS = ("is a superuser", "bypasses row-level security", "owns tables")


def powers_of_this_role() -> list[str]:
    """What the connected role can do that the application's role must not, in words; empty is right."""
    with connection.cursor() as cursor:
        cursor.execute(_POWERS)
        found = cursor.fetchone()
    return [words for words, has in zip(_WORDS, found, strict=True) if has]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message in the outbox that was not handed over yet; `attempts` counts the tries that failed."""

    id: int
    kind: str
    payload: dict[str, object]
    attempts: int
    created_at: datetime


def waiting(*, most: int = 500) -> Sequence[Waiting]:
    """The oldest messages of the outbox, in the order they were written."""
    fields = ("id", "kind", "payload", "attempts", "created_at")
    rows = OutboxMessage.objects.filter(drained_at=None).order_by("id").values_list(*fields)[:most]
    return [Waiting(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry about a client: its number, which action (`app.function`), by whom, when it happened and when it was
    written.
    """

    entry: int
    action: str
    actor: str
    occurred_at: datetime
    recorded_at: datetime

    @property
    def late(self) -> bool:
        """Whether it was written down a minute or more after it happened."""
        return (self.recorded_at - self.occurred_at).total_seconds() >= 60


def said_of_clients() -> frozenset[Category]:
    """Everything that the tables say of clients (see `audit.record`). No query."""
    return frozenset(one for model in apps.get_models() for one in getattr(model, "says_of_clients", ()))


def entries_about(client: int, *, most: int = 50) -> tuple[Happened, ...]:
    """The latest entries about a client, the last that happened first. One query."""
    rows = Entry.objects.filter(client_id=client).order_by("-occurred_at", "-pk")
    return tuple(
        Happened(*row) for row in rows.values_list("pk", "action", "actor", "occurred_at", "recorded_at")[:most]
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One entry about a thing: which action, by whom, when it happened, and the details it wrote down."""

    subject: int
    action: str
    actor: str
    occurred_at: datetime
    client: int | None
    details: dict[str, object]


def changes_to(
    kind: str, subjects: Collection[int], *, after: datetime | None = None, most: int = 300
) -> tuple[Change, ...]:
    """The latest entries about things of a kind, written after `after`, the last first. One query."""
    rows = Entry.objects.filter(subject_kind=kind, subject_id__in=subjects)
    if after is not None:
        rows = rows.filter(occurred_at__gt=after)
    fields = ("subject_id", "action", "actor", "occurred_at", "client_id", "details")
    return tuple(Change(*row) for row in rows.order_by("-occurred_at", "-pk").values_list(*fields)[:most])


def last_details(action: str, subject: tuple[str, int]) -> dict[str, object] | None:
    """The details of the latest entry of `action` about `subject`, a (kind, id); None without one. One query."""
    rows = Entry.objects.filter(action=action, subject_kind=subject[0], subject_id=subject[1])
    return rows.order_by("-pk").values_list("details", flat=True).first()


def latest_change() -> int:
    """The number of the newest entry there is: a mark, to ask later what came after it. One query."""
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def changed_since(mark: int, apps: Sequence[str]) -> bool:
    """Whether anything whose action begins with one of `apps` ("session.") was written after a mark. One query.

    Reads only what is newer than the mark, so asking often is cheap.
    """
    rows = Entry.objects.filter(pk__gt=mark).values_list("action", flat=True)
    return any(action.startswith(tuple(apps)) for action in rows[:500])


@dataclass(frozen=True, slots=True)
class Opened:
    """That somebody opened a client's chart on one page (a route name), for what they might: how often, and when last."""

    actor: str
    page: str
    grounds: str
    times: int
    last: datetime


def reads_of(client: int, *, most: int = 50) -> tuple[Opened, ...]:
    """Who opened a client's chart on which page, the latest first. One query."""
    rows = ChartRead.objects.filter(client_id=client).values("actor", "page", "grounds")
    rows = rows.annotate(times=Count("pk"), last=Max("recorded_at")).order_by("-last", "actor", "page")
    return tuple(Opened(*row) for row in rows.values_list("actor", "page", "grounds", "times", "last")[:most])


@dataclass(frozen=True, slots=True)
class Reader:
    """That somebody opened a client's chart on a local day, for what they might: how often, first and last when."""

    actor: str
    grounds: str
    times: int
    first: datetime
    last: datetime


def readers_of(client: int, zone: ZoneInfo, *, most: int = 500) -> tuple[Reader, ...]:
    """Who opened a client's chart, a row for each person and local day in `zone`, the latest first. One query."""
    rows = ChartRead.objects.filter(client_id=client).annotate(day=TruncDate("recorded_at", tzinfo=zone))
    days = rows.values("actor", "grounds", "day").annotate(
        times=Count("pk"), first=Min("recorded_at"), last=Max("recorded_at")
    )
    days = days.order_by("-last", "actor", "grounds")
    return tuple(Reader(*row) for row in days.values_list("actor", "grounds", "times", "first", "last")[:most])


def times_done(action: str, subject: tuple[str, int], since: datetime) -> int:
    """How often an action was done about something after `since`. One query."""
    kind, number = subject
    rows = Entry.objects.filter(subject_kind=kind, subject_id=number, action=action, occurred_at__gt=since)
    return rows.count()
