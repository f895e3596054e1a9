"""Words of the plan and the order that stands in for it."""

from __future__ import annotations

from enum import StrEnum


class Modality(StrEnum):
    """Where a client takes part: at the site, by video, or both (never both on one day)."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    HYBRID = "hybrid"
