"""Reading consents, what was told, and what the gate needs to know."""

from stepdown.consent.queries.consents import (
    accounting_of,
    answer,
    consents_of,
    known,
    recipients,
    unsignable,
    whom,
    would_tell,
)

__all__ = [
    "accounting_of",
    "answer",
    "consents_of",
    "known",
    "recipients",
    "unsignable",
    "whom",
    "would_tell",
]
