"""Answers of the disclosure gate a second, with few consents on file and with many."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from stepdown.consent.rules import decide, item
from stepdown.consent.terms import Ask, Category, ConsentFact, ConsentKind, Known, Purpose, Recipient, RecipientKind

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
FOR = 1.0
"""Seconds of processor time that each size is asked for."""


def measure() -> Iterator[str]:
    """All categories asked for at once; of so many consents the last one is that of the recipient."""
    found = {consents: answers(consents, FOR) for consents in (1, 10, 100)}
    for consents, rate in found.items():
        yield f"{consents:>3} consents on file, {len(Category)} items asked for: {rate:,.0f} answers a processor second"
    yield f"a hundred times the consents: {found[1] / found[100]:.1f} x the time"


def answers(consents: int, seconds: float) -> float:
    """Answers a processor second, asked for so long."""
    known = Known(tuple(_consent(number) for number in range(consents)))
    to = Recipient(RecipientKind.FAMILY, f"contact:{consents - 1}")
    ask = Ask(1, True, to, Purpose.SUPPORT, frozenset(map(item, Category)), AT)
    if [one.consent for one in decide(ask, known).granted] != [consents - 1] * 2:
        raise AssertionError("the gate answers something else")
    asked, began = 0, time.process_time()
    while (spent := time.process_time() - began) < seconds:
        decide(ask, known)
        asked += 1
    return asked / spent


def _consent(number: int) -> ConsentFact:
    return ConsentFact(
        id=number,
        kind=ConsentKind.NAMED,
        program=1,
        purposes=frozenset({Purpose.SUPPORT}),
        categories=frozenset({Category.SCHEDULE, Category.ATTENDANCE}),
        starts=AT - timedelta(days=number + 1),
        recipients=frozenset({f"contact:{number}"}),
    )
