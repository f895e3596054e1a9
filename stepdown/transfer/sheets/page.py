"""The reference page of CSV files, from what the sheets say of themselves."""

from __future__ import annotations

from collections.abc import Iterable

from stepdown.transfer.sheets.sheet import Column, Sheet

_HEAD = """\
# Tables as CSV files

`stepdown csv-template TABLE` prints a file to begin with, `stepdown import-csv TABLE FILE` brings it in,
`stepdown export-csv TABLE` takes the table out; so does **Import & export** under Settings. The tables stand in the order
in which an agency is set up: a file may only name what the files before it brought in.

- UTF-8, with or without a byte order mark. Commas, semicolons or tabs; the header tells. A cell may hold line ends in quotes.
- The first line names the columns, in any order. Columns in **bold** are required; the others may be left out.
- Days are written 2026-03-31, times 09:00, both together 2026-03-31 09:00: what the clock on the wall of the site shows.
  Lists have `|` between their items; `\\|` is the sign itself.
- Text that a spreadsheet could take for a formula (it begins with `=`, `+`, `-` or `@`, or a part of it does, after a
  semicolon, a tab or a line end) goes out with an apostrophe before that sign, and comes in without.
- The columns of the key name a row. A row that is here already with the same values is left as it is; with other values it
  is a fault. A file adds, it never changes.
- All or nothing: one fault, and no row is written.
"""


def page(sheets: Iterable[Sheet]) -> str:
    """The page, as Markdown."""
    return _HEAD + "".join(_section(sheet) for sheet in sheets)


def _section(sheet: Sheet) -> str:
    said = " It says who is a client: protected by 42 CFR Part 2." if sheet.clients else ""
    lines = ["", f"## {sheet.name}", "", f"{sheet.about}{said} Key: {', '.join(sheet.key)}.", ""]
    lines += ["| column | what it says | what stands in it | example |", "|---|---|---|---|"]
    return "\n".join([*lines, *(_line(column) for column in sheet.columns)]) + "\n"


def _line(column: Column) -> str:
    name = f"**{column.name}**" if column.required else column.name
    cells = (name, column.help, column.cell.what, f"`{column.example}`" if column.example else "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
