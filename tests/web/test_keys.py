"""The table of keys: the help dialog lists every page's, the page's own first, and `g` leads where the menu leads."""

from __future__ import annotations

import re

import pytest

from stepdown.web.desk.context import PLACES
from stepdown.web.desk.templatetags.keys import EVERYWHERE, PAGES, Keys, key_line, key_list

TITLES = [keys.title for keys in PAGES]


def heads(section: str) -> list[str]:
    return re.findall(r"<h3[^>]*>(.*?)</h3>", key_list(section))


@pytest.mark.parametrize(
    ("section", "first"),
    [
        ("today", ["Today", "Everywhere"]),
        ("calls", ["Calls to make", "Everywhere"]),
        ("staff", ["Everywhere", "Today"]),
        ("", ["Everywhere", "Today"]),
    ],
)
def test_every_page_is_listed_and_the_one_open_first(section: str, first: list[str]) -> None:
    found = heads(section)
    assert (found[:2], sorted(found)) == (first, sorted(["Everywhere", *TITLES]))


def test_every_row_is_said_once() -> None:
    rows = [row for keys in (EVERYWHERE, *PAGES) for row in keys.rows]
    said = re.findall(r"<dd>(.*?)</dd>", key_list())
    assert sorted(said) == sorted(row.does for row in rows)


def test_g_leads_to_places_of_the_menu_by_a_key_of_its_own() -> None:
    leads = dict(re.findall(r'data-go="(\w)" data-to="(\w+)"', key_list()))
    assert leads == {"t": "today", "w": "week", "a": "admissions", "c": "clients", "p": "calls", "l": "ledger"}
    assert set(leads.values()) <= {place for place, *_ in PLACES}


def test_keys_are_shown_as_keys() -> None:
    assert "<dt><kbd>/</kbd> a name <kbd>Enter</kbd></dt>" in key_list("today")
    assert key_line("calls").startswith("<kbd>j</kbd> next person, <kbd>k</kbd> person before, <kbd>1</kbd> reached")


@pytest.mark.parametrize("keys", [EVERYWHERE, *PAGES], ids=lambda keys: keys.title)
def test_no_key_does_two_things_on_one_page(keys: Keys) -> None:
    pressed = [row.press for row in keys.rows]
    assert sorted(set(pressed)) == sorted(pressed)
