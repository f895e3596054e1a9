"""`address`, for lists of many rows, gives what `url` gives."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse

from stepdown.web.desk.templatetags.desk import address
from stepdown.web.desk.urls import urlpatterns
from tests.web.test_templates import FOLDER, TEMPLATES

NUMBERS = (7, 1234567)
PAGES = {str(one.name): one.pattern.converters for one in urlpatterns}
USED = re.compile(r"{% address ['\"]([\w-]+)['\"]")
WITH = re.compile(r"_today_tap.html\" with url=\"([\w-]+)\"")


@pytest.mark.parametrize(
    "page",
    [name for name, parts in PAGES.items() if all(type(one).__name__ == "IntConverter" for one in parts.values())],
)
def test_every_address_of_numbers_is_the_one_url_gives(page: str) -> None:
    numbers = NUMBERS[: len(PAGES[page])] if len(PAGES[page]) <= 2 else (*NUMBERS, 3)
    for row in (numbers, numbers[::-1]):
        assert address(page, *row) == reverse(f"desk:{page}", args=row)


def test_in_a_template_it_is_written_or_kept() -> None:
    text = "{% load desk %}{% address 'client' row %} {% address 'door-more' 3 row as more %}<{{ more }}>"
    assert Template(text).render(Context({"row": 12})) == "/clients/12/ </sessions/3/clients/12/more/>"


def test_a_page_that_is_not_there_is_told() -> None:
    with pytest.raises(NoReverseMatch):
        address("nonsense", 1)


def test_every_page_a_template_names_is_there() -> None:
    named = {
        name for path in TEMPLATES for ask in (USED, WITH) for name in ask.findall((FOLDER / path).read_text("utf-8"))
    }
    assert "client" in named
    assert named <= set(PAGES)
