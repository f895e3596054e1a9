"""Every page stands in the table of `tests/pages/permissions.py`, which says for each role what it gets."""

from __future__ import annotations

from collections.abc import Iterable

from stepdown.web.desk import urls
from tests.pages.permissions import PAGES


def missing(pages: Iterable[str | None], table: Iterable[str]) -> list[str]:
    """Pages the table leaves out, and rows of the table whose page is gone."""
    return sorted(str(page) for page in set(pages) ^ {name.removeprefix("desk:") for name in table})


def test_every_page_stands_in_the_table() -> None:
    assert missing((pattern.name for pattern in urls.urlpatterns), (page.name for page in PAGES)) == []


def test_a_page_without_permissions_is_found() -> None:
    assert missing(["today", "week"], ["desk:today", "desk:gone"]) == ["gone", "week"]


def test_a_page_without_a_name_is_found() -> None:
    assert missing(["today", None], ["today"]) == ["None"]
