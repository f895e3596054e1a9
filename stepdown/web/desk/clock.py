"""The one place where a desk page reads the clock; everything below is told the time."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, with a time zone."""
    return timezone.now()
