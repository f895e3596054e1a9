"""Trying rows: what each says, whether what it names is there, whether it stands already, what the app answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from stepdown.audit.terms import NotFound, Refused
from stepdown.transfer.imports.standing import Key, Known, standing
from stepdown.transfer.imports.words import refusal
from stepdown.transfer.sheets.sheet import Adding, Fault, Ref, Row, Sheet, Unreadable, Values

MOST_REFUSED = 1000
"""Refused rows are found by halving, which takes a score of tries each; past this many a whole batch is one fault."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A row as it was read; `first` is the first line of the file that names the same thing."""

    line: int
    cells: list[str | None]
    first: int


class Trial:
    """Adds rows through a sheet's action and counts; what can not be added comes back as faults."""

    def __init__(self, sheet: Sheet, adding: Adding) -> None:
        self._sheet, self._adding, self._known = sheet, adding, Known()
        self.added = self.same = self._refused = 0

    def add(self, staged: Sequence[Staged]) -> list[Fault]:
        """Add those rows that are right and new; the faults of the others, in the order of lines."""
        faults: list[Fault] = []
        read = [(row, values) for row in staged if (values := self._read(row, faults)) is not None]
        new = self._new(read, faults)
        rows = self._named(new, faults)
        faults += self._try(rows)
        return sorted(faults, key=lambda fault: fault.line)

    def _read(self, row: Staged, faults: list[Fault]) -> Values | None:
        """The values of a row, or None and what is wrong with it."""
        values: Values = {}
        before = len(faults)
        given = self._given(row)
        for column in self._sheet.columns:
            try:
                values[column.name] = column.read(given[column.name])
            except Unreadable as wrong:
                faults.append(Fault(row.line, column.name, given[column.name], wrong.problem, wrong.mend))
        if len(faults) == before:
            faults += [Fault(row.line, name, given[name], *words) for name, *words in self._sheet.check(values)]
        if row.first != row.line:
            name = self._sheet.key[0]
            problem = f"Line {row.first} names the same ({', '.join(self._sheet.key)})."
            faults.append(Fault(row.line, name, given[name], problem, "Keep one of the two rows."))
        return values if len(faults) == before else None

    def _given(self, row: Staged) -> dict[str, str]:
        """What stands in each column; nothing where the file does not have it."""
        return {column.name: text or "" for column, text in zip(self._sheet.columns, row.cells, strict=True)}

    def _new(self, read: list[tuple[Staged, Values]], faults: list[Fault]) -> list[tuple[Staged, Values]]:
        """Those that do not stand yet. One that stands is left as it is; columns the file lacks are not compared."""
        there = standing(self._sheet, {self._key(values) for _, values in read})
        new = []
        for row, values in read:
            stands = there.get(self._key(values))
            if stands is None:
                new.append((row, values))
            elif different := list(self._different(row, values, stands)):
                faults += different
            else:
                self.same += 1
        return new

    def _different(self, row: Staged, values: Values, stands: Values) -> Iterator[Fault]:
        for column, text in zip(self._sheet.columns, row.cells, strict=True):
            given, here = column.write(values[column.name]), column.write(stands[column.name])
            if given != here and text is not None and (text or not column.follows):
                said = f"“{here}”" if here else "an empty cell"
                mend = f"Write {said}, or change it on its page: a file adds, it never changes."
                yield Fault(row.line, column.name, given, "This is here already, with another value.", mend)

    def _named(self, new: list[tuple[Staged, Values]], faults: list[Fault]) -> list[Row]:
        """The rows with the ids of what they refer to."""
        ids: list[dict[str, int]] = [{} for _ in new]
        missing: set[int] = set()
        for ref in self._sheet.refs:
            wanted = [list(_keys(ref, values)) for _, values in new]
            known = self._known.ids(ref, {key for keys in wanted for key in keys})
            for place, keys in enumerate(wanted):
                for key in keys:
                    if key in known:
                        ids[place][f"{ref.into} {key[0]}" if ref.many else ref.into] = known[key]
                    else:
                        missing.add(place)
                        faults.append(self._unknown(ref, new[place][0].line, key))
        return [Row(row.line, values, ids[place]) for place, (row, values) in enumerate(new) if place not in missing]

    def _unknown(self, ref: Ref, line: int, key: Key) -> Fault:
        what = ", ".join(str(part) for part in key)
        mend = f"Name one that is there, or import it first (table {ref.table})."
        return Fault(line, ref.columns[-1], what, "Nothing here has this name.", mend)

    def _try(self, rows: list[Row]) -> Iterator[Fault]:
        """Add rows together; where that is refused, by halves, until each refused row stands alone."""
        if not rows:
            return
        try:
            with transaction.atomic():
                self._sheet.add(self._adding, rows)
                _check_now()
        except (Refused, NotFound, IntegrityError) as error:
            if len(rows) > 1 and self._refused < MOST_REFUSED:
                middle = len(rows) // 2
                yield from self._try(rows[:middle])
                yield from self._try(rows[middle:])
                return
            self._refused += 1
            yield self._refusal(rows, error)
        else:
            self.added += len(rows)

    def _refusal(self, rows: list[Row], error: Refused | NotFound | IntegrityError) -> Fault:
        line, column = rows[0].line, self._sheet.key[0]
        if len(rows) > 1:
            problem = f"Among the rows up to line {rows[-1].line} are more that the program refuses."
            return Fault(line, "", "", problem, "Mend the others first, and check again.")
        value = self._sheet.by_name[column].write(rows[0].values[column])
        problem, mend = refusal(error)
        return Fault(line, column, value, problem, mend)

    def _key(self, values: Values) -> Key:
        return tuple(values[name] for name in self._sheet.key)


def _check_now() -> None:
    """Ask what the database would only say at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _keys(ref: Ref, values: Values) -> Iterator[Key]:
    """What a row names by this reference: nothing where a column of it is empty that may not be."""
    if ref.many:
        yield from ((one,) for one in dict.fromkeys(ref.many(values[ref.columns[0]])))
    elif all(values[name] not in {None, ""} for name in ref.columns if name not in ref.optional):
        yield tuple(values[name] for name in ref.columns)
