"""The one error a verb ends with when it can't do its work."""

from __future__ import annotations


class CannotRun(Exception):
    """Said to the person at the prompt; the message says what happened and what to do. Exit code 2."""
