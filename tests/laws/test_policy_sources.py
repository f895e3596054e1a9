"""Law 9: every number of policy has a source and a day from which it holds."""

from __future__ import annotations

import json
from datetime import date

from tests.laws.tree import SOURCE


def unsourced(rows: list[dict[str, str]]) -> list[str]:
    """Keys of rows without a source, or without a first day."""
    return [
        row["key"] for row in rows if len(row["source"].split()) < 3 or not date.fromisoformat(row["effective_from"])
    ]


def test_every_row_has_a_source_and_a_first_day() -> None:
    rows = json.loads((SOURCE / "policy" / "rows.json").read_text(encoding="utf-8"))
    assert len(rows) > 20
    assert unsourced(rows) == []


def test_a_row_without_a_source_is_found() -> None:
    good = {"key": "hours.minimum", "source": "42 CFR 410.44(a)(3)", "effective_from": "2024-01-01"}
    assert unsourced([good, {**good, "key": "group.size", "source": " "}]) == ["group.size"]
