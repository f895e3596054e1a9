"""How an agency runs its groups, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import lock_setup, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, refuse
from stepdown.session.access import MAY_WRITE_RUN_SHEETS
from stepdown.session.models import RunSheet, RunSheetStep
from stepdown.session.rules.group import run_sheet
from stepdown.session.terms import Step


@action
def write_run_sheet(*, by: Actor, at: datetime, service: int, starts: date, steps: Sequence[Step]) -> int:
    """From `starts` on, sessions of this kind run by these steps. Returns the sheet's id.

    The version before holds until then; one that begins on the same day is replaced. Raises NotAllowed, Refused.
    """
    demand(by, MAY_WRITE_RUN_SHEETS)
    refuse(run_sheet(steps))
    lock_setup()
    sheet, _ = RunSheet.objects.get_or_create(service_id=service, starts=starts)
    RunSheetStep.objects.filter(sheet=sheet).delete()
    RunSheetStep.objects.bulk_create(
        RunSheetStep(sheet=sheet, place=place, title=step.title.strip(), prompt=step.prompt.strip(), share=step.share)
        for place, step in enumerate(steps, start=1)
    )
    note(by=by, at=at, subject=("run_sheet", sheet.pk), details={"service": service})
    return sheet.pk
