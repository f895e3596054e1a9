"""Law 10: a crash at any moment loses nothing that was acknowledged.

A real server is killed (`kill -9`, its workers too) at random moments while two hundred people are checked in. Whatever
was answered with success is in the database afterwards; what was not answered may be, once.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

from stepdown.agency.terms import Role
from stepdown.session.models import Visit
from tests.clock import MORNING, morning
from tests.conftest import url
from tests.factories.agency import PASSWORD, Agency, small_agency, user

CHECK_INS = 200
KILLS = 6
DONE = 302
EMAIL = "desk@example.org"


class Server:
    """`stepdown serve` on one database, to be killed and started again at the same port."""

    def __init__(self, database: str, data: Path) -> None:
        self.environment = {
            **os.environ,
            "DATABASE_URL": url(database, "app"),
            "STEPDOWN_DATA": str(data),
            "STEPDOWN_SECRET_KEY": "synthetic-key-of-a-test",
            "STEPDOWN_DEMO": "1",
        }
        self.log = data / "server.log"
        self.port = "0"
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        command = [sys.executable, "-u", "-m", "stepdown.cli.main", "serve", "--workers", "1", "--port", self.port]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        line = next((line for line in self.process.stdout if line.startswith("Serving at ")), "")
        assert line, "the server did not start"
        self.port = line.strip().rpartition(":")[2]

    def kill(self) -> None:
        """End the server and its workers at once, as a power cut would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class _Stay(urllib.request.HTTPRedirectHandler):
    """Don't follow: the redirect is the answer that says it was done."""

    def redirect_request(self, *_: object) -> None:  # type: ignore[override]
        return None


class Desk:
    """The front desk's browser, reduced to forms and cookies."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), _Stay)

    def get(self, path: str) -> int:
        with self.opener.open(self._address(path), timeout=20) as answer:
            return int(answer.status)

    def post(self, path: str, **form: object) -> int:
        """Send a form, with several boxes of one name if need be; the status. Raises OSError when nobody answered."""
        try:
            with self._ask(path, form) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code

    def file(self, path: str, **form: object) -> str:
        """The text of a file, whole. Raises OSError when it did not arrive."""
        with self._ask(path, form) as answer:
            assert "attachment" in answer.headers["Content-Disposition"]
            return str(answer.read().decode())

    def _ask(self, path: str, form: Mapping[str, object]) -> Any:
        token = next(c.value for c in self.cookies if c.name == "csrftoken")
        data = urllib.parse.urlencode({**form, "csrfmiddlewaretoken": token}, doseq=True).encode()
        return self.opener.open(self._address(path), data, timeout=20)

    def _address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.port}{path}"


@pytest.fixture
def agency(committed: str) -> Iterator[Agency]:
    with morning():
        made = small_agency(MORNING, clients=CHECK_INS, groups=5)
        user(made, Role.FRONT_DESK, MORNING, email=EMAIL)
        yield made


@pytest.fixture
def server(committed: str, agency: Agency, tmp_path: Path) -> Iterator[Server]:
    server = Server(committed, tmp_path)
    server.start()
    yield server
    server.kill()


def test_whatever_was_acknowledged_is_there(agency: Agency, server: Server) -> None:
    desk = Desk(server)
    desk.get("/account/login/")
    assert desk.post("/account/login/", login=EMAIL, password=PASSWORD) == DONE
    chance = random.Random(7)
    kill_before = set(chance.sample(range(10, CHECK_INS - 10), KILLS))
    acknowledged: list[int] = []
    for number, client in enumerate(agency.clients):
        if number in kill_before:
            moment = threading.Timer(chance.uniform(0, 0.03), server.kill)
            moment.start()
        try:
            if desk.post(f"/today/{client}/in/") == DONE:
                acknowledged.append(client)
        except OSError:
            pass
        if number in kill_before:
            moment.join()
            server.start()
    assert len(acknowledged) >= CHECK_INS - 2 * KILLS
    visits = list(Visit.objects.filter(undone_at=None).values_list("client", flat=True))
    assert sorted(set(acknowledged) - set(visits)) == []
    assert len(visits) == len(set(visits))
