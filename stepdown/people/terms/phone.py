"""Telephone numbers, as people write them: read, shown and dialled the same way everywhere.

A number without a country is one of the United States, where the rules this program knows hold.
"""

from __future__ import annotations

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

HOME = "US"


def significant(text: str) -> str:
    """The digits two spellings of one number share, without country code and extension; "" for what is no number.

    >>> significant("+1 (202) 555-0142 ext. 12"), significant("202.555.0142"), significant("ask his mother")
    ('2025550142', '2025550142', '')
    """
    number = _read(text)
    return phonenumbers.national_significant_number(number) if number else ""


def shown(text: str) -> str:
    """A number as people here read it: "(202) 555-0142", abroad "+49 30 901820". What is no number stays as it was typed."""
    number = _read(text)
    if number is None:
        return text
    abroad = number.country_code != phonenumbers.country_code_for_region(HOME)
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL if abroad else PhoneNumberFormat.NATIONAL)


def link(text: str) -> str:
    """The address that dials a number, extension and all: "tel:+1-202-555-0142;ext=12" (RFC 3966)."""
    number = _read(text)
    return phonenumbers.format_number(number, PhoneNumberFormat.RFC3966) if number else f"tel:{text.replace(' ', '')}"


def _read(text: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None
