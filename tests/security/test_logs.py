"""A name fed to everything that logs: each mishap leaves its line, and no line, page or server's log holds the name."""

from __future__ import annotations

import asyncio
import gc
import io
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from stepdown.cli.main import main
from stepdown.config.logs import formatter
from stepdown.config.urls import handler400, handler403, handler404, handler500, urlpatterns
from tests.clock import MORNING
from tests.conftest import point_django_at, url
from tests.factories.agency import small_agency
from tests.security.malice import born_at_no_time

__all__ = ["handler400", "handler403", "handler404", "handler500"]
NAME = "Sparrow"
SESSION = f"INSERT INTO django_session (session_key, session_data, expire_date) VALUES ('{NAME}', '', now())"


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def formats_itself() -> None:
    logging.getLogger("a.library").error(f"no such client: {NAME}")  # noqa: G004 - as a library may


def raises(error: Exception) -> None:
    raise error


MISHAPS: dict[str, tuple[Callable[[], None], int, str]] = {
    "twice": (lambda: sql(f"{SESSION}; {SESSION}"), 500, "exception='IntegrityError'"),
    "no-day": (lambda: sql(f"SELECT '{NAME}'::date"), 500, "exception='DataError'"),
    "no-column": (lambda: sql(f'SELECT "{NAME}"'), 500, "exception='ProgrammingError'"),
    "ours": (lambda: raises(ValueError(NAME)), 500, "exception='ValueError'"),
    "a-key": (lambda: raises(KeyError({"name": NAME})), 500, "exception='KeyError'"),
    "not-valid": (lambda: raises(ValidationError("%(name)s?", params={"name": NAME})), 500, "'ValidationError'"),
    "chained": (lambda: raises(ExceptionGroup(NAME, [ValueError(NAME)])), 500, "exception='ExceptionGroup'"),
    "not-there": (lambda: raises(Http404(NAME)), 404, "event='%s: %s'"),
    "suspicious": (lambda: raises(SuspiciousOperation(NAME)), 400, "event='a request was refused'"),
    "a-library": (formats_itself, 200, "event='said in test_logs.py:"),
}
"""What goes wrong in a view, the status it is answered with, and what its line says."""


def mishap(request: HttpRequest, what: str, name: str) -> HttpResponse:
    MISHAPS[what][0]()
    return HttpResponse()


urlpatterns = [path("mishap/<slug:what>/<str:name>/", mishap, name="mishap"), *urlpatterns]


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """All that is logged, at every level, as the console shows it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(before)
    root.removeHandler(handler)


@pytest.mark.parametrize("what", MISHAPS)
def test_in_a_view(what: str, lines: io.StringIO, committed: str) -> None:
    connection.force_debug_cursor = True
    browser = Client(raise_request_exception=False, headers={"User-Agent": NAME, "Referer": f"/clients/?q={NAME}"})
    with override_settings(ROOT_URLCONF=__name__, DEMO=True):
        answer = browser.post(f"/mishap/{what}/{NAME}/?q={NAME}", {"legal_name": NAME})
    connection.force_debug_cursor = False
    _, status, line = MISHAPS[what]
    said = lines.getvalue()
    assert (answer.status_code, line in said, NAME in said) == (status, True, False)
    assert NAME not in answer.content.decode()
    assert NAME not in server_log()


def server_log() -> str:
    """The embedded server's own log."""
    with psycopg.connect(url("postgres", "superuser")) as administrator:
        (folder,) = administrator.execute("SHOW data_directory").fetchone() or ("",)
    return (Path(folder).parent / "postgres.log").read_text()


def test_the_servers_log_is_looked_for_in_the_right_place() -> None:
    assert "ready to accept connections" in server_log()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"path": f"/{NAME}/"}, 404),
        ({"path": f"/clients/{NAME}/"}, 404),
        ({"path": "/account/login/", "headers": {"Host": f"{NAME}.example"}}, 400),
        ({"path": f"/account/welcome/1/{NAME}/"}, 404),
    ],
    ids=lambda sent: sent["path"] if isinstance(sent, dict) else None,
)
def test_in_an_address(sent: dict[str, object], status: int, lines: io.StringIO, committed: str) -> None:
    answer = Client().get(**sent)
    assert (answer.status_code, NAME in lines.getvalue(), NAME in answer.content.decode()) == (status, False, False)


def test_in_a_task_nobody_waited_for(lines: io.StringIO) -> None:
    """asyncio puts the error's text into the message itself."""

    async def forgotten() -> None:
        task = asyncio.create_task(fails())
        await asyncio.sleep(0)
        del task

    async def fails() -> None:
        raise ValueError(NAME)

    asyncio.run(forgotten())
    gc.collect()
    assert ("exception='ValueError'" in lines.getvalue(), NAME in lines.getvalue()) == (True, False)


def test_in_a_command(
    lines: io.StringIO, committed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url(committed, "app"))
    born_at_no_time(committed, small_agency(MORNING).clients[-1])
    point_django_at(committed)
    code = main(["export-csv", "clients"])
    said = lines.getvalue() + "".join(capsys.readouterr())
    assert (code, "exception='DataError'" in said, "infinity" in said) == (2, True, False)
