"""The seeds of second factors, kept under keys that lie outside the database. The rows are django-allauth's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from allauth.mfa.models import Authenticator

from stepdown.agency.access import MAY_MANAGE_SIGN_INS, demand
from stepdown.agency.queries.secrets import SEEDS
from stepdown.audit.actions import notes
from stepdown.audit.context import action
from stepdown.audit.secret import KeyState, Safe
from stepdown.audit.terms import Actor, Noted

TO_RENEW = frozenset({KeyState.OLDER, KeyState.NONE})


@action
def renew_secrets(*, by: Actor, at: datetime, keys: Sequence[str]) -> int:
    """Bring every secret under the first of `keys`; returns how many were under another one, or under none.

    One whose key is lost stays as it is: see `queries.secrets_kept`. Raises NotAllowed.
    """
    demand(by, MAY_MANAGE_SIGN_INS)
    safe, renewed = Safe(keys), []
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        old = [name for name in SEEDS if name in row.data and safe.state(row.data[name]) in TO_RENEW]
        for name in old:
            row.data[name] = safe.keep(safe.show(row.data[name]))
        if old:
            row.save(update_fields=["data"])
            renewed.append(Noted(("user", row.user_id), None, {"second_factor": row.type}))
    notes(by=by, at=at, rows=renewed)
    return len(renewed)
