"""The second wall: the database is told with every statement who reads, and shows nothing else (docs/adr/0020).

`reading(by)` stands around each request, job and action. What a person is told lasts as long as the transaction of the
statement; what nobody reads is told too, so that nothing is left from before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from stepdown.audit.terms import Actor

ALL = "all"
"""The sites of who reaches every site, and of the program itself."""
NOBODY = "SET LOCAL stepdown.sites = ''; SET LOCAL stepdown.moment = ''; "
"""Without sites, and without a moment no ties hold."""
_WALLED = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "(", "EXPLAIN")


@dataclass(frozen=True)
class _Reader:
    by: Actor
    at: datetime | None
    told: str


_reader: ContextVar[_Reader | None] = ContextVar("reader", default=None)
_in_this_process: list[_Reader] = []


@contextmanager
def reading(by: Actor, at: datetime | None = None) -> Iterator[None]:
    """Everything read inside is read as `by`, at the moment of the reading around it, else `at`; without one, nobody
    but their sites' clients is seen.
    """
    outer = current()
    moment = (outer.at if outer else None) or at
    token = _reader.set(_Reader(by, moment, _told(by, moment)))
    try:
        yield
    finally:
        _reader.reset(token)


def acting(by: Actor, at: datetime) -> AbstractContextManager[None]:
    """`reading`, for an action: one done from a chart that was opened elsewhere counts who else is at that site."""
    return reading(replace(by, lent=frozenset()), at)


@contextmanager
def whole_agency() -> Iterator[None]:
    """Whoever reads looks at every site inside. Each use is in the table of `tests/laws/test_wall.py`, with its reason."""
    outer = current()
    by = replace(outer.by, everywhere=True) if outer else Actor(label="visitor", everywhere=True)
    with reading(by):
        yield


def this_process_reads_as(by: Actor) -> None:
    """Everything that is not read as somebody else is read as `by` from now on: for commands, never for a server."""
    _in_this_process[:] = [_Reader(by, None, _told(by, None))]


def current() -> _Reader | None:
    """Who reads here, if anybody does."""
    return _reader.get() or next(iter(_in_this_process), None)


def _told(by: Actor, moment: datetime | None) -> str:
    """What the policies look at, as statements that are sent in front of the one they are for."""
    if by.everywhere:
        return f"SET LOCAL stepdown.sites = '{ALL}'; "
    values = {
        "sites": ",".join(str(int(site)) for site in sorted(by.sites - by.lent)),
        "staff": "" if by.staff is None else str(int(by.staff)),
        "account": "" if by.user is None else str(int(by.user)),
        "moment": "" if moment is None else moment.isoformat(),
    }
    return "".join(f"SET LOCAL stepdown.{name} = '{value}'; " for name, value in values.items())


def telling(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:  # an execute wrapper of Django
    """Send who reads in one message with the statement: PostgreSQL runs the two in one transaction."""
    if many or not isinstance(sql, str) or not sql.lstrip()[:7].upper().startswith(_WALLED):
        return execute(sql, params, many, context)
    reader = current()
    told = NOBODY if reader is None else reader.told
    if getattr(context["cursor"], "name", None):  # a server's cursor is declared, and takes one statement
        with transaction.atomic(context["connection"].alias, savepoint=False):
            with context["connection"].connection.cursor() as plain:
                plain.execute(told)
            return execute(sql, params, many, context)
    result = execute(told + sql, params, many, context)
    cursor = context["cursor"]
    while cursor.nextset():
        pass
    return result


def raise_wall(connection: BaseDatabaseWrapper, **_: object) -> None:
    """For each new connection of Django's."""
    if telling not in connection.execute_wrappers:
        connection.execute_wrappers.append(telling)
