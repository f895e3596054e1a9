"""Reading what people asked about their records."""

from stepdown.privacy.queries.requests import (
    answered_requests,
    of_client,
    open_requests,
    request,
)

__all__ = ["answered_requests", "of_client", "open_requests", "request"]
