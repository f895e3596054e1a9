"""Decisions about what people ask about their records."""

from stepdown.privacy.rules.requests import (
    GROUNDS,
    OUTCOMES,
    answer_obstacles,
    due,
    extension_obstacles,
    first_due,
    intake_obstacles,
    standing,
    statement_obstacles,
)

__all__ = [
    "GROUNDS",
    "OUTCOMES",
    "answer_obstacles",
    "due",
    "extension_obstacles",
    "first_due",
    "intake_obstacles",
    "standing",
    "statement_obstacles",
]
