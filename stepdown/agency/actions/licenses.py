"""The agency's own licences, accreditations, certifications and registrations."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from stepdown.agency.access import MAY_KEEP_LICENSES, demand
from stepdown.agency.models import OwnLicense, Site
from stepdown.agency.queries.found import found, within
from stepdown.agency.rules.days import license_obstacles
from stepdown.agency.terms import NewLicense
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, refuse


@action
def add_license(*, by: Actor, at: datetime, held: NewLicense) -> int:
    """Record what the agency, or one of its sites, holds; a renewal is a new one. Refused: it ends before it starts."""
    demand(by, MAY_KEEP_LICENSES, set() if held.site is None else {held.site})
    if held.site is not None:
        found(Site, held.site)
    refuse(license_obstacles(held))
    made = OwnLicense.objects.create(**_columns(held))
    note(by=by, at=at, subject=("license", made.pk))
    return made.pk


@action
def correct_license(*, by: Actor, at: datetime, license_held: int, to: NewLicense) -> None:
    """Put right what was written down wrongly, or end it early. Refused: it ends before it starts."""
    row = within(by, MAY_KEEP_LICENSES, OwnLicense, license_held)
    if to.site is not None:
        demand(by, MAY_KEEP_LICENSES, {to.site})
        found(Site, to.site)
    refuse(license_obstacles(to))
    changed = [name for name, value in _columns(to).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, _columns(to)[name])
    if changed:
        row.save(update_fields=changed)
        note(by=by, at=at, subject=("license", license_held), details={"changed": sorted(changed)})


def _columns(row: NewLicense) -> dict[str, object]:
    return {"site_id": row.site, **{name: value for name, value in asdict(row).items() if name != "site"}}
