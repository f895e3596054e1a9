"""Which words of a paper hold on a day, who goes through them again, and what makes new ones whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.consent.terms import Blocker, NewWording, PaperKind, PaperText, Place, Wording, Wordings, places
from stepdown.kernel.dates import any_year

OPEN = re.compile(r"\{([^{}]*)\}")


def present(versions: Sequence[Wording], day: date) -> Wording:
    """The words that hold on `day`: the latest that have begun; the first ones where none has."""
    return max((one for one in versions if one.starts <= day), key=lambda one: one.version, default=versions[0])


def coming(versions: Sequence[Wording], day: date) -> Wording | None:
    """The latest words written, when their day is still to come."""
    return versions[-1] if versions[-1] != present(versions, day) else None


def least(wordings: Wordings, day: date) -> Mapping[PaperKind, int]:
    """The earliest version of each paper that still need not be gone through again: the last material change."""
    return {
        kind: max((one.version for one in versions if one.material and one.starts <= day), default=versions[0].version)
        for kind, versions in wordings.items()
    }


def written(wording: Wording, language: str, *, client: str, program: str) -> PaperText:
    """A paper as it is read. `client` and `program` are names; `language` is one of PAPER_LANGUAGES."""
    said = {Place.CLIENT: client, Place.PROGRAM: program, Place.SINCE: any_year(wording.starts, language)}
    # one pass: braces in a name stay what they are
    text = OPEN.sub(lambda found: said[Place(found[1])], wording.text(language))
    return PaperText(wording.kind, wording.version, language, text)


def wording_obstacles(new: NewWording, versions: Sequence[Wording], today: date) -> list[Obstacle]:
    """Everything that keeps new words from being kept; `versions` are those written already."""
    latest = versions[-1]
    texts = (new.english, new.spanish)
    found = [set(OPEN.findall(text)) for text in texts]
    needed = places(new.kind)
    earliest = max(today, latest.starts)
    same = (new.english.strip(), new.spanish.strip()) == (latest.english, latest.spanish)
    about: dict[str, object] = {"places": ", ".join(f"{{{one}}}" for one in sorted(needed)), "since": earliest}
    return obstacles_in(
        (Blocker.WORDING_MISSING, not all(text.strip() for text in texts)),
        (Blocker.PLACE_MISSING, any(needed - there for there in found)),
        (Blocker.PLACE_UNKNOWN, any(there - needed for there in found) or any(map(_loose, texts))),
        (Blocker.WORDING_STARTS_EARLIER, new.starts < earliest),
        (Blocker.NOTHING_CHANGED, same and new.starts == latest.starts),
        (Blocker.CHANGE_NOT_SAID, not new.change.strip()),
        about=about,
    )


def _loose(text: str) -> bool:
    """Whether a brace stands alone."""
    return not {"{", "}"}.isdisjoint(OPEN.sub("", text))
