"""The ledger's words: one client's week, in minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepdown.kernel.period import Period


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """Everything the ledger looks at for one client and week. Minutes; `scheduled` and `attended` are periods.

    `here_since`: when somebody who is in the building now came in today; their minutes are still running.
    """

    client: int
    prescribed: int
    minimum: int
    scheduled: tuple[Period, ...]
    attended: tuple[Period, ...]
    on_hold: bool
    here_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class WeekMinutes:
    """One line of the ledger, in minutes.

    `ahead` is the part of `scheduled` that is not over yet, or still running for somebody who is here; `open` is prescribed and neither attended nor ahead;
    `short` is how far attended and ahead together stay under the level's minimum.
    """

    client: int
    prescribed: int
    minimum: int
    scheduled: int
    attended: int
    ahead: int
    open: int
    short: int
    on_hold: bool
