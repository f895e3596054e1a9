"""What the second wall and the read log cost on a client's page: with both, without the wall, without the log.

Asked in this process, without a network, by somebody of one site and by a program director, in turns. Measured is the
processor time of this process and of the database's process that serves it: on a busy machine only that can be compared.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.seeded import WEEKS, seed, server

TURNS = int(os.environ.get("STEPDOWN_BENCH_ROUNDS", "12"))
"""How often each way is asked for ten charts."""
WAYS = ("both", "without the wall", "without the read log")


def measure() -> Iterator[str]:
    """Seed the agency, ask, compare."""
    with server() as running:
        for name in WEEKS:
            if made := seed(running, name):
                yield made
            environment = {
                **os.environ,
                "DATABASE_URL": running.url(name, role="app"),
                "DATABASE_OWNER_URL": running.url(name, role="owner"),
            }
            command = [sys.executable, "-W", "ignore", "-m", "bench.wall"]
            done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
            yield from (f"{WEEKS[name]} weeks, {line}" for line in done.stdout.splitlines())


def main() -> None:
    """Print a line for each of the two who ask."""
    import django

    django.setup()
    from django.test import Client
    from django.test.utils import override_settings

    from stepdown.audit.terms import system
    from stepdown.audit.wall import this_process_reads_as

    this_process_reads_as(system("bench"))
    override_settings(AXES_ENABLED=False, ALLOWED_HOSTS=["testserver"]).enable()
    for who, user in _people().items():
        browser = Client()
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        print(told(who, asked(browser, _charts(user))))


def asked(browser: Any, charts: list[str]) -> dict[str, list[float]]:
    """Milliseconds of processor a page, one number for each turn, by way."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for turn in range(TURNS + 1):
        for way in WAYS:
            with _without(way):
                browser.get(charts[0])  # connects
                before = _spent()
                for address in charts:
                    if (status := browser.get(address).status_code) != 200:
                        raise SystemExit(f"a chart answered {status}")
                if turn:  # the first only warms up
                    found[way].append((_spent() - before) / len(charts))
    return found


def _spent() -> float:
    """Milliseconds of processor that this process, and the one that serves its connection, have used."""
    from django.db import connection

    connection.ensure_connection()
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))


def told(who: str, found: dict[str, list[float]]) -> str:
    """Medians, and what each costs as a ratio."""
    both, bare, silent = (sum(found[way]) / len(found[way]) for way in WAYS)
    return (
        f"a client's page for {who}: {both:.1f} ms of processor; {both / bare:.2f} x without the wall ({bare:.1f} ms),"
        f" {both / silent:.2f} x without the read log ({silent:.1f} ms)"
    )


@contextmanager
def _without(way: str) -> Iterator[None]:
    from django.db import connection

    with ExitStack() as stack:
        if way == WAYS[1]:
            stack.enter_context(_no_policies())
            connection.ensure_connection()
            connection.execute_wrappers.clear()
        if way == WAYS[2]:
            stack.enter_context(patch("stepdown.web.desk.pages.charts_read"))
        yield
    if way == WAYS[1]:
        connection.close()


@contextmanager
def _no_policies() -> Iterator[None]:
    """As the owner, take row-level security off every table, and put it back."""
    from django.conf import settings
    from django.db import connection

    from stepdown.transfer.owner import as_role

    def turn(how: str, tables: list[str]) -> None:
        with as_role(settings.DATABASE_OWNER_URL), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'ALTER TABLE "{table}" {how} ROW LEVEL SECURITY')

    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        tables = [name for (name,) in cursor.fetchall()]
    turn("DISABLE", tables)
    try:
        yield
    finally:
        connection.close()
        turn("ENABLE", tables)


def _people() -> dict[str, Any]:
    """Somebody of the first site who sees every chart there, and a program director; made when they are not there."""
    from datetime import UTC, datetime

    from django.contrib.auth import get_user_model

    from stepdown.agency.actions import hire, make_sign_in
    from stepdown.agency.terms import NewStaff, Role
    from stepdown.audit.terms import system
    from stepdown.people.queries import everybody, site_of

    users = get_user_model()
    by, at = system("bench"), datetime.now(UTC)
    site = site_of(min(everybody())) or 0
    found = {}
    for who, role in (("one site", Role.NURSE), ("all sites", Role.PROGRAM_DIRECTOR)):
        email = f"wall.{role.value}@example.org"
        if not users.objects.filter(email=email).exists():
            (member,) = hire(by=by, at=at, staff=[NewStaff(f"Bench {role.value}", site, ("en",), (role,))])
            make_sign_in(by=by, at=at, email=email, password="synthetic-lantern-47", name="Bench", staff=member)  # noqa: S106
        found[who] = users.objects.get(email=email)
    return found


def _charts(user: Any) -> list[str]:
    """Addresses of ten charts of clients in care at that person's site."""
    from django.db import connection
    from django.urls import reverse

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.client_id FROM episode_episode e JOIN people_client c ON c.id = e.client_id"
            " JOIN agency_staffmember m ON m.site_id = c.site_id WHERE m.user_id = %s AND e.discharged_on IS NULL"
            " ORDER BY e.id LIMIT 10",
            [user.pk],
        )
        return [reverse("desk:client", args=[client]) for (client,) in cursor.fetchall()]


if __name__ == "__main__":
    main()
