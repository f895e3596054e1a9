"""Was history changed below the program, and does the worker do its work?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from stepdown.agency.queries import sites_within
from stepdown.audit.queries import waiting
from stepdown.audit.seals.heads import compare, heads
from stepdown.audit.seals.terms import Finding, Odd, OddRow
from stepdown.audit.seals.verify import first_sealed, verify
from stepdown.audit.terms import system
from stepdown.cli.checks.result import Result
from stepdown.transfer.downtime.folder import newest

MOST_UNSEALED = timedelta(minutes=10)
MOST_WAITING = timedelta(hours=1)
FOUND = (
    "somebody changed it below the program: keep this database as it is, tell the compliance officer, "
    "and compare with a backup (docs/explanation/history-and-seals.md)"
)
OLD_COPY = (
    "compare with a backup, and tell the compliance officer; if you restored it yourselves: "
    'stepdown doctor --accept "why" (docs/explanation/history-and-seals.md)'
)
MOST_UNSIGNED = timedelta(hours=49)
MOST_WITHOUT_SHEETS = timedelta(hours=26)
START_WORKER = "start it: stepdown worker"


def seals() -> list[Result]:
    """Every seal computed again, every row compared with its history; one line for each finding."""
    checked = verify()
    if checked.findings:
        return [
            Result("history", f"{one.table}, {one.where}: {one.fault}{_counts(one)}{_which(one)}", FOUND)
            for one in checked.findings
        ]
    head = f"; newest seal {checked.head[:16]}…" if checked.head else ""
    found = f"{checked.rows} rows in {checked.seals} seals and {checked.live_rows} live rows verified{head}"
    found += f"; epochs: {', '.join(checked.epochs)}"
    return [Result("history", found), _unsealed(checked.oldest_unsealed)]


def _counts(one: Finding) -> str:
    return f" (sealed: {one.rows_sealed} rows, now: {one.rows_now})" if one.rows_sealed is not None else ""


def _which(one: Finding) -> str:
    """Which row, when, which field: of a live row, or of each odd row of a batch."""
    last = f", by the event of {one.at:%Y-%m-%d %H:%M} UTC" if one.at else ""
    fields = f" in {', '.join(one.fields)}" if one.fields else ""
    return f"{fields}{last}" + "".join(f"; {_row(odd)}" for odd in one.odd)


def _row(odd: OddRow) -> str:
    of = f" of row {odd.tells_of}" if odd.tells_of is not None else ""
    verb = "sealed" if odd.odd is Odd.GONE else "written"
    fields = f": {', '.join(odd.fields)}" if odd.fields else ""
    return f"number {odd.row}{of}, {verb} {odd.at:%Y-%m-%d %H:%M} UTC, {odd.odd}{fields}"


def signed_heads() -> list[Result]:
    """The signed heads outside the database agree with it, and there is one of today or yesterday."""
    folder = settings.HEADS_TO
    try:
        found = compare(folder, keys=settings.FIELD_KEYS)
        known = heads(folder)
    except OSError as error:
        mend = "mount it or make it, or name another with STEPDOWN_HEADS_TO"
        return [Result("heads", f"{folder} can not be read: {error.strerror}", mend)]
    if found:
        return [Result("heads", one.text, OLD_COPY) for one in found]
    first = first_sealed()
    last = datetime.fromisoformat(known[-1].at) if known else first
    if last and datetime.now(UTC) - last > MOST_UNSIGNED:
        since = f"since {last:%Y-%m-%d}" if known else f"in {folder}, though history is sealed since {last:%Y-%m-%d}"
        return [Result("heads", f"none was signed {since}", f"the worker signs one each day; {START_WORKER}")]
    if not known:
        return [Result("heads", "none signed yet: the worker signs the first one today")]
    return [Result("heads", f"{len(known)} signed since {known[0].at[:10]}, the newest {known[-1].at[:10]}; all hold")]


def sheets() -> list[Result]:
    """Each building has last night's sheets for when nothing works, once the program is in use."""
    first, now = first_sealed(), datetime.now(UTC)
    if first is None or now - first < MOST_WITHOUT_SHEETS:
        return [Result("sheets", "not asked for in the first night")]
    late = []
    for site in sites_within(system("doctor")):
        made = None if site.virtual else newest(settings.SHEETS_TO, site)
        if not site.virtual and (made is None or now - made > MOST_WITHOUT_SHEETS):
            late.append(f"{site.code} ({f'newest {made:%Y-%m-%d %H:%M} UTC' if made else 'none'})")
    if late:
        return [Result("sheets", f"last night's are missing: {', '.join(late)}", f"stepdown sheets; {START_WORKER}")]
    return [Result("sheets", "last night's are there")]


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
