"""Every desk template: compiles, obeys the content security policy, and keeps names out of page titles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import get_template

FOLDER = Path(__file__).parents[2] / "stepdown/web/desk/templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
BARRED = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*(\ssrc=|application/json))", re.IGNORECASE),
    "htmx evaluates code": re.compile(r"hx-on|\bjs:|javascript:", re.IGNORECASE),
    "another host": re.compile(r"(?:src|href|action)=[\"']?(?:https?:)?//", re.IGNORECASE),
}
TITLE = re.compile(r"{%\s*block (?:title|head_title)\s*%}(.*?){%\s*endblock", re.DOTALL)


def faults(source: str) -> list[str]:
    """What the content security policy, or the rule about titles, refuses in one template."""
    found = [name for name, pattern in BARRED.items() if pattern.search(source)]
    return found + ["variable in a title" for title in TITLE.findall(source) if "{{" in title]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<p style="color: red">', ["style attribute"]),
        ("<style>p {}</style>", ["style element"]),
        ('<a onclick="go()">', ["inline handler"]),
        ("<script>go()</script>", ["inline script"]),
        ('<script src="x.js"></script>', []),
        ('<b hx-on:click="go()">', ["htmx evaluates code"]),
        ('<img src="//cdn.example.org/x.png">', ["another host"]),
        ("{% block title %}{{ client.name }}{% endblock %}", ["variable in a title"]),
        ("{% block title %}Client{% endblock %}", []),
    ],
)
def test_a_planted_fault_is_found(source: str, expected: list[str]) -> None:
    assert faults(source) == expected


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_sound(name: str) -> None:
    get_template(name)
    assert faults((FOLDER / name).read_text(encoding="utf-8")) == []


def ring(**minutes: int) -> str:
    tag = '{% cotton ring :prescribed="prescribed" :scheduled="scheduled" :attended="attended" / %}'
    return Template(tag).render(Context(minutes))


@pytest.mark.parametrize(
    ("prescribed", "scheduled", "attended", "circles", "words"),
    [
        (540, 480, 390, ["track", "scheduled", "attended"], "6 h 30 min attended and 8 h scheduled of 9 h prescribed"),
        (540, 480, 0, ["track", "scheduled"], "0 h attended and 8 h scheduled of 9 h prescribed"),
        (0, 60, 60, ["track"], "1 h attended and 1 h scheduled of 0 h prescribed"),
    ],
)
def test_the_week_ring_says_in_words_what_it_draws(
    prescribed: int, scheduled: int, attended: int, circles: list[str], words: str
) -> None:
    svg = ring(prescribed=prescribed, scheduled=scheduled, attended=attended)
    assert re.findall(r'<circle class="ring-(\w+)"', svg) == circles
    assert re.findall(r'aria-label="([^"]*) this week"', svg) == [words]
