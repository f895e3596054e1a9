"""Server time and queries of every desk page, with five years in the database against the same agency with twelve weeks.

Goals: median 50 ms, p95 150 ms, 15 queries a page. Pages are found in the table of addresses; one that takes POST only,
or needs a number that is not at hand, is left out. Asked in this process, without a network, as a program director.
"""

from __future__ import annotations

import json
import logging
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.seeded import WEEKS, seed, server

ROUNDS = int(os.environ.get("STEPDOWN_BENCH_ROUNDS", "15"))
ONLY = tuple(filter(None, os.environ.get("STEPDOWN_BENCH_PAGES", "").split(",")))
"""Names of pages (`today,ledger`), when not all are asked for."""
MEDIAN_MS, P95_MS, QUERIES = 50, 150, 15
NOT_COUNTED = ("set_config", "BEGIN", "COMMIT")
"""Statements that every request makes: who reads, and the transaction of what was read."""

Measured = tuple[float, float, float, float]
"""Median ms, p95 ms, median ms of this process's processor, queries."""


def measure() -> Iterator[str]:
    """Seed both agencies, measure each in a process of its own, compare."""
    with server() as running:
        yield from filter(None, (seed(running, name) for name in WEEKS))
        found = {name: asked(running.url(name, role="app")) for name in WEEKS}
    yield from compared(found["small"], found["big"])


def compared(small: dict[str, Measured], big: dict[str, Measured]) -> Iterator[str]:
    """A line for each page, and one about all of them."""
    missed, growth = 0, []
    for page, (median, p95, processor, queries) in sorted(big.items()):
        goals = {"median": median > MEDIAN_MS, "p95": p95 > P95_MS, "queries": queries > QUERIES}
        said = ", ".join(goal for goal, is_missed in goals.items() if is_missed)
        missed += bool(said)
        growth.append(processor / small[page][2])
        yield (
            f"{page:28} median {median:6.1f} ms  p95 {p95:6.1f} ms  {median / small[page][0]:5.2f} x 12 weeks"
            f"  processor {processor:6.1f} ms, {growth[-1]:5.2f} x  {queries:3.0f} queries"
            + (f"  MISSED: {said}" if said else "")
        )
    yield (
        f"{len(big)} pages, {len(big) - missed} within every goal; processor time {statistics.median(growth):.2f} x that"
        f" of 12 weeks, {max(growth):.2f} x at most; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )


def asked(url: str) -> dict[str, Measured]:
    """Every page of the database at `url`, asked in a process of its own."""
    environment = {**os.environ, "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.pages"], env=environment, check=True, stdout=subprocess.PIPE
    )
    return {page: tuple(numbers) for page, numbers in json.loads(done.stdout).items()}  # type: ignore[misc]


def main() -> None:
    """Print, as JSON: page → what `Measured` names."""
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from stepdown.audit.terms import system
    from stepdown.audit.wall import this_process_reads_as

    this_process_reads_as(system("bench"))  # what is no page; each page is read as who asks for it
    override_settings(AXES_ENABLED=False, ALLOWED_HOSTS=["testserver"]).enable()  # no address to lock out, no network
    logging.disable(logging.WARNING)  # pages that take POST only say so each time
    browser = Client()
    browser.force_login(
        get_user_model().objects.get(pk=_user()), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    found = {}
    for name, addresses in _pages().items():
        first = browser.get(addresses[0])
        if first.status_code != 200 or "html" not in first["Content-Type"]:
            continue
        times, processor = [], []
        for turn in range(ROUNDS):
            began, busy = time.perf_counter(), time.process_time()
            browser.get(addresses[turn % len(addresses)])
            times.append(1000 * (time.perf_counter() - began))
            processor.append(1000 * (time.process_time() - busy))
        with CaptureQueriesContext(connection) as captured:
            browser.get(addresses[-1])
        queries = sum(not any(word in query["sql"] for word in NOT_COUNTED) for query in captured)
        p95 = sorted(times)[int(0.95 * (len(times) - 1) + 0.5)]
        found[name] = (statistics.median(times), p95, statistics.median(processor), queries)
    print(json.dumps(found))


def _user() -> int:
    """A program director who may sign in; made when there is none."""
    from datetime import UTC, datetime

    from django.contrib.auth import get_user_model

    from stepdown.agency.actions import grant_role, make_sign_in
    from stepdown.agency.terms import Role
    from stepdown.audit.terms import system

    known = get_user_model().objects.filter(email="bench@example.org").first()
    if known:
        return int(known.pk)
    by, at = system("bench"), datetime.now(UTC)
    (member,) = _ids("SELECT min(id) FROM agency_staffmember")
    grant_role(by=by, at=at, staff=member, role=Role.PROGRAM_DIRECTOR)
    email = "bench@example.org"
    return make_sign_in(by=by, at=at, email=email, password="synthetic-lantern-47", name="Bench", staff=member)  # noqa: S106


def _pages() -> dict[str, list[str]]:
    """Address of each page, or several where it is about one client, session or member of staff."""
    from django.urls import reverse

    from stepdown.web.desk.urls import urlpatterns

    at_hand = {
        "client": _ids("SELECT client_id FROM episode_episode WHERE discharged_on IS NULL ORDER BY id LIMIT 10"),
        "staff": _ids("SELECT id FROM agency_staffmember ORDER BY id LIMIT 10"),
        "session": _ids("SELECT id FROM schedule_plannedsession WHERE lower(period) > now() ORDER BY id LIMIT 10"),
        "group": _ids("SELECT id FROM schedule_group ORDER BY id LIMIT 10"),
        "track": _ids("SELECT id FROM schedule_track ORDER BY id LIMIT 10"),
    }
    pages: dict[str, list[str]] = {}
    for pattern in urlpatterns:
        wanted = re.findall(r"<\w+:(\w+)>", str(pattern.pattern))
        if (
            pattern.name == "home"
            or (ONLY and pattern.name not in ONLY)
            or len(wanted) > 1
            or not set(wanted) <= set(at_hand)
        ):
            continue
        numbers = [[number] for number in at_hand[wanted[0]]] if wanted else [[]]
        pages[str(pattern.name)] = [reverse(f"desk:{pattern.name}", args=number) for number in numbers]
    return {name: addresses for name, addresses in pages.items() if addresses}


def _ids(statement: str) -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [number for (number,) in cursor.fetchall()]


if __name__ == "__main__":
    main()
