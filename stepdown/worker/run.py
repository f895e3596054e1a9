"""The worker process."""

from __future__ import annotations

import threading


def work() -> None:
    """Wait until told to end."""
    threading.Event().wait()
