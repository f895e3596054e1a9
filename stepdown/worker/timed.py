"""What is done each minute, and each night."""

from __future__ import annotations

import contextlib
import logging
from datetime import UTC, datetime

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from stepdown.agency.actions import drop_old_drafts, end_due_employments
from stepdown.audit.seals.heads import HeadsError, write_head
from stepdown.audit.seals.sealing import seal
from stepdown.reminder import actions as reminder
from stepdown.transfer.downtime.folder import write_all
from stepdown.worker.context import job
from stepdown.worker.imports import go_on
from stepdown.worker.mail import remind_of_tomorrow
from stepdown.worker.outbox import RETRY, drain
from stepdown.worker.planning import plan_sites

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="seal", queueing_lock="seal")
def seal_history(timestamp: int) -> None:
    """Seal what was committed since the last minute; the first time on a day (UTC), sign the newest seal, too."""
    with job("sealer") as by:
        at = datetime.now(UTC)
        seal(by=by, at=at)
        try:
            write_head(settings.HEADS_TO, keys=settings.FIELD_KEYS, at=at)
        except (HeadsError, OSError):
            log.exception("the daily head of history is not written; run: stepdown doctor")


@app.periodic(cron="* * * * *")
@app.task(name="drain", queueing_lock="drain")
def drain_outbox(timestamp: int) -> None:
    """Hand over what waits in the outbox."""
    drain()


@app.periodic(cron="* * * * *")
@app.task(name="take_up_again", queueing_lock="take_up_again")
async def take_up_again(timestamp: int) -> None:
    """Queue anew what a worker had in hand when it was killed; what outlived so many workers as `RETRY` has tries, fails."""
    for one in await app.job_manager.get_stalled_jobs():
        if one.attempts >= (RETRY.max_attempts or 0):
            await app.job_manager.finish_job(one, status=Status.FAILED, delete_job=False)
            continue
        with contextlib.suppress(UniqueViolation):  # of timed work, when the next waits already: in a minute
            await app.job_manager.retry_job(one, retry_at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(name="hand_over_reminders", queueing_lock="hand_over_reminders")
def hand_over_reminders(timestamp: int) -> None:
    """Put the reminders whose time has come into the outbox."""
    with job("mail") as by:
        reminder.hand_over(by=by, at=datetime.now(UTC))


@app.periodic(cron="50 12 * * *")
@app.task(name="remind_of_tomorrow", queueing_lock="remind_of_tomorrow")
def remind_the_day_before(timestamp: int) -> None:
    """Remind whoever wants it of tomorrow. 12:50 UTC is the morning of one day from Maine to Hawaii."""
    with job("reminders") as by:
        made, refused = remind_of_tomorrow(by=by, at=datetime.now(UTC))
    log.info("reminders of tomorrow: %d to be sent, %d with something in the way or nothing to say", made, refused)


@app.periodic(cron="* * * * *")
@app.task(name="go_on_importing", queueing_lock="go_on_importing")
def go_on_importing(timestamp: int) -> None:
    """Go on with files that a worker had in hand when it was killed."""
    with job("import"):
        go_on(at=datetime.now(UTC))


@app.periodic(cron="*/5 * * * *")
@app.task(name="end_employments", queueing_lock="end_employments")
def end_employments(timestamp: int) -> None:
    """End what is left of those whose last day is over: nobody of them gets in meanwhile. Forget drafts nobody came for."""
    with job("leaving") as by:
        ended = end_due_employments(by=by, at=datetime.now(UTC))
        drop_old_drafts(by=by, at=datetime.now(UTC))
    if ended:
        log.info("ended: %d employments", len(ended))


@app.periodic(cron="40 8 * * *")
@app.task(name="plan_ahead", queueing_lock="plan_ahead")
def plan_weeks_ahead(timestamp: int) -> None:
    """Plan every site ahead. 8:40 UTC is the night from Maine to Hawaii."""
    with job("planner") as by:
        night = plan_sites(by=by, at=datetime.now(UTC))
    log.info(
        "planned ahead: %d sessions made, %d days skipped, %d lack a leader or room, %d seats not given, %d sites refused",
        night.made,
        night.skipped,
        night.lacking,
        night.unseated,
        night.refused,
    )


@app.periodic(cron="10 9 * * *")
@app.task(name="sheets", queueing_lock="sheets")
def make_sheets(timestamp: int) -> None:
    """Make the sheets for when nothing works, after the night's planning."""
    with job("sheets") as by:
        written = write_all(settings.SHEETS_TO, by=by, at=datetime.now(UTC), to=settings.SHEETS_FOR)
    log.info("sheets made for %d sites", len(written))
