"""Words of exchanges: who is a member, and the lists of disclosures that clients ask them for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stepdown.consent.terms.words import RecipientKind


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A participant of an exchange; `ends` is the first day it is none. `who` is what the gate calls it: `recipient:7`
    for an organisation on record, so that it stays the same one when it leaves and comes back; else `member:12`.
    """

    id: int
    exchange: int
    exchange_name: str
    who: str
    name: str
    kind: RecipientKind
    starts: date
    ends: date | None

    def on(self, day: date) -> bool:
        """Whether it is a member on a day."""
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class ListRow:
    """An exchange that a client's consents name, and when they last asked it for its list of disclosures (42 CFR 2.24).

    `asked` is the row that waits for its answer; None: none does.
    """

    exchange: int
    name: str
    asked: int | None = None
    asked_on: date | None = None
    answered_on: date | None = None
