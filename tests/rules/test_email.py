"""E-mail addresses: the same is one where it is written down and where it is written to."""

from __future__ import annotations

import pytest

from stepdown.people.terms.email import is_address


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("fern@example.org", True),
        ("Fern.O'Dell+iop@mail.example.org", True),
        ("fern_moss-2@two-words.example", True),
        ("fern at example", False),
        ("fern@example", False),
        ("@example.org", False),
        ("fern@.org", False),
        ("fern@example..org", False),
        (".fern@example.org", False),
        ("fern.@example.org", False),
        ("fern..moss@example.org", False),
        ("fern,moss@example.org", False),
        ("fern@example.org, moss@example.org", False),
        ("Fern <fern@example.org>", False),
        ('"fern moss"@example.org', False),
        ("fern@moss@example.org", False),
        ("fern@example.org\nBcc: moss@example.org", False),
        ("fern@example.org\n", False),
        # mail servers that take no other letters would send it back
        ("fernández@example.org", False),
        ("fern@exámple.org", False),
        ("", False),
    ],
)
def test_what_is_one_address(text: str, one: bool) -> None:
    assert is_address(text) is one
