"""The agency's own licences and accreditations; what runs out soon, of the agency and of its staff."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from stepdown.agency.models import Credential, OwnLicense
from stepdown.agency.terms import LicenseKind


@dataclass(frozen=True, slots=True)
class LicenseRow:
    """A licence of the agency; `site` and its name are empty where it is for the whole agency. Both dates included."""

    id: int
    kind: LicenseKind
    name: str
    issuer: str
    number: str
    valid_from: date
    valid_until: date | None
    site: int | None
    site_name: str


@dataclass(frozen=True, slots=True)
class RunningOut:
    """Something whose last day comes: a credential of `staff`, or (without staff) a licence of the agency."""

    what: str
    holder: str
    valid_until: date
    staff: int | None


def licenses(sites: Collection[int]) -> tuple[LicenseRow, ...]:
    """The licences of `sites` and of the whole agency, the first to run out first, those without an end last. One query."""
    rows = OwnLicense.objects.filter(Q(site=None) | Q(site__in=sites)).select_related("site")
    return tuple(
        LicenseRow(
            row.pk,
            LicenseKind(row.kind),
            row.name,
            row.issuer,
            row.number,
            row.valid_from,
            row.valid_until,
            row.site_id,
            row.site.name if row.site else "",
        )
        for row in rows
    )


def running_out(sites: Collection[int], day: date, days: int) -> tuple[RunningOut, ...]:
    """Credentials of the staff of `sites` and licences that end within `days` of `day` or have ended, and were not
    renewed: no row of the same kind holds longer. The most urgent first. Two queries.
    """
    until = day + timedelta(days=days)
    renewed = Credential.objects.filter(staff=OuterRef("staff"), type=OuterRef("type"), state=OuterRef("state")).filter(
        Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until"))
    )
    held = Credential.objects.filter(
        ~Exists(renewed), staff__site__in=sites, staff__active=True, valid_until__lte=until
    ).select_related("staff")
    again = OwnLicense.objects.filter(name=OuterRef("name"), issuer=OuterRef("issuer")).filter(
        Q(site=OuterRef("site")) | Q(site=None),
        Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until")),
    )
    own = OwnLicense.objects.filter(Q(site=None) | Q(site__in=sites), ~Exists(again), valid_until__lte=until)
    found = [RunningOut(row.type, row.staff.name, row.valid_until, row.staff_id) for row in held if row.valid_until]
    found += [RunningOut(row.name, row.issuer, row.valid_until, None) for row in own if row.valid_until]
    return tuple(sorted(found, key=lambda row: (row.valid_until, row.holder, row.what)))
