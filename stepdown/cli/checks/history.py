"""Was history changed below the program, and does the worker do its work?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection

from stepdown.audit.queries import waiting
from stepdown.audit.seals.verify import verify
from stepdown.cli.checks.result import Result

MOST_UNSEALED = timedelta(minutes=10)
MOST_WAITING = timedelta(hours=1)
FOUND = (
    "somebody changed it below the program: keep this database as it is, tell the compliance officer, "
    "and compare with a backup (docs/explanation/history-and-seals.md)"
)
START_WORKER = "start it: stepdown worker"


def seals() -> list[Result]:
    """Every seal computed again, every row compared with its history; one line for each finding."""
    checked = verify()
    if checked.findings:
        return [
            Result("history", f"{one.table}, {one.where}: {one.fault}{_counts(one)}", FOUND) for one in checked.findings
        ]
    head = f"; newest seal {checked.head[:16]}…" if checked.head else ""
    found = f"{checked.rows} rows in {checked.seals} seals and {checked.live_rows} live rows verified{head}"
    found += f"; epochs: {', '.join(checked.epochs)}"
    return [Result("history", found), _unsealed(checked.oldest_unsealed)]


def _counts(finding: object) -> str:
    then, now = getattr(finding, "rows_sealed", None), getattr(finding, "rows_now", None)
    return f" (sealed: {then} rows, now: {now})" if then is not None else ""


def _unsealed(oldest: datetime | None) -> Result:
    if oldest is None:
        return Result("unsealed", "every row of history is sealed")
    age = datetime.now(UTC) - oldest
    found = f"the oldest row without a seal is {_words(age)} old"
    return Result("unsealed", found, f"the worker does not seal; {START_WORKER}" if age > MOST_UNSEALED else "")


def outbox() -> list[Result]:
    """What leaves the building leaves it."""
    messages = waiting(most=10_000)
    unknown = sorted({message.kind for message in messages if message.attempts})
    if unknown:
        mend = "this version has no channel for it: install the version that wrote it, or a later one"
        return [Result("outbox", f"messages nobody takes: {', '.join(unknown)}", mend)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        (failed,) = cursor.fetchone()
    if failed:
        mend = "see why in the worker's log; then, to try again: python manage.py procrastinate shell"
        return [Result("outbox", f"{failed} jobs failed for good", mend)]
    oldest = min((message.created_at for message in messages), default=None)
    if oldest and (age := datetime.now(UTC) - oldest) > MOST_WAITING:
        return [Result("outbox", f"{len(messages)} messages wait, the oldest for {_words(age)}", START_WORKER)]
    return [Result("outbox", f"{len(messages)} messages wait")]


def _words(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
