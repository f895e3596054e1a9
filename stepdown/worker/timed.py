"""What is done each minute."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from stepdown.audit.seals.sealing import seal
from stepdown.worker.context import job
from stepdown.worker.imports import go_on
from stepdown.worker.outbox import drain


@app.periodic(cron="* * * * *")
@app.task(name="seal", queueing_lock="seal")
def seal_history(timestamp: int) -> None:
    """Seal what was committed since the last minute."""
    with job("sealer") as by:
        seal(by=by, at=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(name="drain", queueing_lock="drain")
def drain_outbox(timestamp: int) -> None:
    """Hand over what waits in the outbox."""
    drain()


@app.periodic(cron="* * * * *")
@app.task(name="go_on_importing", queueing_lock="go_on_importing")
def go_on_importing(timestamp: int) -> None:
    """Go on with files that a worker had in hand when it was killed."""
    with job("import"):
        go_on(at=datetime.now(UTC))
