"""What one check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the doctor's report: `found` says what is, `mend` what to do about it; no `mend`, no fault."""

    check: str
    found: str
    mend: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing needs to be done."""
        return not self.mend
