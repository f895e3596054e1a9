"""What is wrong with a week file: every fault with its place and how to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault: `place` as a path (`sections[3].prev.clinician`) or a line, what is wrong, and what to do about it.

    Rows count from 0, as in the path. No free text of the file is repeated, only ids.
    """

    place: str
    problem: str
    mend: str


class BrokenWeekFile(Exception):
    """The file cannot be used; carries every fault found in it, in the order of the format's description."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'} in the week file")
        self.faults = faults
