"""Every relative link in a page of ours leads to a tracked file, or to a folder that holds one."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

from tests.laws.tree import ROOT, tracked_files

LINK = re.compile(r"\]\(<?([^)#>\s]*)[^)]*\)")
FENCED = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
ELSEWHERE = re.compile(r"[a-z]+:")


def broken(text: str, folder: Path, there: AbstractSet[Path]) -> list[str]:
    """The relative links of a page in `folder` that lead to none of `there`."""
    links = [link for link in LINK.findall(FENCED.sub("", text)) if link and not ELSEWHERE.match(link)]
    return [link for link in links if (folder / link).resolve() not in there]


def test_no_link_leads_nowhere() -> None:
    files = tracked_files()
    there = {place for file in files for place in (file, *file.parents) if place.is_relative_to(ROOT)}
    pages = [path for path in files if path.suffix == ".md"]
    found = {
        str(page.relative_to(ROOT)): links
        for page in pages
        if (links := broken(page.read_text(encoding="utf-8"), page.parent, there))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[there](b.md)", []),
        ("[there](b.md#place)", []),
        ("[here](#place)", []),
        ("[outside](https://example.org/x)", []),
        ("![a picture](gone.png)", ["gone.png"]),
        ("[gone](../b.md)", ["../b.md"]),
        ("```\n[shown](gone.md)\n```", []),
    ],
)
def test_a_planted_link_is_found(text: str, found: list[str]) -> None:
    folder = ROOT / "docs"
    assert broken(text, folder, {folder / "b.md"}) == found
