"""What a sheet is: its columns, what each holds, and what names a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from stepdown.audit.terms import Actor, Category


class Unreadable(Exception):
    """A cell does not hold what its column asks for: the problem, and how to mend it, each a sentence."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.problem, self.mend = problem, mend


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file: the line a row begins at (the header is 1), the column and its text as given.

    `value` may be client data: it is shown to the person who imports, and never logged.
    """

    line: int
    column: str
    value: str
    problem: str
    mend: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of content. `read` takes stripped text that is not empty and raises Unreadable; `write` is its inverse:
    `read(write(value)) == value`, and `write(read(text))` is the one canonical text. `what` says it in words.
    """

    what: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    sql: str = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the header, its content, a sentence about it, an example. Empty cells mean `default`.

    `follows`: left empty, it follows from elsewhere (from another row, or the clock). So an empty cell agrees with
    whatever stands here, and the same file may come twice.
    """

    name: str
    cell: Cell
    help: str
    example: str
    required: bool = False
    default: object = ""
    follows: bool = False

    def read(self, text: str) -> object:
        """The value of a cell; raises Unreadable."""
        if text:
            return self.cell.read(text)
        if self.required:
            raise Unreadable("This cell is empty.", f"Give {self.cell.what}.")
        return self.default

    def write(self, value: object) -> str:
        """The canonical text of a value; nothing is an empty cell."""
        return "" if value is None or value == "" else self.cell.write(value)


Values = dict[str, Any]
"""A row by column name, each value as its cell reads it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row to add, with the ids of what it refers to (by `Ref.into`); `line` is where it stands in the file."""

    line: int
    values: Values
    ids: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Adding:
    """In whose name, and when, rows are added."""

    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Ref:
    """The thing that one or more columns name together: `sql` gives an `id` and those columns.

    `into` is the id's name in `Row.ids`; `table` is the sheet that holds such things. Empty columns name nothing.
    A column that holds a list names several things: `many`, with the text of each. `types` are the columns' types in
    SQL, where they are not all text; a column of `optional` is part of the name even when it is empty.
    """

    into: str
    columns: tuple[str, ...]
    sql: str
    table: str
    many: Callable[[Any], Sequence[str]] | None = None
    types: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()


Check = Callable[[Values], Iterator[tuple[str, str, str]]]
"""What is wrong between the columns of one row: (column, problem, mend)."""


def nothing_wrong(values: Values) -> Iterator[tuple[str, str, str]]:
    """A row whose columns do not look at each other."""
    yield from ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as a CSV file.

    `key` are the columns that name a row; a row that stands here with the same values is left as it is. `sql` selects
    what stands here under the columns' names, without an order. `add` makes rows through the apps' actions, and raises
    Refused. `says` names the categories of what it says of clients, as the tables behind it do (`audit.record`).
    """

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sql: str
    add: Callable[[Adding, Sequence[Row]], None]
    refs: tuple[Ref, ...] = ()
    check: Check = nothing_wrong
    says: str = ""
    by_name: Mapping[str, Column] = field(init=False, hash=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    @property
    def clients(self) -> bool:
        """Whether it says who is a client here."""
        return bool(self.says)

    @property
    def categories(self) -> frozenset[Category]:
        """What it says of clients."""
        return frozenset(Category(one) for one in self.says.split())
