"""The page about a client's way: diagram, table and people drawn from `episode`'s own table."""

from __future__ import annotations

from collections import defaultdict

from stepdown.agency.terms import Role
from stepdown.episode.access import MAY
from stepdown.episode.rules.lifecycle import ALSO, TABLE, arrows
from stepdown.episode.terms import Blocker, Event, State

INTRO = """# A client's way

Where a client stands is never typed in. People record what happened, each thing from a day on; the state follows from all
of it. What happened on an earlier day and is learnt later is put where it belongs, as long as what follows still fits.
A step recorded by mistake is *taken back*: it stays readable, with who did it and why, and counts for nothing.

The program itself moves nobody. A hold that lasts long becomes a call to make for a named person, never a discharge.

## The diagram

Somebody in care when Stepdown came, or who comes back after a discharge, may be admitted without asking anew.
"""
NAMES = {State.UNKNOWN: "not here yet", State.CLOSED: "did not come"}


def lifecycle() -> str:
    """The whole page, in Markdown with one Mermaid diagram."""
    parts = [INTRO, *_diagram(), "", "## What each step does, and what stands in its way", "", *_table(), ""]
    parts += ["A dot: the client stays in that state. Words in *italics* are what stands in the way.", ""]
    return "\n".join([*parts, *_people()])


def _diagram() -> list[str]:
    """An arrow for each pair of states, labelled with every step that leads from the one to the other."""
    labels: defaultdict[tuple[State, State], list[Event]] = defaultdict(list)
    for start, event, end in arrows():
        labels[start, end].append(event)
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value}: {_name(state)}" for state in State]
    lines += [
        f"    {start.value} --> {end.value}: {', '.join(map(_words, events))}"
        for (start, end), events in labels.items()
    ]
    return [*lines, "```"]


def _table() -> list[str]:
    head = "| | " + " | ".join(_name(state) for state in State) + " |"
    rows = [
        f"| **{_words(event)}** | " + " | ".join(_cell(cells[state], state) for state in State) + " |"
        for event, cells in TABLE.items()
    ]
    return [head, "|---" * (len(State) + 1) + "|", *rows]


def _cell(cell: State | Blocker, state: State) -> str:
    if isinstance(cell, Blocker):
        return f"*{_words(cell)}*"
    return "·" if cell is state else _name(cell)


def _people() -> list[str]:
    lines = ["## Who may, and what else may stand in the way", "", "| step | who may do it, and take it back | also |"]
    lines.append("|---|---|---|")
    for event in Event:
        who = ", ".join(_words(role) for role in Role if role in MAY[event])
        also = ", ".join(_words(blocker) for blocker in (*ALSO.get(event, ()), Blocker.LATER_STEP))
        lines.append(f"| {_words(event)} | {who} | {also} |")
    return [*lines, ""]


def _name(state: State) -> str:
    return NAMES.get(state) or _words(state)


def _words(value: Event | State | Blocker | Role) -> str:
    return value.value.replace("_", " ")
