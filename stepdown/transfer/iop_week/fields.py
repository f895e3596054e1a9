"""One value of the file at its place, and how to read it as what the format wants there.

A reader never stops at a fault: it notes the fault and gives back a stand-in of the right type, so that the rest of the
file is still read. Whoever holds rows drops those that gained a fault while they were read.
"""

import re
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from stepdown.transfer.iop_week.faults import Fault
from stepdown.transfer.iop_week.json_text import Object

LARGEST = 32_767  # for counts and lengths; the format names no bound, a table's small integer column has this one
LONGEST_ID = 100
LONGEST_TEXT = 1_000

Choice = TypeVar("Choice", bound=StrEnum)
Item = TypeVar("Item", bound=Hashable)

_SHOWABLE = re.compile(r"[\w.:/-]{1,40}")


class _Gap:
    """Stands where there is no value."""


MISSING: Final = _Gap()  # the key is not there: said once, by whoever reads it
UNREADABLE: Final = _Gap()  # the row around it is no row: already said


def shown(identifier: str) -> str:
    """Return an id as a message may show it: free text typed where an id belongs is not repeated."""
    return identifier if _SHOWABLE.fullmatch(identifier) else "(unnamed)"


@dataclass(frozen=True)
class Field:
    """A value, its place as a path, and the list that its faults go to."""

    value: object
    place: str
    faults: list[Fault]

    def fault(self, problem: str, mend: str) -> None:
        """Note a fault of this value."""
        self.faults.append(Fault(self.place or "the file", problem, mend))

    def within(self, key: str, value: object = None) -> "Field":
        """Return the place of a key inside this one, with what stands there."""
        return Field(value, f"{self.place}.{key}" if self.place else key, self.faults)

    def wrong(self, expected: str) -> None:
        """Note that something else than `expected` stands here, or nothing."""
        if self.value is MISSING:
            self.fault("is missing", f"add {expected}")
        elif self.value is not UNREADABLE:
            self.fault(f"is {_kind(self.value)}", f"write {expected}")

    def whole(self, least: int = 0, most: int = LARGEST) -> int:
        """Read a whole number from `least` to `most`."""
        expected = f"a whole number from {least} to {most}" if least < most else str(least)
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.wrong(expected)
        elif not least <= self.value <= most:
            number = str(self.value) if abs(self.value) < 10**9 else "far out of range"
            self.fault(f"is {number}", f"write {expected}")
        else:
            return self.value
        return least

    def text(self) -> str:
        """Read free text (it may be empty) that any database can hold."""
        if not isinstance(self.value, str):
            self.wrong("text")
            return ""
        if len(self.value) > LONGEST_TEXT:
            self.fault(f"is longer than {LONGEST_TEXT} characters", "shorten it")
        if re.search("[\x00\ud800-\udfff]", self.value):
            self.fault("holds a character that is no text", "delete NUL characters and half surrogate pairs")
        return self.value

    def identifier(self) -> str:
        """Read an id, or a word that is used like one: a language, a track, a credential."""
        if not isinstance(self.value, str):
            self.wrong("an id as text")
            return ""
        if not 0 < len(self.value) <= LONGEST_ID or not self.value.isprintable() or self.value != self.value.strip():
            self.fault(
                "is not usable as an id", f"write 1 to {LONGEST_ID} printable characters, no blank at either end"
            )
            return ""
        return self.value

    def reference(self, known: Collection[str] | None, one: str) -> str:
        """Read the id of `one` (say, "clinician") of the `known`; None: they could not be read, so any id passes."""
        name = self.identifier()
        if name and known is not None and name not in known:
            self.fault(f"there is no {one} {shown(name)}", f"name a {one} of this file, or add this one")
            return ""
        return name

    def flag(self) -> bool:
        """Read true or false."""
        if not isinstance(self.value, bool):
            self.wrong("true or false")
            return False
        return self.value

    def choice(self, choices: type[Choice]) -> Choice:
        """Read one of the words of `choices`."""
        words = [word.value for word in choices]
        if isinstance(self.value, str) and self.value in words:
            return choices(self.value)
        expected = f"one of {', '.join(words)}"
        if isinstance(self.value, str):
            self.fault(f"is not {expected}", f"write {expected}")
        else:
            self.wrong(expected)
        return next(iter(choices))

    def optional(self, read: Callable[["Field"], Item]) -> Item | None:
        """Read null as None, and anything else with `read`."""
        return None if self.value is None else read(self)

    def items(self, least: int = 0) -> list["Field"]:
        """Read a list of at least `least` values."""
        if not isinstance(self.value, list):
            self.wrong("a list")
            return []
        if len(self.value) < least:
            self.fault("is empty", f"list at least {least}")
        return [Field(value, f"{self.place}[{n}]", self.faults) for n, value in enumerate(self.value)]

    def set_of(self, read: Callable[["Field"], Item], least: int = 0) -> tuple[Item, ...]:
        """Read a list in which nothing stands twice; every value keeps its position, the unreadable ones too."""
        found: list[Item] = []
        sound: set[Item] = set()
        for item in self.items(least):
            before = len(self.faults)
            found.append(read(item))
            if len(self.faults) > before:
                continue
            if found[-1] in sound:
                item.fault("stands twice in this list", "delete one of the two")
            sound.add(found[-1])
        return tuple(found)

    def cells(self, *names: str) -> list["Field"]:
        """Read a list of exactly these cells, such as [day, start]."""
        expected = f"the list [{', '.join(names)}]"
        if isinstance(self.value, list) and len(self.value) == len(names):
            return self.items()
        if isinstance(self.value, list):
            self.fault(f"has {len(self.value)} cells", f"write {expected}")
        else:
            self.wrong(expected)
        return [Field(UNREADABLE, f"{self.place}[{n}]", self.faults) for n in range(len(names))]

    def keys(self, *names: str) -> dict[str, "Field"]:
        """Read an object with exactly these keys; returns a field for each, whether it is there or not."""
        listed = ", ".join(names)
        if not isinstance(self.value, Object):
            self.wrong(f"an object with the keys {listed}")
            return {name: self.within(name, UNREADABLE) for name in names}
        for key in self._each_key_once(self.value):
            if key not in names:
                self.within(shown(key)).fault("is not a key of the format", f"delete it; the keys here are {listed}")
        return {name: self.within(name, self.value.get(name, MISSING)) for name in names}

    def entries(self) -> list[tuple["Field", "Field"]]:
        """Read an object whose keys are ids: each key and its value as fields at the same place."""
        if not isinstance(self.value, Object):
            self.wrong("an object with ids as keys")
            return []
        found = self.value
        return [
            (self.within(shown(key), key), self.within(shown(key), found[key])) for key in self._each_key_once(found)
        ]

    def _each_key_once(self, found: Object) -> list[str]:
        for key in found.repeated:
            self.within(shown(key)).fault("is given twice in one object", "keep one of the two")
        return list(found)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "a number that is not whole" if abs(value) < float("inf") else "not a number"
    kinds: list[tuple[type, str]] = [(str, "text"), (int, "a number"), (list, "a list"), (dict, "an object")]
    return next((word for kind, word in kinds if isinstance(value, kind)), "null")
