"""A service account, as its owner makes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from stepdown.agency import actions
from stepdown.agency.terms import NewServiceAccount, ServiceScope
from stepdown.audit.terms import Actor
from stepdown.policy.actions import record_value
from stepdown.policy.queries import value_on
from stepdown.policy.terms import NewValue, Scope
from tests.factories.agency import BY


def service_account(owner: Actor, at: datetime, name: str = "Nightly") -> tuple[int, str]:
    """For the ledger, for ninety days: (id, token). Policy lets a token hold for a year."""
    key = "access.service_account_days"
    if value_on(key, Scope(), at.date()) is None:
        new = NewValue(key, Decimal(365), "days", Scope(), at.date() - timedelta(days=400), "Synthetic, for tests only")
        record_value(by=BY, at=at, value=new)
    last_day = at.date() + timedelta(days=90)
    new_account = NewServiceAccount(name, "The agency's own numbers", (ServiceScope.LEDGER,), last_day)
    return actions.make_service_account(by=replace(owner, request=""), at=at, new=new_account)
