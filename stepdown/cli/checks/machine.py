"""The clock, the disk and the files of this machine."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DataError, connection

from stepdown.agency.queries import number_to_call, site_records, site_row
from stepdown.cli.checks.result import Result
from stepdown.reminder.queries import given_away, sender

MOST_SKEW = timedelta(seconds=2)
LEAST_FREE = 2**30
ZONE = "America/Chicago"
SAMPLE_FILES = ("vendor/bootstrap/bootstrap.min.css", "vendor/bootstrap-icons/bootstrap-icons.min.css")


def clock() -> list[Result]:
    """Minutes are what is billed: this machine and the database must agree on the time, and know time zones."""
    before = datetime.now(UTC)
    try:
        with connection.cursor() as cursor:
            query = "SELECT now, to_char(now AT TIME ZONE %s, 'YYYY-MM-DD HH24') FROM clock_timestamp() now"
            cursor.execute(query, [ZONE])
            there, hour_there = cursor.fetchone()
    except DataError:
        return [Result("clock", f"the database does not know the time zone {ZONE}", "install tzdata beside PostgreSQL")]
    after = datetime.now(UTC)
    skew = max(before - there, there - after, timedelta(0))
    if skew > MOST_SKEW:
        found = f"the database's clock and this machine's differ by {skew.total_seconds():.0f} s"
        return [Result("clock", found, "let both machines set their clocks from the network (NTP)")]
    try:
        hour_here = there.astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%d %H")
    except ZoneInfoNotFoundError:
        return [Result("clock", f"this machine does not know the time zone {ZONE}", "pip install tzdata")]
    if hour_here != hour_there:
        found = f"this machine and the database disagree on the hour in {ZONE}"
        return [
            Result("clock", found, "update the time zone data: pip install --upgrade tzdata, and PostgreSQL itself")
        ]
    return [Result("clock", f"database and machine agree within {MOST_SKEW.seconds} s; time zones known")]


def mail() -> list[Result]:
    """Reminders come from somebody whose name and address say nothing of what kind of place this is, and say whom to call."""
    found = sender()
    if found is None:
        return [Result("mail", "no mail server is set up; no reminder leaves")]
    if told := given_away(found):
        mend = f"no reminder leaves until STEPDOWN_MAIL_FROM says nothing of: {', '.join(told)}"
        return [Result("mail", "the sender of reminders is not neutral", mend)]
    silent = [row.code for row in site_records() if not site_row(row.id).phone]
    if not number_to_call(0):
        mend = "no reminder leaves until a site has a phone number: Settings, Sites"
        return [Result("mail", "reminders have no number to call", mend)]
    said = f"; {', '.join(silent)} without a number of its own: the agency's is given" if silent else ""
    return [Result("mail", f"a mail server is set up; the sender is neutral{said}")]


def disk() -> list[Result]:
    """There is room to write."""
    folder = next(path for path in (settings.DATA, *settings.DATA.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    found = f"{free / 2**30:.1f} GiB free for {settings.DATA}"
    if free < LEAST_FREE:
        return [Result("disk", found, "free some space, or move the data folder (STEPDOWN_DATA)")]
    return [Result("disk", found)]


def static_files() -> list[Result]:
    """The files that pages need are there."""
    if settings.WHITENOISE_USE_FINDERS:
        missing = [name for name in SAMPLE_FILES if not finders.find(name)]
        mend = "in a clone: python -m stepdown.web.assets; otherwise install the release again"
    else:
        root = Path(settings.STATIC_ROOT)
        missing = [] if (root / "staticfiles.json").exists() else [f"{root}/staticfiles.json"]
        mend = "run: python manage.py collectstatic --no-input"
    if missing:
        return [Result("static files", f"missing: {', '.join(missing)}", mend)]
    return [Result("static files", "in place")]
