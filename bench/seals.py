"""Verifying the seals over history: rows a second, beside what PostgreSQL alone takes to read the same rows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from bench.seeded import prepare, server

ROWS = int(os.environ.get("STEPDOWN_BENCH_SEALED", "5000000"))
BATCH = 50_000
"""Entries of one transaction, and so of one seal: many more than in life, where a minute is one."""


def measure() -> Iterator[str]:
    """Write so many entries, seal them, verify all of it."""
    with server() as running:
        prepare(running, "sealed")
        environment = {
            **os.environ,
            "DATABASE_URL": running.url("sealed", role="app"),
            "DATABASE_OWNER_URL": running.url("sealed", role="owner"),
        }
        command = [sys.executable, "-m", "bench.seals", str(ROWS)]
        yield subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def verified(rows: int) -> str:
    """What was found in the database of DATABASE_URL, in a sentence. Raises AssertionError when history does not hold."""
    import psycopg
    from django.conf import settings

    from stepdown.audit.seals.sealing import seal
    from stepdown.audit.seals.verify import verify
    from stepdown.audit.terms import system

    for first in range(0, rows, BATCH):
        with psycopg.connect(settings.DATABASE_OWNER_URL) as owner:
            owner.execute(
                "INSERT INTO audit_entry (action, actor, request, context_id, occurred_at, subject_kind, subject_id, details)"
                " SELECT 'bench.made', 'system:bench', '', gen_random_uuid(), now(), 'synthetic', n, '{\"synthetic\": true}'"
                " FROM generate_series(%s::bigint, %s) n",
                [first, min(first + BATCH, rows) - 1],
            )
        seal(by=system("bench"), at=datetime.now(UTC))
    began = time.monotonic()
    with psycopg.connect(settings.DATABASE_OWNER_URL) as owner:
        owner.execute("SELECT count(*), sum(length(e::text)) FROM audit_entry e")
    read, began = time.monotonic() - began, time.monotonic()
    found = verify()
    took = time.monotonic() - began
    if found.findings or found.rows < rows:
        raise AssertionError(f"{len(found.findings)} findings, {found.rows} rows")
    return (
        f"{found.rows:,} rows under {found.seals:,} seals verified in {took:.0f} s, {found.rows / took:,.0f} rows/s;"
        f" {took / read:.1f} x what PostgreSQL takes to read them"
    )


if __name__ == "__main__":
    import django

    django.setup()
    from stepdown.audit.terms import system
    from stepdown.audit.wall import this_process_reads_as

    this_process_reads_as(system("bench"))
    print(verified(int(sys.argv[1])))
