"""What a coded fact, and a bundle of them, makes more than ordinarily private: codes and dates in, labels out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from stepdown.consent.terms import CodeLists, CodeSystem, Item, Label


def plain_code(code: str) -> str:
    """A code as lists and records agree on it: `f10.20` and `F1020` are one, and so are `MS-DRG 895` and `895`."""
    return "".join(sign for sign in code.upper().removeprefix("MS-DRG") if sign.isalnum())


def labels_of(system: CodeSystem, code: str, day: date, lists: CodeLists) -> frozenset[Label]:
    """The labels of a fact coded so and dated `day`: those of every list that has the code on that day.

    What a Part 2 programme holds is protected whatever its code; see `gate.protected`.
    """
    listed = lists.get((system, plain_code(code)), ())
    return frozenset(one.bears for one in listed if one.starts <= day and (one.ends is None or day < one.ends))


def bundle_labels(items: Iterable[Item], *, part2: bool) -> frozenset[Label]:
    """What a bundle bears: the label of each thing in it, and Part 2 where a Part 2 programme holds it."""
    found = frozenset(label for item in items for label in item.labels)
    return found | {Label.PART2} if part2 else found
