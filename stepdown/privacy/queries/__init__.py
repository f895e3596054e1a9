"""Reading what people asked about their records, until when those are kept, and the register of breaches."""

from stepdown.privacy.queries.breaches import breach, closed_breaches, open_breaches
from stepdown.privacy.queries.requests import (
    answered_requests,
    of_client,
    open_requests,
    request,
)
from stepdown.privacy.queries.retention import holds_at, holds_of, past_of, years_kept

__all__ = [
    "answered_requests",
    "breach",
    "closed_breaches",
    "holds_at",
    "holds_of",
    "of_client",
    "open_breaches",
    "open_requests",
    "past_of",
    "request",
    "years_kept",
]
