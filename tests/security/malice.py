"""What attackers type, and how what came of it is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

import psycopg
from django.db import connection
from django.http.response import HttpResponseBase

from tests.conftest import url
from tests.laws.tree import our_models

Marks = dict[str, int]
STRANGER = "Qzxvjwkq"
"""Stands in every word about a client of the other site: on no page of ours. Too long to come up in a random token."""
SCRIPT = "='\"><xss-tag xss-attr=1>\N{RIGHT-TO-LEFT OVERRIDE}=1+1 "
"""Begins a formula; leaves an attribute, whichever quote it is in, and begins a tag; then turns what follows around."""


@dataclass
class Form:
    """What a page would send: where, and each field with what it may hold."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class Reader(HTMLParser):
    """A page as a browser reads it: its forms, and what there is in it that runs."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at = at
        self.forms: list[Form] = []
        self.runs: list[str] = []
        self.addresses: list[str] = []
        self.title, self._in_title, self._select, self._open = "", False, "", False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attributes}
        self._hear(tag, held)
        self._in_title = tag == "title" or self._in_title
        sends_to = held.get("hx-post") or (held.get("action", self.at) if tag == "form" else "")
        if tag == "form" or "hx-post" in held:
            get = tag == "form" and "hx-post" not in held and held.get("method", "get").lower() == "get"
            self.forms.append(Form("" if get else sends_to))
            self._open = tag == "form"
        name = held.get("name", "")
        if tag == "select":
            self._select = name
        if self.forms and tag == "option" and self._select:
            chosen = self.forms[-1].fields.setdefault(self._select, [])
            chosen.insert(0 if "selected" in held else len(chosen), held.get("value", ""))
        elif self.forms and name and tag in {"input", "button", "textarea"}:
            self.forms[-1].fields.setdefault(name, []).append(held.get("value") or _plausible(held.get("type", "")))

    def _hear(self, tag: str, held: dict[str, str]) -> None:
        facts = tag == "script" and held.get("type") == "application/json" and "src" not in held
        if tag.startswith("xss") or (tag == "script" and not facts and not held.get("src", "").startswith("/static/")):
            self.runs.append(tag)
        for name, value in held.items():
            goes = name in {"href", "src", "action", "formaction", "hx-get", "hx-post", "hx-push-url", "hx-replace-url"}
            self.addresses += [unquote(value)] if goes and not value.startswith("tel:") else []
            if name.startswith(("xss", "on", "hx-on")) or name in {"style", "srcdoc"}:
                self.runs.append(f"{tag} {name}")
            elif goes and re.match(r"\s*(javascript|data|vbscript):|\s*//", value, re.IGNORECASE):
                self.runs.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"
        self._select = "" if tag == "select" else self._select
        self._open = self._open and tag != "form"


def _plausible(kind: str) -> str:
    return {"date": "2026-06-10", "time": "10:00", "number": "1", "email": "synthetic@example.org"}.get(kind, "")


def read(text: str, at: str = "") -> Reader:
    """The page at an address as a browser reads it."""
    reader = Reader(at)
    reader.feed(text)
    return reader


def text_of(response: HttpResponseBase) -> str:
    """All that was sent, as text."""
    return (b"".join(response) if response.streaming else response.content).decode(errors="replace")  # type: ignore[arg-type, attr-defined]


def state_of_strangers(marks: Marks) -> dict[str, str]:
    """A digest of the strangers' rows by table, and how many of our rows point at one of theirs by foreign key."""
    parts = [
        f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY id), '')) FROM {table} t WHERE id <= {last}"
        for table, last in marks.items()
    ]
    for model in our_models():
        for one in model._meta.fields:
            target = one.related_model._meta.db_table if one.related_model else ""
            table, column = model._meta.db_table, one.column
            if target in marks and target not in SHARED and f"{table}.{column}" not in SHARED:
                parts.append(
                    f"SELECT '{table}.{column}', count(*)::text FROM {table}"
                    f" WHERE id > {marks[table]} AND {column} <= {marks[target]}"
                )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


SHARED = frozenset(
    {"agency_servicekind", "schedule_weekplan", "schedule_series", "consent_recipient", "policy_parameter"}
) | {"plan_prescription.ordered_by_id"}
"""What belongs to the whole agency; and a physician orders for clients of any site."""


def born_at_no_time(database: str, client: int) -> None:
    """Somebody's birthday becomes one that no program can read, as a disk or an administrator may bring about."""
    with psycopg.connect(url(database, "superuser")) as administrator:
        administrator.execute("SET session_replication_role = replica")
        administrator.execute("UPDATE people_client SET date_of_birth = 'infinity' WHERE id = %s", [client])
