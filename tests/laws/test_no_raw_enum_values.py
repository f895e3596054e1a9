"""No template shows a raw enum value: what it holds has a wording filter, so a person reads "Front desk".

The check is by name: a field that holds an enum anywhere (a choice of a model, an annotation in `terms`) is never
printed under that name without one of the filters of `wording`. It reads templates, so a view that copies a value
under another name escapes it; `raw_values` finds that in a finished page.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from stepdown.web.desk.templatetags import wording
from tests.laws.raw_values import raw_values
from tests.laws.tree import SOURCE, our_models

WORDED = {*wording.register.filters, "length", "yesno"}
"""What words an enum value; the filters of `wording` for other types raise when they are given one."""
HIDDEN = {"action", "class", "for", "href", "icon", "id", "key", "name", "sort", "style", "tone", "type", "value"}
"""Attributes no person reads; so are all that begin with `data-` or `hx-`."""
EXEMPT = {
    "held.row.state": "the state that gave a credential: TX",
    "reason": "the reason somebody typed",
    "row.reason": "the reason somebody typed: of an order, of keeping two apart",
    "closure.reason": "the reason somebody typed",
    "days.reason": "the reason somebody typed",
    "form.reason.value": "the reason somebody typed",
    **dict.fromkeys(
        ("form.categories", "form.exception", "form.kind", "form.purpose"),
        "a field of a form, whose choices are worded",
    ),
    "answering.exception": "a field of a form, whose choices are worded",
    "answering.kind": "a field of a form, whose choices are worded",
    "answering.categories": "a field of a form, whose choices are worded",
    "answering.purpose": "a field of a form, whose choices are worded",
    "form.exception.value": "whether something was chosen",
    "form.cleared": "a field of a form, whose choices are worded",
    "form.modality": "a field of a form, whose choices are worded",
    "row.purpose": "what a service account is for, as somebody typed it",
    "years.source": "where a number comes from",
    "source": "where a number comes from",
    "one.told": "what the payer was told, as somebody typed it",
    "least.source": "where a number comes from",
    "needs.source": "where a number comes from",
}
"""Variables with the name of an enum field → why they hold none."""

TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
OUTPUT = re.compile(r"\{\{(?P<printed>[^}]*)\}\}|\s:(?P<attribute>[\w-]+)=\"(?P<passed>[\w.|:']+)\"")
OPEN_ATTRIBUTE = re.compile(r"([\w:-]+)=(?:\"[^\"]*|'[^']*)$")


def holds_enum(hint: object) -> bool:
    """Whether an annotation is an enum, or something of enums: `Role | None`, `frozenset[Role]`."""
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return True
    return any(holds_enum(part) for part in get_args(hint))


def enum_names() -> set[str]:
    """Every name under which an enum value is kept."""
    names = {field.name for model in our_models() for field in model._meta.fields if field.choices}
    for file in (*SOURCE.rglob("terms.py"), *SOURCE.rglob("terms/[!_]*.py")):
        module = importlib.import_module(".".join(("stepdown", *file.relative_to(SOURCE).with_suffix("").parts)))
        for thing in vars(module).values():
            if is_dataclass(thing) and isinstance(thing, type):
                names |= {name for name, hint in get_type_hints(thing).items() if holds_enum(hint)}
    return names


def shown_raw(template: str, names: set[str]) -> list[str]:
    """The expressions of a template that show a person a field of `names` without wording it."""
    plain = re.sub(r"\{%.*?%\}|\{#.*?#\}", lambda match: " " * len(match[0]), template, flags=re.DOTALL)
    return [expression for expression, attribute in outputs(plain) if is_raw(expression, names) and is_shown(attribute)]


def outputs(template: str) -> Iterator[tuple[str, str]]:
    """(expression, the attribute it stands in or "") of everything printed, or passed on to a component."""
    for match in OUTPUT.finditer(template):
        if match["passed"]:
            yield match["passed"], match["attribute"]
            continue
        before = template[: match.start()]
        tag = before[before.rfind("<") :] if before.rfind("<") > before.rfind(">") else ""
        inside = OPEN_ATTRIBUTE.search(tag)
        yield match["printed"].strip(), inside[1] if inside else ("class" if tag else "")


def is_raw(expression: str, names: set[str]) -> bool:
    variable, *filters = expression.split("|")
    parts = variable.strip().split(".")
    if parts[-1] in {"value", "name"} and len(parts) > 1:
        parts = parts[:-1] if parts[-2] in names else parts
    return parts[-1] in names and not {name.strip().partition(":")[0] for name in filters} & WORDED


def is_shown(attribute: str) -> bool:
    return attribute not in HIDDEN and not attribute.startswith(("data-", "hx-"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_template_shows_a_raw_value(path: Path) -> None:
    found = shown_raw(path.read_text(encoding="utf-8"), enum_names())
    assert [expression for expression in found if expression.partition("|")[0] not in EXEMPT] == []


def test_the_names_are_found() -> None:
    assert {"state", "role", "modality", "blocker"} - enum_names() == set()


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<td>{{ row.role }}</td>", ["row.role"]),
        ("<td>{{ row.role|words }}</td>", []),
        ("<td>{{ row.role.value }}</td>", ["row.role.value"]),
        ("<td>{{ row.role|title }}</td>", ["row.role|title"]),
        ('<td class="is-{{ row.role }}">{{ row.name }}</td>', []),
        ('<td title="{{ row.role }}"></td>', ["row.role"]),
        ('<c-chip label="{{ row.role }}" />', ["row.role"]),
        ('<c-chip :label="row.role" />', ["row.role"]),
        ('<c-chip :label="row.role|words" :tone="row.role" />', []),
        ("{% if row.role == 'x' %}yes{% endif %}", []),
        ('<a href="?role={{ row.role }}">{{ row.title }}</a>', []),
    ],
)
def test_a_raw_value_is_found(template: str, found: list[str]) -> None:
    assert shown_raw(template, {"role"}) == found


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>Front desk</p>", []),
        ("<p>Role: front_desk</p>", ["front_desk"]),
        ('<p class="front_desk" data-role="front_desk">Front desk</p>', []),
        ('<button title="staff_busy">x</button>', ["staff_busy"]),
        ("<script>const front_desk = 1</script>", []),
    ],
)
def test_a_raw_value_is_found_in_a_page(page: str, found: list[str]) -> None:
    assert raw_values(page) == found
