"""Words of what a client agrees to, and is given, when they are admitted: kinds of papers, who signs, how they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from stepdown.consent.terms.signatures import Capacity, CopyRow, Hand, SignatureRow
from stepdown.consent.terms.words import Signer
from stepdown.kernel.dates import EN, ES

PAPER_LANGUAGES = (EN, ES)
"""Languages the papers are written in."""


class PaperKind(StrEnum):
    """The papers of an admission, in the order they are gone through: two notices, and the agreements."""

    TREATMENT = "treatment"
    """Nobody is admitted here without it."""
    TELEHEALTH = "telehealth"
    TESTING = "testing"
    GROUP_CONFIDENTIALITY = "group_confidentiality"
    SCHEDULE_COMMITMENT = "schedule_commitment"
    FINANCIAL = "financial"
    GRIEVANCE_RIGHTS = "grievance_rights"
    """What they may do when something is wrong: they sign that they were told, so there is nothing to take back."""
    NOTICE_PART2 = "notice_part2"
    """Given at admission, or as soon as somebody can take it in (42 CFR 2.22). They may decline to acknowledge it."""
    NOTICE_OF_PRIVACY = "notice_of_privacy"
    """Given by the first service, and an acknowledgment of it asked for (45 CFR 164.520(c)(2))."""


NOTICES = frozenset({PaperKind.NOTICE_PART2, PaperKind.NOTICE_OF_PRIVACY})
"""Given rather than agreed to: that somebody does not acknowledge one, and why, is written down, and it was given."""

ONLY_TOLD = NOTICES | {PaperKind.GRIEVANCE_RIGHTS}
"""Papers that say what the client was told: there is nothing to take back."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Papers of one client, signed by one person in one sitting. `relation` says what a representative is to them.

    `declined` says why the notices of this sitting were given and not acknowledged.
    """

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
    declined: str = ""

    @property
    def to_sign(self) -> frozenset[PaperKind]:
        """What needs a signature: all of it, but notices that are not acknowledged."""
        return self.kinds - NOTICES if self.declined.strip() else self.kinds


@dataclass(frozen=True, slots=True)
class PaperText:
    """A paper before it is signed, as it is read."""

    kind: PaperKind
    version: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A signed paper, or a notice that was given, as a page shows it."""

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
    declined: str = ""
    """Why a notice that was given was not acknowledged; empty when it was."""

    @property
    def notice(self) -> bool:
        """Whether it was given rather than agreed to."""
        return self.kind in NOTICES


@dataclass(frozen=True, slots=True)
class Agreed:
    """One kind of paper: the one that holds, if one does, and whether the words changed so much that it is gone through
    again.
    """

    kind: PaperKind
    row: PaperRow | None
    renewed: bool = False

    @property
    def open(self) -> bool:
        """Whether it is to be signed, or given: nothing holds, or words that have changed materially."""
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
        """Whether nothing is to be signed or given."""
        return not self.open

    @property
    def open(self) -> tuple[PaperKind, ...]:
        """What is still to be signed or given, in order."""
        return tuple(line.kind for line in self.lines if line.open)
