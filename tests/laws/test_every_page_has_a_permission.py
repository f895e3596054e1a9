"""Every page stands in the table of `tests/pages/permissions.py`, which says for each role what it gets."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable

from stepdown.web.desk import urls


def missing(pages: Iterable[str], table: Iterable[str]) -> list[str]:
    """Pages the table leaves out, and rows of the table whose page is gone."""
    return sorted(set(pages) ^ set(table))


def test_every_page_stands_in_the_table() -> None:
    pages = {f"{urls.app_name}:{pattern.name}" for pattern in urls.urlpatterns}
    assert missing(pages, permission_table()) == []


def permission_table() -> list[str]:
    """The names in the table; nothing while there is no page to stand in it."""
    if not urls.urlpatterns and importlib.util.find_spec("tests.pages.permissions") is None:
        return []
    from tests.pages.permissions import PERMISSIONS

    return list(PERMISSIONS)


def test_a_page_without_permissions_is_found() -> None:
    assert missing(["desk:today", "desk:week"], ["desk:today", "desk:gone"]) == ["desk:gone", "desk:week"]
