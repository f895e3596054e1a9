"""What every desk template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, object]:
    """`demo` shows the banner; `actor` decides which navigation entries there are."""
    return {"demo": settings.DEMO, "actor": getattr(request, "actor", None)}
