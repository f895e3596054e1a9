"""Lists of codes that make a record more than ordinarily private, loaded edition by edition."""

from __future__ import annotations

from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import lock_setup, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Obstacle, refuse
from stepdown.consent.access import MAY_KEEP_RECIPIENTS
from stepdown.consent.models import SensitiveCode
from stepdown.consent.rules import plain_code
from stepdown.consent.terms import Blocker, NewCodeList


@action
def load_codes(*, by: Actor, at: datetime, edition: NewCodeList) -> tuple[int, int]:
    """Load an edition of a list; returns how many codes began and how many ended with it.

    The same edition twice changes nothing. Raises NotAllowed; Refused without a code, or when a later one stands.
    """
    demand(by, MAY_KEEP_RECIPIENTS)
    lock_setup()
    codes = {plain for code in edition.codes if (plain := plain_code(code))}
    rows = SensitiveCode.objects.filter(system=edition.system, bears=edition.bears)
    refuse([] if codes else [Obstacle(Blocker.NO_CODES)])
    refuse([Obstacle(Blocker.LATER_EDITION)] if rows.filter(starts__gt=edition.starts).exists() else [])
    standing = rows.filter(ends=None)
    over = [row for row in standing.filter(starts__lt=edition.starts) if row.code not in codes]
    for row in over:
        row.ends = edition.starts
    SensitiveCode.objects.bulk_update(over, ["ends"], batch_size=1000)
    fresh = sorted(codes - set(standing.values_list("code", flat=True)))
    SensitiveCode.objects.bulk_create(
        [
            SensitiveCode(
                system=edition.system, code=code, bears=edition.bears, starts=edition.starts, source=edition.source
            )
            for code in fresh
        ],
        batch_size=1000,
    )
    note(by=by, at=at, subject=("code_list", 0), details={"system": edition.system, "bears": edition.bears})
    return len(fresh), len(over)
