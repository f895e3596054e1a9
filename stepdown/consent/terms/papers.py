"""Words of what a client agrees to when they are admitted: kinds of papers, who signs, what is handed to an action."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from stepdown.consent.terms.signatures import Capacity, CopyRow, Hand, SignatureRow
from stepdown.consent.terms.words import Signer

EN, ES = "en", "es"
PAPER_LANGUAGES = (EN, ES)
"""Languages the papers are written in."""


class PaperKind(StrEnum):
    """The agreements of an admission, in the order they are gone through."""

    TREATMENT = "treatment"
    """Nobody is admitted here without it."""
    TELEHEALTH = "telehealth"
    TESTING = "testing"
    GROUP_CONFIDENTIALITY = "group_confidentiality"
    SCHEDULE_COMMITMENT = "schedule_commitment"
    FINANCIAL = "financial"
    GRIEVANCE_RIGHTS = "grievance_rights"
    """What they may do when something is wrong: they sign that they were told, so there is nothing to take back."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Papers of one client, signed by one person in one sitting. `relation` says what a representative is to them."""

    client: int
    program: int
    kinds: frozenset[PaperKind]
    signer_name: str
    taken_in: Capacity
    language: str = EN
    signer: Signer = Signer.CLIENT
    relation: str = ""
    witness: str = ""
    interpreter: str = ""
    hand: Hand = field(default_factory=Hand)


@dataclass(frozen=True, slots=True)
class PaperText:
    """A paper before it is signed, as it is read."""

    kind: PaperKind
    version: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A signed paper as a page shows it."""

    id: int
    kind: PaperKind
    version: int
    program: str
    signed_at: datetime
    signer: Signer
    signer_name: str
    relation: str
    witness: str
    interpreter: str
    taken_in: Capacity
    language: str
    text: str
    digest: str
    recorded_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    """Who took it back; empty while nobody has."""
    program_id: int = 0
    signatures: tuple[SignatureRow, ...] = ()
    copies: tuple[CopyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """One kind of paper: the one that holds, if one does, and whether there are newer words than those signed."""

    kind: PaperKind
    row: PaperRow | None
    renewed: bool = False

    @property
    def open(self) -> bool:
        """Whether it is to be signed: nothing holds, or words that are no longer the present ones."""
        return self.row is None or self.renewed


@dataclass(frozen=True, slots=True)
class Papers:
    """Where a client's agreements stand: a line for each kind, in order; `earlier` ones hold no more, or never again."""

    lines: tuple[Agreed, ...]
    earlier: tuple[PaperRow, ...] = ()

    @property
    def holding(self) -> tuple[PaperRow, ...]:
        """The papers that hold."""
        return tuple(line.row for line in self.lines if line.row is not None)

    @property
    def treated(self) -> bool:
        """Whether the client agreed to be treated: nobody is admitted without."""
        return any(row.kind == PaperKind.TREATMENT for row in self.holding)

    @property
    def complete(self) -> bool:
        """Whether nothing is to be signed."""
        return not any(line.open for line in self.lines)
