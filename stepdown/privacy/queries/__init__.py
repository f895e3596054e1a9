"""Reading what people asked about their records, and the register of breaches."""

from stepdown.privacy.queries.breaches import breach, closed_breaches, open_breaches
from stepdown.privacy.queries.requests import (
    answered_requests,
    of_client,
    open_requests,
    request,
)

__all__ = ["answered_requests", "breach", "closed_breaches", "of_client", "open_breaches", "open_requests", "request"]
