"""Every link to a client is moved by a merge, or says why not."""

from __future__ import annotations

import pytest

from stepdown.people.models import Client
from tests.laws.test_foreign_keys import links
from tests.laws.tree import SOURCE, our_models

STAYS = {
    "people.Client.merged_into": "the mark of the merge itself",
    "people.Merge.kept_client": "what was merged, for undoing it",
    "people.Merge.duplicate": "what was merged, for undoing it",
}
"""`app.Model.field` → why a merge leaves it as it is."""

PAIRS = {"safety.ContactRestriction.first", "safety.ContactRestriction.second"}
"""Two links of one row, moved together by `safety.move_client`."""

LINKS = sorted(name for model in our_models() for name, field in links(model) if field.related_model is Client)


def moved_by(app: str) -> set[str]:
    """The models that an app's `move_client` lists, by the name in `Link(Name…)`."""
    files = [*SOURCE.glob(f"{app}/actions.py"), *SOURCE.glob(f"{app}/actions/*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    assert "def move_client(" in text, app
    return {part.partition(")")[0].partition(",")[0] for part in text.split("Link(")[1:]}


@pytest.mark.parametrize("name", LINKS)
def test_it_is_moved_or_says_why_not(name: str) -> None:
    app, model, field = name.split(".")
    if name in STAYS or name in PAIRS:
        return
    assert field == "client"
    assert model in moved_by(app)


def test_every_excuse_is_for_a_link_that_is_there() -> None:
    assert (STAYS.keys() | PAIRS) - set(LINKS) == set()


def test_a_forgotten_link_is_found() -> None:
    assert "Forgotten" not in moved_by("people")
    assert "Way" in moved_by("people")
