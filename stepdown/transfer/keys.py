"""The ids that rows have in a file: those they were imported with, or fresh ones."""

from __future__ import annotations

from collections import defaultdict

from stepdown.transfer.iop_week.terms import VIRTUAL_SITE
from stepdown.transfer.models import ImportedFile, ImportedKey
from stepdown.transfer.terms import Kind


class Keys:
    """The ids of one week's file; a week that was not imported has only fresh ones. Two queries."""

    def __init__(self, name: str) -> None:
        """`name` is the week's: it is the name of the file it came with."""
        file = ImportedFile.objects.filter(name=name).order_by("-monday").first()
        self._imported = file is not None
        self._known: defaultdict[Kind, dict[int, str]] = defaultdict(dict)
        self._elsewhere: set[int] = set()
        rows = ImportedKey.objects.values_list("file", "kind", "key", "object_id")
        for owner, kind, key, number in rows if file is None else rows.filter(file=file):
            if file is not None and owner == file.pk:
                self._known[Kind(kind)][number] = key
            elif kind == Kind.SITE:
                self._elsewhere.add(number)
        self._taken = {kind: set(keys.values()) for kind, keys in self._known.items()}

    def covers(self, site: int) -> bool:
        """Whether a site belongs to the week: it came with its file, or, where there is none, with no file at all."""
        return self.knows(Kind.SITE, site) if self._imported else site not in self._elsewhere

    def knows(self, kind: Kind, number: int) -> bool:
        """Whether the row was imported with this file."""
        return number in self._known[kind]

    def site(self, number: int, *, virtual: bool) -> str:
        """The id of a site; the format gives the virtual one a name of its own."""
        return self.of(Kind.SITE, number, VIRTUAL_SITE if virtual else "")

    def of(self, kind: Kind, number: int, wanted: str = "") -> str:
        """The id of a row; a fresh one is `wanted`, where that is free, else says what it is and its number here."""
        known = self._known[kind].get(number)
        if known is not None:
            return known
        taken = self._taken.setdefault(kind, set())
        fresh = wanted if wanted and wanted not in taken else f"{kind}-{number}"
        while fresh in taken:
            fresh += "-new"
        taken.add(fresh)
        self._known[kind][number] = fresh
        return fresh
