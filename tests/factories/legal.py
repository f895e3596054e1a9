"""A subpoena that came, and is linked to a client."""

from __future__ import annotations

from datetime import date, datetime

from stepdown.consent import actions
from stepdown.consent.terms import LegalKind, NewLegalRequest
from tests.factories.crowd import BY


def subpoena(site: int, day: date, at: datetime, client: int | None = None) -> int:
    """Its id; `client` is whom it is linked to."""
    came = NewLegalRequest(site, LegalKind.SUBPOENA, "Synthetic County Court", "All records", day)
    number = actions.take_legal_request(by=BY, at=at, day=day, request=came)
    if client is not None:
        actions.link_legal_request(by=BY, at=at, request=number, client=client)
    return number
