"""Logs hold no client data, whatever is logged, and still say where something broke."""

from __future__ import annotations

import logging
import sys

import pytest

from stepdown.config.logs import formatter

SECRET = "Synthetic Sparrow"


def line(message: str, *args: object, exc_info: object = None, **extra: object) -> str:
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, args, exc_info)  # type: ignore[arg-type]
    record.__dict__.update(extra)
    return formatter().format(record)


@pytest.mark.parametrize(
    "written",
    [
        lambda: line("%s: %s", SECRET, "/clients/"),
        lambda: line("No client %(name)s", {"name": SECRET}),
        lambda: line("Broken", client=SECRET, request=SECRET),
        lambda: line("Broken", exc_info=_raised(SECRET)),
    ],
    ids=["in an argument", "in a named argument", "in extra fields", "in an exception's text"],
)
def test_a_name_never_reaches_the_log(written: object) -> None:
    text = written()  # type: ignore[operator]
    assert SECRET not in text
    assert "level='error'" in text


def test_what_a_refused_request_said_is_not_quoted() -> None:
    """Django puts the Host header into the message itself."""
    record = logging.LogRecord(
        "django.security.DisallowedHost", 40, __file__, 1, f"Invalid HTTP_HOST: {SECRET}", (), None
    )
    text = formatter().format(record)
    assert SECRET not in text
    assert "event='a request was refused'" in text


def test_an_exception_leaves_its_type_and_place() -> None:
    text = line("Internal Server Error: %s", "/x", exc_info=_raised(SECRET), status_code=500)
    assert "exception='ValueError'" in text
    assert "where='test_logs.py:" in text
    assert "status_code=500" in text


def _raised(text: str) -> object:
    try:
        raise ValueError(text)
    except ValueError:
        return sys.exc_info()
