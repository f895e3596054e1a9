"""The state's admission data set: asked once, corrected by whoever saw the version they change."""

from __future__ import annotations

from datetime import datetime

from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Obstacle, Refused, Stale, refuse
from stepdown.episode.access import MAY_ASK_DATA
from stepdown.episode.models import AdmissionData, Episode, SubstanceUse
from stepdown.episode.rules import dataset
from stepdown.episode.terms import CODES, Admission
from stepdown.people.actions.steps import hold_within


@action
def save_admission_data(
    *, by: Actor, at: datetime, client: int, given: Admission, seen: int = 0, age: int | None = None
) -> int:
    """Keep answers of the admission data set, all or some: a draft, or those of the open episode. Returns the version.

    `seen` is the version the person answered over (0 when there was none). Refused: somebody else changed them
    meanwhile; answers that can't both be right, all told.
    """
    hold_within(by, MAY_ASK_DATA, [client])
    row = AdmissionData.objects.filter(client=client, episode__discharged_on=None).first()
    if seen != (row.version if row else 0):
        raise Refused(Obstacle(Stale.CHANGED_MEANWHILE))
    refuse(dataset.faults(given, age))
    if row is None:
        episode = Episode.objects.filter(client=client, discharged_on=None).values_list("pk", flat=True).first()
        row = AdmissionData(client_id=client, episode_id=episode, version=0)
    for name in (*CODES, "arrests", "prior_episodes"):
        value = getattr(given, name)
        setattr(row, name, "" if value is None and name in CODES else value)
    row.version, row.changed_at = row.version + 1, at
    row.save()
    _save_uses(row, given)
    details: dict[str, object] = {"missing": len(dataset.missing(given)), "version": row.version}
    note(by=by, at=at, subject=("admission_data", row.pk), client=client, details=details)
    return row.version


def _save_uses(row: AdmissionData, given: Admission) -> None:
    """The substances as answered; a place nothing was said of has no row."""
    for place, use in enumerate(given.uses, 1):
        said = {name: getattr(use, name) or "" for name in ("substance", "route", "frequency")}
        if use.substance is None:
            SubstanceUse.objects.filter(data=row, place=place).delete()
            continue
        SubstanceUse.objects.update_or_create(
            data=row, place=place, defaults={**said, "first_use_age": use.first_use_age}
        )
