"""What is handed to an action, what the clocks are worked out from, and what a page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from stepdown.audit.terms import Category
from stepdown.consent.terms import LegalWay, Signer
from stepdown.privacy.terms.words import Form, Ground, Known, Outcome, RequestKind, Says, Standing


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Something a client, or who may act for them, asks; see `models.Request`. `contact` or `recipient`: to whom else."""

    client: int
    kind: RequestKind
    received_on: date
    asker_name: str
    known_by: Known
    asker: Signer = Signer.CLIENT
    relation: str = ""
    came_by: LegalWay = LegalWay.IN_PERSON
    asks: str = ""
    should_say: str = ""
    parts: frozenset[Category] = frozenset()
    papers: bool = False
    wanted_as: Form = Form.FILES
    contact: int | None = None
    recipient: int | None = None


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """How a request ends. `grounds`: of what is kept back or denied; `gone_by`: how it reached the person."""

    outcome: Outcome
    words: str = ""
    grounds: frozenset[Ground] = frozenset()
    gone_by: LegalWay | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """Policy numbers of one kind of request, in days (rows `privacy.*`). None: no row holds, so no clock runs."""

    within: int | None = None
    extension: int | None = None
    soon: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides about a request."""

    kind: RequestKind
    received_on: date
    wanted_as: Form | None = None
    copies: int = 0
    extended: bool = False
    outcome: Outcome | None = None
    """How it was answered; None while it is open."""
    stated: frozenset[Says] = frozenset()


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """Why the clock was extended, and when the client was told."""

    words: str
    told_on: date
    who: str


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy of the record that was made; `digest` is the SHA-256 of the file."""

    id: int
    at: datetime
    who: str
    categories: tuple[Category, ...]
    withheld: tuple[Category, ...]
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """How it ended."""

    outcome: Outcome
    grounds: tuple[Ground, ...]
    words: str
    gone_by: LegalWay | None
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What was said to a denied amendment."""

    says: Says
    words: str
    on: date
    who: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request as a page shows it. `due` is its last day, with the extension; `may_extend` until `first_due`."""

    id: int
    client: int
    client_name: str
    kind: RequestKind
    received_on: date
    came_by: LegalWay
    asker: Signer
    asker_name: str
    relation: str
    known_by: Known
    asks: str
    should_say: str
    parts: tuple[Category, ...]
    papers: bool
    wanted_as: Form | None
    contact: int | None
    recipient: int | None
    to: str
    at: datetime
    who: str
    extension: ExtensionRow | None
    copies: tuple[CopyRow, ...]
    answer: AnswerRow | None
    statements: tuple[StatementRow, ...]
    first_due: date | None
    due: date | None
    standing: Standing

    @property
    def whole(self) -> bool:
        """Whether no parts were asked for, and so all of them."""
        return not self.parts and not self.papers
