"""Every public function in an app's `actions` runs in the action context: the one that names the action and actor."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.laws.tree import SOURCE

NO_ACTION = {
    "audit.chart_read": "records a read, which is no action",
    "audit.charts_read": "records reads, which are no action",
    "audit.enqueue": "part of the action that calls it; refuses to run outside one",
    "audit.last_word": "part of the action that calls it; turns what a constraint says into a refusal",
    "audit.lock": "part of the action that calls it; refuses to run outside one",
    "audit.lock_setup": "part of the action that calls it; refuses to run outside one",
    "audit.note": "part of the action that calls it; refuses to run outside one",
    "audit.notes": "part of the action that calls it; refuses to run outside one",
    "people.move_rows": "part of the action that calls it: an app's share of a merge",
}

FILES = sorted(
    path for path in (*SOURCE.glob("*/actions.py"), *SOURCE.glob("*/actions/*.py")) if not path.stem.startswith("steps")
)
"""Where actions are. What several of them share stands in `steps*.py`: parts of the actions that call them."""


def public_functions(text: str) -> dict[str, ast.FunctionDef]:
    return {
        node.name: node
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def faults(function: ast.FunctionDef) -> list[str]:
    """What a public function lacks to be an action: the decorator, and keywords that begin with `by` and `at`."""
    found = []
    if [ast.unparse(decorator) for decorator in function.decorator_list] != ["action"]:
        found.append("no @action")
    arguments = function.args
    if arguments.args or arguments.posonlyargs or arguments.vararg or arguments.kwarg:
        found.append("not keyword-only")
    if [argument.arg for argument in arguments.kwonlyargs[:2]] != ["by", "at"]:
        found.append("does not begin with by, at")
    return found


def name_of(path: Path, function: str) -> str:
    return f"{path.relative_to(SOURCE).parts[0]}.{function}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_public_function_is_an_action(path: Path) -> None:
    found = {
        name_of(path, name): lacks
        for name, function in public_functions(path.read_text(encoding="utf-8")).items()
        if (lacks := faults(function)) and name_of(path, name) not in NO_ACTION
    }
    assert found == {}


def test_every_excuse_is_for_a_function_that_is_there() -> None:
    there = {name_of(path, name) for path in FILES for name in public_functions(path.read_text(encoding="utf-8"))}
    assert NO_ACTION.keys() - there == set()


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("@action\ndef book(*, by: Actor, at: datetime, client: int) -> None: ...", []),
        ("def book(*, by: Actor, at: datetime) -> None: ...", ["no @action"]),
        ("@action\ndef book(by: Actor, at: datetime) -> None: ...", ["not keyword-only", "does not begin with by, at"]),
        ("@action\ndef book(*, at: datetime, by: Actor) -> None: ...", ["does not begin with by, at"]),
        ("@action\ndef book(*, by: Actor, at: datetime, **rest: int) -> None: ...", ["not keyword-only"]),
    ],
)
def test_a_function_that_is_no_action_is_found(text: str, lacks: list[str]) -> None:
    assert faults(public_functions(text)["book"]) == lacks
