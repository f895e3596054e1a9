"""A file, a list or a message about many people, on its way out: what the gate is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from stepdown.audit.terms import Category
from stepdown.consent.terms.words import NamedException, Purpose, Reason


@dataclass(frozen=True, slots=True)
class Whom:
    """For whom a file is made, and for what: an organisation on record, or ourselves (`recipient` is None)."""

    purpose: Purpose
    recipient: int | None = None


@dataclass(frozen=True, slots=True)
class Leaving:
    """A file or a message about to leave through `door`: whom it is about, and what it says of each.

    `people` gives each client's programme, whose consents count; None where none is on record, and then none does.
    """

    door: str
    whom: Whom
    categories: frozenset[Category]
    people: Mapping[int, int | None]
    exception: NamedException | None = None


@dataclass(frozen=True, slots=True)
class NoticeVersion:
    """The statement that accompanies what is disclosed (42 CFR 2.32), as it is worded from a day on."""

    name: str
    starts: date
    statement: str


@dataclass(frozen=True, slots=True)
class Passed:
    """What may leave: by client, the categories that may; who is not in `may_leave` is left out whole.

    `to` is the recipient's name, empty for ourselves. `withheld` counts people left out, `partly` those of whom
    something is; `reasons` is everything that was missing. `not_needed` are categories the purpose does not need.
    """

    to: str
    purpose: Purpose
    may_leave: Mapping[int, frozenset[Category]]
    notice: NoticeVersion
    withheld: int = 0
    partly: int = 0
    reasons: frozenset[Reason] = frozenset()
    not_needed: frozenset[Category] = field(default_factory=frozenset)

    @property
    def categories(self) -> frozenset[Category]:
        """Everything that is told of anybody."""
        return frozenset(one for told in self.may_leave.values() for one in told)
