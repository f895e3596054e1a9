"""Codes that make a record more than ordinarily private, by the lists they stand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stepdown.consent.terms.words import Label


class CodeSystem(StrEnum):
    """Whose codes they are."""

    ICD_10_CM = "icd-10-cm"
    """Diagnoses."""
    ICD_10_PCS = "icd-10-pcs"
    """Procedures of hospitals."""
    HCPCS = "hcpcs"
    """Procedures and supplies; CPT is its level I."""
    MS_DRG = "ms-drg"
    """What a hospital stay is paid as."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A record with this code bears this label when it is dated in [starts, ends)."""

    bears: Label
    starts: date
    ends: date | None = None


CodeLists = Mapping[tuple[CodeSystem, str], tuple[Listed, ...]]
"""Where each code stands, by system and plain code (`rules.plain_code`)."""


@dataclass(frozen=True, slots=True)
class NewCodeList:
    """An edition of a list, in force from `starts`; what stood on the one before and not on it ends that day."""

    system: CodeSystem
    bears: Label
    starts: date
    codes: tuple[str, ...]
    source: str
