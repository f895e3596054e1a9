"""Files stay under 500 lines and functions under 60; past 300 and 30 we are told."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.laws.tree import ROOT, modules

FILE, FUNCTION = 500, 60
FILE_ORDINARY, FUNCTION_ORDINARY = 300, 30

FILES = [
    *modules(),
    *sorted((ROOT / "tools").glob("*.py")),
    *sorted((ROOT / "bench").rglob("*.py")),
    *sorted((ROOT / "tests").rglob("*.py")),
]


def sizes(name: str, text: str) -> Iterator[tuple[str, int, int, int]]:
    """(what, lines, most, ordinary) of a file and of each function in it; decorators don't count."""
    yield name, len(text.splitlines()), FILE, FILE_ORDINARY
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield f"{name}:{node.lineno} {node.name}", lines, FUNCTION, FUNCTION_ORDINARY


def too_long(name: str, text: str) -> list[str]:
    return [f"{what}: {lines} lines" for what, lines, most, _ in sizes(name, text) if lines > most]


def longish(name: str, text: str) -> list[str]:
    return [f"{what}: {lines} lines" for what, lines, most, ordinary in sizes(name, text) if ordinary < lines <= most]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_too_long(path: Path) -> None:
    assert too_long(path.name, path.read_text(encoding="utf-8")) == []


def test_what_is_longish_is_said_once() -> None:
    """Never fails: it prints, among pytest's warnings, what to look at next."""
    found = [line for path in FILES for line in longish(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))]
    if found:
        warnings.warn("longer than the ordinary 300 and 30 lines:\n" + "\n".join(found), stacklevel=1)


def test_what_is_too_long_is_found() -> None:
    body = "    pass\n" * 60
    assert too_long("week.py", f"def f():\n{body}") == ["week.py:1 f: 61 lines"]
    assert too_long("week.py", "x = 1\n" * 501) == ["week.py: 501 lines"]
    assert too_long("week.py", "x = 1\n" * 500) == []


def test_what_is_longish_is_told() -> None:
    body = "    pass\n" * 30
    assert longish("week.py", f"def f():\n{body}" + "x = 1\n" * 270) == ["week.py: 301 lines", "week.py:1 f: 31 lines"]
